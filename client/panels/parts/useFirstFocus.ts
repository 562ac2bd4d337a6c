/** What came after its panel was opened takes the focus as the panel would have given it: the first control. */
import { useEffect, useRef } from "react";

export function useFirstFocus(): React.RefObject<HTMLDivElement | null> {
  const box = useRef<HTMLDivElement>(null);
  useEffect(() => {
    box.current?.querySelector<HTMLElement>("input, button, a")?.focus();
  }, []);
  return box;
}
