/** A question before something is lost or everybody sees it. It takes the focus where it does no harm, and gives it back. */
import { useEffect, useLayoutEffect, useRef } from "react";

interface Props {
  readonly children: React.ReactNode;
  /** Its buttons; the last one leaves things as they are. */
  readonly acts: React.ReactNode;
}

export function Ask({ children, acts }: Props) {
  const box = useRef<HTMLDivElement>(null);
  const before = useRef<Element | null>(null);
  // Before the picture is drawn: the button that was pressed may be hidden in it.
  useLayoutEffect(() => {
    before.current = document.activeElement;
    const buttons = box.current?.querySelectorAll<HTMLElement>(".form-end button");
    buttons?.[buttons.length - 1]?.focus({ preventScroll: true });
    box.current?.scrollIntoView({ block: "nearest" });
  }, []);
  useEffect(
    () => () => {
      if (document.activeElement === document.body && before.current instanceof HTMLElement) before.current.focus();
    },
    [],
  );
  return (
    <div ref={box} className="wall-ask" role="alert">
      {children}
      <div className="form-end">{acts}</div>
    </div>
  );
}
