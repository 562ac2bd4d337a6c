/** A part of the left pane: open beside the sheet, folded on a phone, where the sheet comes first. */
import { useState } from "react";
import type { WordKey } from "../../look/words.ts";
import { useSay } from "../useApp.ts";

const wide = () => typeof matchMedia !== "function" || matchMedia("(min-width: 901px)").matches;

export function Fold({ word, children }: { word: WordKey; children: React.ReactNode }) {
  const say = useSay();
  const [open, setOpen] = useState(wide);
  return (
    <details className="brief-fold" open={open} onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary>{say.t(word)}</summary>
      {children}
    </details>
  );
}
