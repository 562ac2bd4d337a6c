/** The filter: a chooser for each part, each part in force as a removable chip with its own count, and the total. */
import { lazy, Suspense } from "react";
import { emptyFilter, type Filter, isEmpty } from "../../../server/contract/filter.ts";
import { untilLoaded } from "../../api/chunk.ts";
import type { WordKey } from "../../look/words.ts";
import type { AppState } from "../../state/app.ts";
import { passingTotal } from "../../state/shown.ts";
import { Boundary } from "../parts/Boundary.tsx";
import { Popover } from "../parts/Popover.tsx";
import { setFilter } from "../run/app.ts";
import { useApp, usePart, useSay } from "../useApp.ts";
import { CategoryChoices } from "./CategoryChoices.tsx";
import { Chips } from "./Chips.tsx";
import { CampaignChoices, SourceChoices, StatusChoices, UnitChoices, useFilter } from "./Choices.tsx";
import { WordsChoice } from "./OtherChoices.tsx";
import { UndoButtons } from "./UndoButtons.tsx";

/** Every way to say where: asked for when it is opened. */
const WherePanel = lazy(() => untilLoaded(() => import("../where/WherePanel.tsx")).then((file) => ({ default: file.WherePanel })));
const ClauseEditor = lazy(() => untilLoaded(() => import("../where/ClauseEditor.tsx")).then((file) => ({ default: file.ClauseEditor })));

/** Rarer parts: the hour it was found, the type of its site. */
const RareChoices = lazy(() => untilLoaded(() => import("./RareChoices.tsx")).then((file) => ({ default: file.RareChoices })));

/** When: found in, open during, as it stood at. */
const FoundChoices = lazy(() => untilLoaded(() => import("../time/FoundChoices.tsx")).then((file) => ({ default: file.FoundChoices })));

/** Saved views and links: most of a first minute goes without. */
const ViewsMenu = lazy(() => untilLoaded(() => import("../views/ViewsMenu.tsx")).then((file) => ({ default: file.ViewsMenu })));

interface Chooser {
  readonly word: WordKey;
  readonly holds: (filter: Filter) => boolean;
  readonly show: (close: () => void) => React.ReactNode;
}
/** The parts of the filter in the order they are asked most. */
const choosers: readonly Chooser[] = [
  { word: "filter.status", holds: (f) => f.status.length > 0, show: () => <StatusChoices /> },
  { word: "filter.category", holds: (f) => f.category.length > 0, show: () => <CategoryChoices /> },
  { word: "filter.unit", holds: (f) => f.unit.length > 0, show: () => <UnitChoices /> },
  { word: "filter.place", holds: (f) => f.geo.length > 0, show: (close) => <Place close={close} /> },
  { word: "filter.found", holds: (f) => f.found !== null || f.during !== null || f.at !== null, show: () => <When /> },
  { word: "filter.source", holds: (f) => f.source.length > 0, show: () => <SourceChoices /> },
  { word: "filter.campaign", holds: (f) => f.campaign.length > 0, show: () => <CampaignChoices /> },
  { word: "filter.more", holds: (f) => f.siteType.length > 0 || f.hour.length > 0, show: () => <Rare /> },
  { word: "filter.q", holds: (f) => f.q !== null, show: (close) => <WordsChoice close={close} /> },
];

const nearOf = (state: AppState) => state.view.near;

function Place({ close }: { close: () => void }) {
  const say = useSay();
  return (
    <Boundary>
      <Suspense fallback={<p className="hint padded">{say.t("ledger.loading")}</p>}>
        <WherePanel close={close} />
      </Suspense>
    </Boundary>
  );
}

function Rare() {
  const say = useSay();
  return (
    <Boundary>
      <Suspense fallback={<p className="hint padded">{say.t("ledger.loading")}</p>}>
        <RareChoices />
      </Suspense>
    </Boundary>
  );
}

function When() {
  const say = useSay();
  return (
    <Boundary>
      <Suspense fallback={<p className="hint padded">{say.t("ledger.loading")}</p>}>
        <FoundChoices />
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
  const [filter] = useFilter();
  const near = usePart(nearOf);
  const clear = () => setFilter(app, emptyFilter, { near: null });
  return (
    <section className="filter-bar" aria-label={say.t("filter.label")}>
      <div className="choosers">
        {choosers.map(({ word, holds, show }) => (
          <Popover key={word} label={say.t(word)} active={holds(filter)}>
            {show}
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
