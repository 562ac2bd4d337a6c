/** Every zone of the level with its figures; a click selects it and goes there. Nobody's ground stands first when there is any. */
import { memo, useEffect, useRef, useState } from "react";
import { setHand } from "../page.ts";
import { select } from "../run/acts.ts";
import { findAll, heavy, type ZoneFigures } from "../run/figures.ts";
import { findNext } from "../run/finding.ts";
import { type PlannerState, tableOf } from "../state.ts";
import { type Looked, useFigures } from "../useFigures.ts";
import { usePart, usePlanner, useSay } from "../usePlanner.ts";
import { columns, type Order, sorted } from "./columns.ts";
import { areaText, percent } from "./numbers.ts";
import { Nothing } from "./Standing.tsx";

const selectedOf = (s: PlannerState) => tableOf(s)?.hand.selected ?? null;
/** Rows that are drawn at once: a page of five thousand cells would hold the hand up. */
const most = 400;

export function ZoneTable() {
  const say = useSay();
  const looked = useFigures();
  const [order, setOrder] = useState<Order>({ by: "name", down: false });
  if (!looked) return null;
  const { rows, nobodys } = looked.figures;
  const shown = sorted(rows, order);
  return (
    <section className="zone-table" aria-label={say.t("planner.tabZones")}>
      <FindBar looked={looked} />
      {rows.length === 0 ? (
        <Nothing title={say.t("planner.noZones")}>
          <p>{say.t("planner.noZonesMore")}</p>
        </Nothing>
      ) : (
        <div className="plan-scroll">
          <table className="plan-table">
            <thead>
              <tr>
                {columns.map(({ id, word }) => (
                  <Head key={id} id={id} label={say.t(word)} order={order} setOrder={setOrder} />
                ))}
              </tr>
            </thead>
            <tbody>
              {nobodys && <Nobodys row={nobodys} />}
              <Rows rows={shown.slice(0, most)} />
            </tbody>
            <tfoot>
              <Sums rows={rows} label={say.t("planner.sum")} mean={false} />
              <Sums rows={rows} label={say.t("planner.mean")} mean />
            </tfoot>
          </table>
          {shown.length > most && <p className="hint">{say.t("planner.moreRows", { n: shown.length - most })}</p>}
        </div>
      )}
    </section>
  );
}

function FindBar({ looked: { partition, level, figures, counted } }: { looked: Looked }) {
  const page = usePlanner();
  const say = useSay();
  const finds = [
    ["nobodys", "planner.findNobodys", "N"],
    ["heavy", "planner.findHeavy", "H"],
    ["apart", "planner.findApart", "D"],
  ] as const;
  return (
    <div className="find-bar" role="toolbar" aria-label={say.t("planner.find")}>
      {finds.map(([kind, word, key]) => {
        const n = kind === "heavy" && !counted ? null : findAll(kind, partition, level, figures).length;
        return (
          <button
            key={kind}
            type="button"
            className={n ? "pill bad" : "pill"}
            title={`${say.t("planner.find")} ${key}`}
            disabled={!n}
            onClick={() => findNext(page, kind)}
          >
            {say.t(word)} <b>{n === null ? "–" : say.n(n)}</b>
            <kbd>{key}</kbd>
          </button>
        );
      })}
    </div>
  );
}

function Head(props: { id: string; label: string; order: Order; setOrder: (order: Order) => void }) {
  const { id, label, order, setOrder } = props;
  const on = order.by === id;
  const next = { by: id, down: on ? !order.down : id !== "name" && id !== "person" };
  return (
    <th scope="col" data-column={id} aria-sort={on ? (order.down ? "descending" : "ascending") : "none"}>
      <button type="button" onClick={() => setOrder(next)}>
        {label}
        {on && <span aria-hidden="true">{order.down ? "▾" : "▴"}</span>}
      </button>
    </th>
  );
}

function Nobodys({ row }: { row: ZoneFigures }) {
  const page = usePlanner();
  const say = useSay();
  return (
    <tr className="nobodys">
      {columns.map(({ id, said }) => {
        if (id === "name") {
          return (
            <th key={id} scope="row">
              <button type="button" onClick={() => findNext(page, "nobodys")}>
                {say.t("planner.nobodys")}
              </button>
            </th>
          );
        }
        return (
          <td key={id} data-column={id}>
            {id === "area" ? areaText(say, row.area_m2) : id === "compactness" || id === "deviation" ? "" : said(row, say)}
          </td>
        );
      })}
    </tr>
  );
}

function Rows({ rows }: { rows: readonly ZoneFigures[] }) {
  const page = usePlanner();
  const selected = usePart(selectedOf);
  const body = useRef<HTMLTableRowElement>(null);
  const [only] = selected ?? [];
  // biome-ignore lint/correctness/useExhaustiveDependencies: follows what is selected
  useEffect(() => {
    body.current?.scrollIntoView({ block: "nearest" });
  }, [only]);
  return rows.map((row) => {
    const id = row.zone?.id ?? 0;
    const on = selected?.has(id) ?? false;
    return (
      <Row
        key={id}
        row={row}
        on={on}
        mark={on && id === only ? body : null}
        choose={(add) => {
          const before = tableOf(page.store.get())?.hand.selected ?? new Set<number>();
          if (!add) return select(page, [id], true);
          select(page, before.has(id) ? [...before].filter((one) => one !== id) : [...before, id]);
        }}
        over={(into) => setHand(page, { hovered: into ? id : null })}
      />
    );
  });
}

interface RowProps {
  readonly row: ZoneFigures;
  readonly on: boolean;
  readonly mark: React.RefObject<HTMLTableRowElement | null> | null;
  readonly choose: (add: boolean) => void;
  readonly over: (into: boolean) => void;
}
const same = (a: RowProps, b: RowProps) => a.row === b.row && a.on === b.on && a.mark === b.mark;
const Row = memo(function Row({ row, on, mark, choose, over }: RowProps) {
  const say = useSay();
  return (
    <tr
      ref={mark}
      className={on ? "chosen" : undefined}
      aria-selected={on}
      onClick={(event) => choose(event.shiftKey || event.ctrlKey || event.metaKey)}
      onPointerEnter={() => over(true)}
      onPointerLeave={() => over(false)}
    >
      {columns.map(({ id, said }) =>
        id === "name" ? (
          <th key={id} scope="row">
            <button type="button" aria-label={`${row.zone?.code} ${row.zone?.name}`}>
              {row.zone?.locked && <span title={say.t("planner.locked")}>🔒︎</span>}
              {said(row, say)}
              <small>{row.zone?.code}</small>
            </button>
            {row.parts !== 1 && (
              <span className="tag warn">{say.t(row.parts === 0 ? "planner.noGround" : "planner.partsN", { n: row.parts })}</span>
            )}
          </th>
        ) : (
          <td key={id} data-column={id} className={id === "person" && !row.zone?.person ? "quiet" : undefined}>
            {id === "deviation" ? <Deviation value={row.deviation} /> : said(row, say)}
          </td>
        ),
      )}
    </tr>
  );
}, same);

/** More or less than the mean: a bar from the middle, full at ± 50 %. */
export function Deviation({ value }: { value: number | null }) {
  const share = Math.max(-1, Math.min(1, (value ?? 0) * 2)) * 50;
  const side = share >= 0 ? { left: "50%", width: `${share}%` } : { left: `${50 + share}%`, width: `${-share}%` };
  return (
    <span className={value !== null && Math.abs(value) > heavy ? "deviation far" : "deviation"}>
      <span className="deviation-bar" aria-hidden="true">
        <span className={share >= 0 ? "more" : "less"} style={side} />
      </span>
      <span className="deviation-number">{percent(value)}</span>
    </span>
  );
}

function Sums({ rows, label, mean }: { rows: readonly ZoneFigures[]; label: string; mean: boolean }) {
  const say = useSay();
  return (
    <tr>
      {columns.map(({ id, summed }) =>
        id === "name" ? (
          <th key={id} scope="row">
            {label}
          </th>
        ) : (
          <td key={id} data-column={id}>
            {summed(rows, say, mean)}
          </td>
        ),
      )}
    </tr>
  );
}
