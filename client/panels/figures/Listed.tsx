/** A chart's figures as a list, folded until it is wanted. */
import { useState } from "react";
import { useSay } from "../useApp.ts";
import { Bars } from "./Bars.tsx";
import type { Row } from "./groups.ts";

export function Listed({ rows, label }: { rows: readonly Row[]; label: string }) {
  const say = useSay();
  const [open, setOpen] = useState(false);
  return (
    <details className="chart-list" open={open} onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary>{say.t("charts.list")}</summary>
      {open && <Bars rows={rows} label={label} />}
    </details>
  );
}
