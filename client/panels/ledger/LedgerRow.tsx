// biome-ignore-all lint/a11y/useSemanticElements: table elements cannot hold rows that a virtual list places
// biome-ignore-all lint/a11y/useFocusableInteractive: focus stays on the grid, which names the active row
/** One row of the ledger. Hover lights it on the map, a click selects it, a double click goes there. */
import { memo } from "react";
import type { ProblemRow } from "../../../server/contract/types.ts";
import { endStates } from "../../../server/contract/vocabulary.ts";
import type { AppState } from "../../state/app.ts";
import { unixOf } from "../../state/calendar.ts";
import { askedClock } from "../../state/shown.ts";
import { bookOf } from "../names.ts";
import { StatusMark } from "../parts/StatusMark.tsx";
import { hover, select } from "../run/app.ts";
import { spanText, stamp } from "../times.ts";
import { useApp, usePart, useSay } from "../useApp.ts";

const zoneOf = (state: AppState) => state.district?.timeZone ?? "UTC";
const pulsesOf = (state: AppState) => state.pulses;

/** A desk shows the card under the list; a phone has room for one of them. */
const isPhone = () => matchMedia("(max-width: 760px)").matches;

interface Props {
  readonly row: ProblemRow;
  readonly index: number;
  readonly top: number;
  readonly selected: boolean;
  readonly open: (row: ProblemRow) => void;
  /** Chosen for a bulk act; null = nobody here may do one. */
  readonly checked: boolean | null;
  readonly check: (row: ProblemRow, on: boolean, range: boolean) => void;
}

export const LedgerRow = memo(function LedgerRow({ row, index, top, selected, open, checked, check }: Props) {
  const app = useApp();
  const say = useSay();
  const book = usePart(bookOf);
  const timeZone = usePart(zoneOf);
  const category = book.category(row.category);
  const unit = row.unit === null ? null : book.unit(row.unit);
  const pulses = usePart(pulsesOf).some(({ id }) => id === row.id);
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: the grid holds the keyboard: arrows move, Enter opens
    <div
      role="row"
      id={`row-${row.id}`}
      aria-rowindex={index + 2}
      aria-selected={selected}
      className={`row${selected ? " selected" : ""}${checked ? " checked" : ""}${pulses ? " pulses" : ""}`}
      style={{ transform: `translateY(${top}px)` }}
      onMouseEnter={() => hover(app, { kind: "problem", id: row.id })}
      onClick={() => select(app, { kind: "problem", id: row.id }, isPhone())}
      onDoubleClick={() => open(row)}
    >
      {checked !== null && (
        // biome-ignore lint/a11y/useKeyWithClickEvents: on the grid, Space is the key
        <div
          role="gridcell"
          className="c-check"
          onClick={(event) => {
            event.stopPropagation();
            check(row, !checked, event.shiftKey);
          }}
          onDoubleClick={(event) => event.stopPropagation()}
          onMouseDown={(event) => event.shiftKey && event.preventDefault()}
        >
          <input type="checkbox" tabIndex={-1} checked={checked} readOnly aria-label={say.t("bulk.choose", { code: row.code })} />
        </div>
      )}
      <div role="gridcell" className="cell c-status">
        <StatusMark status={row.status} />
      </div>
      <div role="gridcell" className="cell c-code">
        {row.code}
      </div>
      <div role="gridcell" className="cell c-problem two">
        <span title={row.title}>{row.title}</span>
        <small className="wide-only">{category && say.of(category)}</small>
        <small className="narrow-only">{[row.code, row.place].filter(Boolean).join(" · ")}</small>
      </div>
      <div role="gridcell" className="cell c-place" title={row.place ?? ""}>
        {row.place}
      </div>
      <div role="gridcell" className="cell c-unit two">
        <span title={unit ?? ""}>{unit}</span>
        <small className="narrow-only">{stamp(row.found, timeZone)}</small>
      </div>
      <div role="gridcell" className="cell c-found">
        {stamp(row.found, timeZone)}
      </div>
      <div role="gridcell" className="cell c-deadline two">
        <Deadline row={row} timeZone={timeZone} />
      </div>
    </div>
  );
});

/** The deadline, and how far off it is while the clock runs. */
export function Deadline({ row, timeZone }: { row: ProblemRow; timeZone: string }) {
  const say = useSay();
  const clock = usePart(askedClock);
  const ended = endStates.some((state) => state === row.state);
  if (ended && row.closed) return <span className="quiet">{say.t("ledger.closedAt", { time: stamp(row.closed, timeZone) ?? "" })}</span>;
  if (!row.deadline) return <span className="quiet">{say.t("ledger.noDeadline")}</span>;
  const left = unixOf(row.deadline) - clock;
  return (
    <>
      <span>{stamp(row.deadline, timeZone)}</span>
      {row.status === "overdue" && <small className="is-overdue">{say.t("ledger.overdueBy", { span: spanText(-left, say) })}</small>}
      {!ended && row.status !== "overdue" && left > 0 && (
        <small className={row.status === "nearly_due" ? "is-nearly" : undefined}>
          {say.t("ledger.dueIn", { span: spanText(left, say) })}
        </small>
      )}
    </>
  );
}
