// biome-ignore-all lint/a11y/useSemanticElements: table elements cannot hold rows that a virtual list places
// biome-ignore-all lint/a11y/useFocusableInteractive: focus stays on the grid, which names the active row
/** The ledger: the question's rows, drawn only where one looks, fetched as one scrolls; it and the map always agree. */
import { useVirtualizer } from "@tanstack/react-virtual";
import { lazy, Suspense, useEffect, useLayoutEffect, useRef } from "react";
import { isEmpty } from "../../../server/contract/filter.ts";
import { chips, sentence } from "../../../server/contract/sentence.ts";
import type { ProblemRow } from "../../../server/contract/types.ts";
import { untilLoaded } from "../../api/chunk.ts";
import type { WordKey } from "../../look/words.ts";
import type { AppState } from "../../state/app.ts";
import { effectiveFilter, type Sort } from "../../state/view.ts";
import { bookOf } from "../names.ts";
import { Notice } from "../parts/Notice.tsx";
import { Queue } from "../queue/Queue.tsx";
import { changeView, goToPlace, hover, select, setFilter } from "../run/app.ts";
import { ask, askMore } from "../run/listing.ts";
import { BulkBar } from "../soon.ts";
import { useApp, usePart, useSay } from "../useApp.ts";
import { CheckAll, useChoosing } from "./choosing.tsx";
import { LedgerHead, StaleFailure } from "./LedgerHead.tsx";
import { LedgerRow } from "./LedgerRow.tsx";

const listingOf = (state: AppState) => state.listing;
const viewOf = (state: AppState) => state.view;
const printingOf = (state: AppState) => state.printing;
const problemsOf = (state: AppState) => state.data.problems;

const anyChosenOf = (state: AppState) => state.chosen.size > 0;
const playingOf = (state: AppState) => state.playing;

const Waiting = lazy(() => untilLoaded(() => import("../time/Waiting.tsx")).then((file) => ({ default: file.Waiting })));

export function Ledger() {
  const listing = usePart(listingOf);
  const playing = usePart(playingOf);
  const anyChosen = usePart(anyChosenOf);
  return (
    <section className={playing ? "ledger waits" : "ledger"} aria-busy={listing.state === "loading" || playing}>
      <Suspense fallback={null}>{playing && <Waiting />}</Suspense>
      <Queue />
      <LedgerHead />
      {listing.state === "failed" && listing.rows.length > 0 && <StaleFailure />}
      {listing.rows.length > 0 ? <Rows /> : <NoRows />}
      <Suspense fallback={null}>{anyChosen && <BulkBar />}</Suspense>
    </section>
  );
}

/** Three different things: not answered yet, could not be answered, and answered with none. */
function NoRows() {
  const app = useApp();
  const say = useSay();
  const view = usePart(viewOf);
  const book = usePart(bookOf);
  const { state, failure } = usePart(listingOf);
  const problems = usePart(problemsOf);
  if (state === "failed") {
    return (
      <Notice
        kind="failed"
        title={say.t("ledger.failed")}
        detail={failure ? say.of(failure) : undefined}
        act={{ label: say.t("app.retry"), run: () => void ask(app) }}
      />
    );
  }
  if (state === "loading") return <Notice kind="loading" title={say.t("ledger.loading")} />;
  if (problems?.total === 0) return <Notice kind="empty" title={say.t("ledger.noData")} detail={say.t("ledger.noDataHint")} />;
  const filter = effectiveFilter(view);
  const last = chips(view.filter, book).at(-1);
  const remove = view.near
    ? {
        text: say.of(
          chips({ ...filter, geo: filter.geo.slice(-1) }, book).find((c) => c.key.startsWith("geo="))?.text ?? { zh: "", en: "" },
        ),
        run: () => changeView(app, { near: null }),
      }
    : last && { text: say.of(last.text), run: () => setFilter(app, last.without) };
  return (
    <Notice
      kind="empty"
      title={say.t("ledger.none")}
      detail={isEmpty(filter) ? undefined : say.t("ledger.noneHint", { sentence: say.of(sentence(filter, book)) })}
      act={remove ? { label: say.t("ledger.removeLast", { text: remove.text }), run: remove.run } : undefined}
    />
  );
}

interface Column {
  readonly id: string;
  readonly word: WordKey;
  readonly sort?: "id" | "found" | "deadline";
}
const columns: readonly Column[] = [
  { id: "status", word: "ledger.status" },
  { id: "code", word: "ledger.code", sort: "id" },
  { id: "problem", word: "ledger.problem" },
  { id: "place", word: "ledger.place" },
  { id: "unit", word: "ledger.unit" },
  { id: "found", word: "ledger.found", sort: "found" },
  { id: "deadline", word: "ledger.deadline", sort: "deadline" },
];

function Heading({ column }: { column: Column }) {
  const app = useApp();
  const say = useSay();
  const { sort } = usePart(viewOf);
  const word = say.t(column.word);
  if (!column.sort)
    return (
      <div role="columnheader" className={`cell c-${column.id}`}>
        {word}
      </div>
    );
  const up = sort === column.sort;
  const down = sort === `-${column.sort}`;
  // First click: the latest first, but the soonest deadline first.
  const first: Sort = column.sort === "deadline" ? "deadline" : `-${column.sort}`;
  const other: Sort = column.sort === "deadline" ? "-deadline" : column.sort;
  return (
    <div role="columnheader" className={`cell c-${column.id}`} aria-sort={up ? "ascending" : down ? "descending" : "none"}>
      <button
        type="button"
        title={say.t("ledger.sortBy", { column: word })}
        onClick={() => changeView(app, { sort: sort === first ? other : first })}
      >
        {word}
        <span className="sort-mark" aria-hidden="true">
          {up ? "▲" : down ? "▼" : "↕"}
        </span>
      </button>
    </div>
  );
}

function Rows() {
  const app = useApp();
  const say = useSay();
  const listing = usePart(listingOf);
  const { selected } = usePart(viewOf);
  const scroller = useRef<HTMLDivElement>(null);
  const row_px = useRowHeight(scroller);
  const { rows } = listing;
  const printing = usePart(printingOf);
  const overscan = printing ? rows.length : 8;
  const virtual = useVirtualizer({ count: rows.length, getScrollElement: () => scroller.current, estimateSize: () => row_px, overscan });
  const items = virtual.getVirtualItems();
  const lastSeen = items.at(-1)?.index ?? 0;
  useEffect(() => {
    if (!printing && lastSeen >= rows.length - 30 && listing.more === "idle") void askMore(app);
  }, [app, printing, lastSeen, rows.length, listing.more]);
  useSteadyScroll(scroller, rows, row_px);
  // biome-ignore lint/correctness/useExhaustiveDependencies: another row height is what must be measured anew
  useEffect(() => {
    virtual.measure();
  }, [virtual, row_px]);

  const at = rows.findIndex((row) => selected?.kind === "problem" && row.id === selected.id);
  const move = (to: number) => {
    const row = rows[Math.max(0, Math.min(rows.length - 1, to))];
    if (!row) return;
    select(app, { kind: "problem", id: row.id }, false);
    virtual.scrollToIndex(rows.indexOf(row));
  };
  const choosing = useChoosing(rows);
  const press = (event: React.KeyboardEvent) => {
    if (choosing.press(event, rows[at])) return event.preventDefault();
    const steps: Record<string, number> = { ArrowDown: 1, ArrowUp: -1, PageDown: 10, PageUp: -10 };
    const by = steps[event.key];
    if (by) move(at < 0 ? 0 : at + by);
    else if (event.key === "Home") move(0);
    else if (event.key === "End") move(rows.length - 1);
    else if (event.key === "Enter" && rows[at]) open(rows[at]);
    else return;
    event.preventDefault();
  };
  const open = (row: ProblemRow) => {
    select(app, { kind: "problem", id: row.id });
    goToPlace(app, row.lon, row.lat);
  };
  return (
    <div
      className={`grid${listing.stale ? " stale" : ""}${choosing.on ? " checks" : ""}`}
      role="grid"
      aria-label={say.t("panel.ledger")}
      aria-rowcount={listing.total ?? -1}
      aria-colcount={columns.length + (choosing.on ? 1 : 0)}
      aria-multiselectable={choosing.on}
      aria-activedescendant={at >= 0 ? `row-${selected?.id}` : undefined}
      tabIndex={0}
      onKeyDown={press}
    >
      {/* biome-ignore lint/a11y/noStaticElementInteractions: leaving the rows only ends what hovering them began */}
      <div className="grid-scroll" ref={scroller} onMouseLeave={() => hover(app, null)}>
        <div className="grid-head" role="row">
          {choosing.on && <CheckAll rows={rows} />}
          {columns.map((column) => (
            <Heading key={column.id} column={column} />
          ))}
        </div>
        <div role="rowgroup" className="grid-body" style={{ height: virtual.getTotalSize() }}>
          {items.map((item) => {
            const row = rows[item.index];
            return (
              row && (
                <LedgerRow
                  key={row.id}
                  row={row}
                  index={item.index}
                  top={item.start}
                  selected={item.index === at}
                  open={open}
                  checked={choosing.on ? choosing.chosen.has(row.id) : null}
                  check={choosing.check}
                />
              )
            );
          })}
        </div>
        <MoreRows />
      </div>
    </div>
  );
}

function MoreRows() {
  const app = useApp();
  const say = useSay();
  const { more, next, state } = usePart(listingOf);
  if (more === "failed") {
    return (
      <p className="grid-end inline-failure" role="alert">
        {say.t("ledger.moreFailed")}
        <button type="button" className="link" onClick={() => void askMore(app)}>
          {say.t("app.retry")}
        </button>
      </p>
    );
  }
  return <p className="grid-end">{next ? say.t("ledger.loadingMore") : state === "ready" && say.t("ledger.end")}</p>;
}

/**
 * A new question starts at its first row. Under the same question the rows in view stay where they are, whatever comes or goes above them:
 * only at the very top new rows push in.
 */
function useSteadyScroll(scroller: React.RefObject<HTMLElement | null>, rows: readonly ProblemRow[], row_px: number): void {
  const { filter, near, sort } = usePart(viewOf);
  const anchor = useRef<{ id: number; index: number } | null>(null);
  // As last heard: to ask the element lays the page out at once, and most lists stand at their top.
  const top = useRef(0);
  // biome-ignore lint/correctness/useExhaustiveDependencies: what the question is made of
  useLayoutEffect(() => {
    if (top.current > 0) scroller.current?.scrollTo({ top: 0 });
    top.current = 0;
    anchor.current = null;
  }, [filter, near, sort]);
  useLayoutEffect(() => {
    const element = scroller.current;
    const held = anchor.current;
    if (element && held && top.current > 0) {
      const index = rows.findIndex((row) => row.id === held.id);
      if (index >= 0 && index !== held.index) element.scrollTop += (index - held.index) * row_px;
    }
    const note = () => {
      top.current = element?.scrollTop ?? 0;
      const index = Math.floor(top.current / row_px);
      const row = rows[index];
      anchor.current = row ? { id: row.id, index } : null;
    };
    if (top.current > 0) note();
    element?.addEventListener("scroll", note, { passive: true });
    return () => element?.removeEventListener("scroll", note);
  }, [scroller, rows, row_px]);
}

/** The row height is the theme's: read once from the stylesheet. */
function useRowHeight(scroller: React.RefObject<HTMLElement | null>): number {
  const element = scroller.current ?? document.documentElement;
  return Number.parseFloat(getComputedStyle(element).getPropertyValue("--row")) || 44;
}
