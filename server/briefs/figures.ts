/** Figures with the filter that opens their rows. Pure: what no filter says is named problem by problem, or has no link. */
import { isOpenState } from "../ask/status.ts";
import { emptyFilter, type Filter, type Found, formatFilter, type StatusWord } from "../contract/filter.ts";
import { formatGeo } from "../contract/geo.ts";
import { mostIdsNamed } from "../contract/ids.ts";
import type { BriefFigure } from "../contract/types.ts";
import type { SiteType } from "../contract/vocabulary.ts";

/** The filter as a URL's parameters. */
export const queryText = (filter: Filter): string => new URLSearchParams(formatFilter(filter) as [string, string][]).toString();

/** What a figure adds to the document's own filter. */
export interface Part {
  readonly found?: Found | null;
  readonly closed?: Found | null;
  readonly status?: StatusWord;
  readonly unit?: number | null;
  readonly category?: string;
  readonly siteType?: SiteType | null;
  readonly zone?: number | null;
  readonly repeat?: Filter["repeat"];
}

const mostClauses = 12;

/** A list's one value within what the scope asks already: it asks nothing, or that too. @returns null when the two cannot be said as one list */
function one<T>(asked: readonly T[], value: T | undefined): readonly T[] | null {
  if (value === undefined) return asked;
  return asked.length === 0 || asked.includes(value) ? [value] : null;
}

/** A category within those asked: what asks for its major class means it, too. Whether it is asked is known: there are rows of it. */
const narrowed = (scope: readonly string[], category: string | undefined) => (category === undefined ? scope : [category]);

/** Several statuses are "any of these" in a filter: what is both is said where it is one of them, or some of them. */
function statusBoth(asked: Filter["status"], word: StatusWord): Filter["status"] | null {
  if (asked.length === 0 || asked.includes(word) || (word === "overdue" && asked.includes("open"))) return [word];
  const open = asked.filter(isOpenState);
  return word === "open" && open.length > 0 ? open : null;
}

function places(scope: Filter, zone: number | undefined): Filter["geo"] | null {
  if (zone === undefined) return scope.geo;
  const clause = { op: "inside", areas: [{ zone }] } as const;
  if (scope.geo.some((other) => formatGeo(other) === formatGeo(clause))) return scope.geo;
  return scope.geo.length < mostClauses ? [...scope.geo, clause] : null;
}

/** The scope and the part together as one filter; null = no filter says it. A null in the part is what has none (no unit, no site): no filter asks for that. */
export function both(scope: Filter, part: Part): Filter | null {
  if (part.unit === null || part.siteType === null || part.zone === null) return null;
  if (part.repeat && scope.repeat) return null;
  const unit = one(scope.unit, part.unit);
  const siteType = one(scope.siteType, part.siteType);
  const geo = places(scope, part.zone);
  const status = part.status ? statusBoth(scope.status, part.status) : scope.status;
  if (!unit || !siteType || !geo || !status) return null;
  return {
    ...scope,
    unit,
    siteType,
    geo,
    category: narrowed(scope.category, part.category),
    status,
    found: part.found ?? scope.found,
    closed: part.closed ?? scope.closed,
    repeat: part.repeat ?? scope.repeat,
  };
}

/** Named one by one, as of the scope's moment. */
export function byIds(scope: Pick<Filter, "at">, ids: readonly number[]): BriefFigure {
  const named = ids.length > 0 && ids.length <= mostIdsNamed;
  return { value: ids.length, query: named ? queryText({ ...emptyFilter, problem: [...ids].sort((a, b) => a - b), at: scope.at }) : null };
}

/** By a filter where there is one, else one by one. */
export function figure(scope: Filter, part: Part, ids: readonly number[]): BriefFigure {
  const filter = both(scope, part);
  return filter ? { value: ids.length, query: queryText(filter) } : byIds(scope, ids);
}

/** Of a count whose rows are not at hand: without a filter it has no link. */
export function counted(scope: Filter, part: Part, value: number): BriefFigure {
  const filter = both(scope, part);
  return { value, query: filter && queryText(filter) };
}
