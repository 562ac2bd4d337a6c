/**
 * Which problems are lit follows the question: at once from the columns, then narrowed by the server's ids where it must be asked.
 * Where the columns do not hold the answer none of their rows is lit: a part of it would look like the whole.
 */
import { isEmpty } from "../../../server/contract/filter.ts";
import type { AppState } from "../../state/app.ts";
import { beyond } from "../../state/beyond.ts";
import { keepIds, localMask, needsServer } from "../../state/columnsTest.ts";
import { shownClock, shownFilter, shownProblems } from "../../state/shown.ts";
import { effectiveFilter } from "../../state/view.ts";
import type { App } from "./app.ts";

/** Everything the mask is made of; compared part by part. */
const partsOf = (s: AppState) =>
  [s.preview, s.view.filter, s.view.near, shownProblems(s), s.district, shownClock(s), s.listing.ids, s.listing.stale] as const;

function maskOf(state: AppState): Uint8Array | null {
  const { district, listing } = state;
  const problems = shownProblems(state);
  if (problems && beyond(state)) return new Uint8Array(problems.count);
  const filter = shownFilter(state.stood, effectiveFilter(state.preview ? { ...state.view, filter: state.preview } : state.view));
  if (!district || !problems || isEmpty(filter)) return null;
  const mask = localMask(filter, problems, {
    clock: shownClock(state),
    timeZone: district.timeZone,
    categories: district.categories,
    zones: district.zones,
  });
  // The columns of a moment hold no others than the server would name.
  if (state.stood) return mask;
  const asked = needsServer(filter, problems, district.zones);
  return asked && listing.ids && !listing.stale ? keepIds(mask, problems, listing.ids) : mask;
}

export function followMask(app: App): () => void {
  let last: ReturnType<typeof partsOf> | null = null;
  const update = () => {
    const state = app.store.get();
    const parts = partsOf(state);
    if (last && parts.every((part, i) => part === last?.[i])) return;
    last = parts;
    app.store.set({ mask: maskOf(state) });
  };
  update();
  return app.store.subscribe(update);
}
