/** Bars that are buttons: the bar filters, its number opens the rows. A list to the eye, the keyboard and the screen reader alike. */
import { useState } from "react";
import { Icon } from "../parts/Icon.tsx";
import { StatusShape } from "../parts/StatusMark.tsx";
import { setFilter } from "../run/app.ts";
import { useApp, useSay } from "../useApp.ts";
import type { Row } from "./groups.ts";

interface Props {
  readonly rows: readonly Row[];
  readonly label: string;
  /** Count of the longest bar; without it the most of these rows. */
  readonly most?: number;
}

export function Bars({ rows, label, most = Math.max(1, ...rows.map((row) => row.count)) }: Props) {
  const some = rows.some((row) => row.chosen || row.under?.some((one) => one.chosen));
  return (
    <ul className={some ? "bars some" : "bars"} aria-label={label}>
      {rows.map((row) => (
        <Bar key={row.key} row={row} most={most} />
      ))}
    </ul>
  );
}

function Bar({ row, most }: { row: Row; most: number }) {
  const app = useApp();
  const say = useSay();
  const inside = row.under?.some((one) => one.chosen) ?? false;
  const [open, setOpen] = useState(inside);
  const name = say.of(row.label);
  const none = row.count === 0;
  const look = `bar${row.chosen ? " chosen" : inside || row.covered ? " partly" : ""}${none ? " none" : ""}`;
  return (
    <li className={look}>
      {row.under && (
        <button
          type="button"
          className={open ? "fold open" : "fold"}
          aria-expanded={open}
          aria-label={say.t("charts.minors", { name })}
          disabled={row.under.length === 0}
          onClick={() => setOpen(!open)}
        >
          <Icon name="right" />
        </button>
      )}
      <button
        type="button"
        className="bar-choice"
        aria-pressed={row.chosen ? true : inside ? "mixed" : false}
        disabled={none && !row.chosen}
        onClick={() => setFilter(app, row.toggled)}
      >
        <span className="bar-word" title={name}>
          {row.status && <StatusShape status={row.status} />}
          <span className="bar-name">{name}</span>
        </span>
        <span className="bar-track" aria-hidden="true">
          <span
            className="bar-length"
            style={{ inlineSize: `${(row.count / most) * 100}%`, ...(row.status && { background: `var(--${row.status})` }) }}
          />
        </span>
      </button>
      <Count name={name} count={row.count} open={() => setFilter(app, row.only, { panel: "ledger" })} />
      {open && row.under && row.under.length > 0 && <Bars rows={row.under} label={name} most={most} />}
    </li>
  );
}

/** A number that opens its rows; none has none to open. */
export function Count({ name, count, open }: { name: string; count: number; open: () => void }) {
  const say = useSay();
  if (count === 0) return <span className="bar-count">0</span>;
  return (
    <button type="button" className="bar-count link" aria-label={say.t("charts.openRows", { name, n: say.n(count) })} onClick={open}>
      {say.n(count)}
    </button>
  );
}
