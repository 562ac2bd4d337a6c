/** What is on the map now: the present, or the moment one looks back to. */
import type { Filter } from "../../server/contract/filter.ts";
import type { ProblemsLayer } from "../../server/contract/types.ts";
import type { AppState } from "./app.ts";
import { litCount } from "./passes.ts";

type Looking = Pick<AppState, "stood" | "data" | "clock">;
export const shownProblems = ({ stood, data }: Looking): ProblemsLayer | undefined => stood?.problems ?? data.problems;
/** Unix seconds. */
export const shownClock = ({ stood, clock }: Looking): number => stood?.at ?? clock;
/** What the rows and figures of the server speak of: the moment that is asked for, or now. Unix seconds. */
export const askedClock = ({ view, clock }: Pick<AppState, "view" | "clock">): number =>
  view.filter.at === null ? clock : Date.parse(view.filter.at) / 1000;
/** How many problems are lit, while a moment is still being chosen and the server has not been asked of it; null = it has. */
export function passingTotal({ playing, stood, mask }: Pick<AppState, "playing" | "stood" | "mask">): number | null {
  if (!playing || !stood) return null;
  return mask && mask.length === stood.problems.count ? litCount(mask) : stood.problems.count;
}
/** The filter as the shown columns understand it: columns of a moment need not be asked as of it. */
export const shownFilter = (stood: AppState["stood"], filter: Filter): Filter => (stood ? { ...filter, at: null } : filter);
