/** What an answer that is kept by its filter stands on, and whose it is. */
import type { Ask } from "../ask/route.ts";
import { type Filter, formatFilter } from "../contract/filter.ts";
import type { ChangeLayer } from "../contract/officeWords.ts";

/** Layers beside the problems that a filter may speak of. */
export const spokenOf = ["district", "sites", "zones", "shapes"] as const satisfies readonly ChangeLayer[];

/** A named shape may be one that others may not ask about. */
const namesShape = ({ geo }: Filter): boolean =>
  geo.some((clause) => ("of" in clause ? clause.of : clause.areas).some((place) => "shape" in place));

/** The filter's part of a kept answer's key: who names a shape has an answer of their own. */
export const filterKey = ({ filter, caller }: Pick<Ask, "filter" | "caller">): string =>
  `${namesShape(filter) ? `${caller.kind} ${caller.personId}` : ""} ${JSON.stringify(formatFilter(filter))}`;
