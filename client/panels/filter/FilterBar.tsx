/** The filter: a chooser for each part, each part in force as a removable chip with its own count, and the total. */
import { lazy, Suspense } from "react";
import { emptyFilter, type Filter, isEmpty } from "../../../server/contract/filter.ts";
import { untilLoaded } from "../../api/chunk.ts";
import type { AppState } from "../../state/app.ts";
import { passingTotal } from "../../state/shown.ts";
import { Boundary } from "../parts/Boundary.tsx";
import { Popover } from "../parts/Popover.tsx";
import { setFilter } from "../run/app.ts";
import { useApp, usePart, useSay } from "../useApp.ts";
import { Chips } from "./Chips.tsx";
import type { ChosenPart } from "./Choosing.tsx";
import { UndoButtons } from "./UndoButtons.tsx";

/** What one chooses from, of each part: asked for when it is opened. */
const Choosing = lazy(() => untilLoaded(() => import("./Choosing.tsx")).then((file) => ({ default: file.Choosing })));
const ClauseEditor = lazy(() => untilLoaded(() => import("../where/ClauseEditor.tsx")).then((file) => ({ default: file.ClauseEditor })));

/** Saved views and links: most of a first minute goes without. */
const ViewsMenu = lazy(() => untilLoaded(() => import("../views/ViewsMenu.tsx")).then((file) => ({ default: file.ViewsMenu })));

interface Chooser {
  readonly part: ChosenPart;
  readonly holds: (filter: Filter) => boolean;
}
/** The parts of the filter in the order they are asked most. */
const choosers: readonly Chooser[] = [
  { part: "status", holds: (f) => f.status.length > 0 },
  { part: "category", holds: (f) => f.category.length > 0 },
  { part: "unit", holds: (f) => f.unit.length > 0 },
  { part: "place", holds: (f) => f.geo.length > 0 },
  { part: "found", holds: (f) => f.found !== null || f.closed !== null || f.during !== null || f.at !== null },
  { part: "source", holds: (f) => f.source.length > 0 },
  { part: "campaign", holds: (f) => f.campaign.length > 0 },
  { part: "more", holds: (f) => f.siteType.length > 0 || f.hour.length > 0 },
  { part: "q", holds: (f) => f.q !== null },
];

const filterOf = (state: AppState) => state.view.filter;
const nearOf = (state: AppState) => state.view.near;

function Opening({ part, close }: { part: ChosenPart; close: () => void }) {
  const say = useSay();
  return (
    <Boundary>
      <Suspense fallback={<p className="hint padded">{say.t("ledger.loading")}</p>}>
        <Choosing part={part} close={close} />
      </Suspense>
    </Boundary>
  );
}

const editingOf = (state: AppState) => state.editing;

/** What stands under the chip that is open. */
function Opened() {
  const editing = usePart(editingOf);
  if (editing === null) return null;
  return (
    <Boundary>
      <Suspense fallback={null}>
        <ClauseEditor key={editing} index={editing} />
      </Suspense>
    </Boundary>
  );
}

export function FilterBar() {
  const app = useApp();
  const say = useSay();
  const filter = usePart(filterOf);
  const near = usePart(nearOf);
  const clear = () => setFilter(app, emptyFilter, { near: null });
  return (
    <section className="filter-bar" aria-label={say.t("filter.label")}>
      <div className="choosers">
        {choosers.map(({ part, holds }) => (
          <Popover key={part} label={say.t(`filter.${part}`)} active={holds(filter)}>
            {(close) => <Opening part={part} close={close} />}
          </Popover>
        ))}
      </div>
      <div className="chips">
        <Chips />
        {(near || !isEmpty(filter)) && (
          <button type="button" className="link" onClick={clear}>
            {say.t("filter.clear")}
          </button>
        )}
      </div>
      <div className="bar-end">
        <UndoButtons />
        <Suspense fallback={null}>
          <ViewsMenu />
        </Suspense>
        <Total />
      </div>
      <Opened />
    </section>
  );
}

const listingOf = (state: AppState) => state.listing;

/** How many problems the question means; said aloud when it changes. */
export function Total() {
  const say = useSay();
  const { total: answered, state } = usePart(listingOf);
  const passing = usePart(passingTotal);
  const total = passing ?? answered;
  // A failed question has no figure: the one before belongs to another question.
  if (total === null || state === "failed") return <output className="total">{state === "failed" ? "—" : say.t("filter.counting")}</output>;
  return (
    <output className={state === "ready" ? "total" : "total stale"} aria-live="polite">
      {total === 1 ? say.t("filter.totalOne") : say.t("filter.total", { n: say.n(total) })}
    </output>
  );
}
