/** Each part of the filter in force as a chip with its own count: taken away by its cross; one of place is opened by its words. */
import { useEffect, useState } from "react";
import { emptyFilter, type Filter } from "../../../server/contract/filter.ts";
import { type Chip, chips } from "../../../server/contract/sentence.ts";
import { askCounts } from "../../api/problems.ts";
import type { AppState } from "../../state/app.ts";
import { bookOf } from "../names.ts";
import { Icon } from "../parts/Icon.tsx";
import { changeView, setFilter } from "../run/app.ts";
import { useApp, usePart, useSay } from "../useApp.ts";
import { useCountsHere } from "../useCountsHere.ts";

const filterOf = (state: AppState) => state.view.filter;
const nearOf = (state: AppState) => state.view.near;
const editingOf = (state: AppState) => state.editing;

export function Chips() {
  const app = useApp();
  const filter = usePart(filterOf);
  const near = usePart(nearOf);
  const book = usePart(bookOf);
  const editing = usePart(editingOf);
  const nearChip = near && chips({ ...emptyFilter, geo: [{ op: "within", distance_m: near.within_m, of: near.of }] }, book)[0];
  let clause = -1;
  return (
    <>
      {chips(filter, book).map((chip) => {
        if (chip.key.startsWith("geo=")) clause++;
        const index = chip.key.startsWith("geo=") ? clause : null;
        const toggle = () => app.store.set({ editing: editing === index ? null : index, preview: null });
        return (
          <ChipButton
            key={index === null ? chip.key : `geo ${index}`}
            chip={chip}
            filter={filter}
            opens={index === null ? undefined : { index, open: editing === index, toggle }}
            remove={() => setFilter(app, chip.without)}
          />
        );
      })}
      {nearChip && (
        <ChipButton key="near" chip={{ ...nearChip, without: emptyFilter }} filter={null} remove={() => changeView(app, { near: null })} />
      )}
    </>
  );
}

/** The part by itself: the whole filter with everything else taken out, but for the moment it is asked as of. */
function alone(chip: Chip, filter: Filter): Filter {
  const { at } = filter;
  if (chip.key.startsWith("geo=")) return { ...emptyFilter, at, geo: filter.geo.filter((clause) => !chip.without.geo.includes(clause)) };
  const key = chip.key as keyof Filter;
  return { ...emptyFilter, at, [key]: filter[key] };
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

interface ChipProps {
  readonly chip: Chip;
  readonly filter: Filter | null;
  /** A clause of place can be opened, and is told by its number. */
  readonly opens?: { readonly index: number; readonly open: boolean; readonly toggle: () => void } | undefined;
  readonly remove: () => void;
}

function ChipButton({ chip, filter, opens, remove }: ChipProps) {
  const say = useSay();
  const count = useAlone(chip, filter);
  const text = say.of(chip.text);
  return (
    <span className={filter ? "chip" : "chip analysis"} data-clause={opens?.index}>
      {opens ? (
        <button
          type="button"
          className="chip-text chip-open"
          title={say.t("filter.edit", { text })}
          aria-expanded={opens.open}
          onClick={opens.toggle}
        >
          {text}
        </button>
      ) : (
        <span className="chip-text" title={text}>
          {text}
        </span>
      )}
      {count !== null && <span className="chip-count">{say.n(count)}</span>}
      <button type="button" className="chip-remove" aria-label={say.t("filter.remove", { text })} onClick={remove}>
        <Icon name="close" />
      </button>
    </span>
  );
}
