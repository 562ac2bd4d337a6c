/** The filter: a chooser for each part, each part in force as a removable chip with its own count, and the total. */
import { lazy, Suspense, useEffect, useState } from "react";
import { emptyFilter, type Filter, isEmpty } from "../../../server/contract/filter.ts";
import { type Chip, chips } from "../../../server/contract/sentence.ts";
import { untilLoaded } from "../../api/chunk.ts";
import { askCounts } from "../../api/problems.ts";
import type { WordKey } from "../../look/words.ts";
import type { AppState } from "../../state/app.ts";
import { bookOf } from "../names.ts";
import { Icon } from "../parts/Icon.tsx";
import { Popover } from "../parts/Popover.tsx";
import { changeView, setFilter, undoFilter } from "../run/app.ts";
import { useApp, usePart, useSay } from "../useApp.ts";
import { useCountsHere } from "../useCountsHere.ts";
import { CategoryChoices } from "./CategoryChoices.tsx";
import { CampaignChoices, SourceChoices, StatusChoices, UnitChoices, useFilter } from "./Choices.tsx";
import { FoundChoices, PlaceChoices, WordsChoice } from "./OtherChoices.tsx";

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
  { word: "filter.place", holds: (f) => f.geo.length > 0, show: (close) => <PlaceChoices close={close} /> },
  { word: "filter.found", holds: (f) => f.found !== null, show: () => <FoundChoices /> },
  { word: "filter.source", holds: (f) => f.source.length > 0, show: () => <SourceChoices /> },
  { word: "filter.campaign", holds: (f) => f.campaign.length > 0, show: () => <CampaignChoices /> },
  { word: "filter.q", holds: (f) => f.q !== null, show: (close) => <WordsChoice close={close} /> },
];

const nearOf = (state: AppState) => state.view.near;
const undoOf = (state: AppState) => state.undo;

export function FilterBar() {
  const app = useApp();
  const say = useSay();
  const [filter] = useFilter();
  const near = usePart(nearOf);
  const undo = usePart(undoOf);
  const book = usePart(bookOf);
  const parts = chips(filter, book);
  const nearChip = near && chips({ ...emptyFilter, geo: [{ op: "within", distance_m: near.within_m, of: near.of }] }, book)[0];
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
        {parts.map((chip) => (
          <ChipButton key={chip.key} chip={chip} filter={filter} remove={() => setFilter(app, chip.without)} />
        ))}
        {nearChip && (
          <ChipButton
            key="near"
            chip={{ ...nearChip, without: emptyFilter }}
            filter={null}
            remove={() => changeView(app, { near: null })}
          />
        )}
        {(near || !isEmpty(filter)) && (
          <button type="button" className="link" onClick={clear}>
            {say.t("filter.clear")}
          </button>
        )}
      </div>
      <div className="bar-end">
        <button
          type="button"
          className="icon-button"
          title={`${say.t("filter.undo")} Ctrl+Z`}
          aria-label={say.t("filter.undo")}
          disabled={!undo.past.length}
          onClick={() => undoFilter(app, "undo")}
        >
          <Icon name="undo" />
        </button>
        <button
          type="button"
          className="icon-button"
          title={`${say.t("filter.redo")} Ctrl+Shift+Z`}
          aria-label={say.t("filter.redo")}
          disabled={!undo.future.length}
          onClick={() => undoFilter(app, "redo")}
        >
          <Icon name="redo" />
        </button>
        <Suspense fallback={null}>
          <ViewsMenu />
        </Suspense>
        <Total />
      </div>
    </section>
  );
}

/** The part by itself: the whole filter with everything else taken out. */
function alone(chip: Chip, filter: Filter): Filter {
  if (chip.key.startsWith("geo=")) return { ...emptyFilter, geo: filter.geo.filter((clause) => !chip.without.geo.includes(clause)) };
  const key = chip.key as keyof Filter;
  return { ...emptyFilter, [key]: filter[key] };
}

const counted = new Map<string, Promise<number>>();
/** How many of the server's turns a part's figure stands: it is beside the matter more often than it is the matter. */
const turns = 4;
const slowOf = (state: AppState) => Math.floor(state.live.turn / turns);

/** How many problems a part gives by itself: counted here where the columns hold them all, else asked once a part and again some time after a change. */
function useAlone(chip: Chip, filter: Filter | null): number | null {
  const here = useCountsHere(filter ? [alone(chip, filter)] : []);
  const asked = useAsked(chip, here === null ? filter : null);
  return here === "coming" ? null : (here?.[0] ?? asked);
}

function useAsked(chip: Chip, filter: Filter | null): number | null {
  const turn = usePart(slowOf);
  const [count, setCount] = useState<number | null>(null);
  const part = filter && alone(chip, filter);
  const key = part && `${turn} ${JSON.stringify(part)}`;
  // biome-ignore lint/correctness/useExhaustiveDependencies: the key is the part as text
  useEffect(() => {
    if (!key || !part) return setCount(null);
    let here = true;
    const asked = counted.get(key) ?? askCounts(part, ["state"]).then((answer) => answer.total);
    counted.set(key, asked);
    asked.then(
      (n) => here && setCount(n),
      // The chip works without its count; asked again with the next one.
      () => counted.delete(key),
    );
    return () => {
      here = false;
    };
  }, [key]);
  return count;
}

function ChipButton({ chip, filter, remove }: { chip: Chip; filter: Filter | null; remove: () => void }) {
  const say = useSay();
  const count = useAlone(chip, filter);
  const text = say.of(chip.text);
  return (
    <span className={filter ? "chip" : "chip analysis"}>
      <span className="chip-text" title={text}>
        {text}
      </span>
      {count !== null && <span className="chip-count">{say.n(count)}</span>}
      <button type="button" aria-label={say.t("filter.remove", { text })} onClick={remove}>
        <Icon name="close" />
      </button>
    </span>
  );
}

const listingOf = (state: AppState) => state.listing;

/** How many problems the question means; said aloud when it changes. */
export function Total() {
  const say = useSay();
  const { total, state } = usePart(listingOf);
  // A failed question has no figure: the one before belongs to another question.
  if (total === null || state === "failed") return <output className="total">{state === "failed" ? "—" : say.t("filter.counting")}</output>;
  return (
    <output className={state === "ready" ? "total" : "total stale"} aria-live="polite">
      {total === 1 ? say.t("filter.totalOne") : say.t("filter.total", { n: say.n(total) })}
    </output>
  );
}
