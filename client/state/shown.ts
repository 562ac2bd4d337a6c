/** What is on the map now: the present, or the moment one looks back to. */
import type { Filter } from "../../server/contract/filter.ts";
import type { ProblemsLayer } from "../../server/contract/types.ts";
import type { AppState } from "./app.ts";

type Looking = Pick<AppState, "stood" | "data" | "clock">;
export const shownProblems = ({ stood, data }: Looking): ProblemsLayer | undefined => stood?.problems ?? data.problems;
/** Unix seconds. */
export const shownClock = ({ stood, clock }: Looking): number => stood?.at ?? clock;
/** The filter as the shown columns understand it: columns of a moment need not be asked as of it. */
export const shownFilter = (stood: AppState["stood"], filter: Filter): Filter => (stood ? { ...filter, at: null } : filter);
