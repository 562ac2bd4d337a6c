/**
 * The filter's third reading: over the problems layer's columns, one byte a row, no request.
 * It says the same as the server's SQL for every part that columns can decide; needsServer names the rest.
 */
import type { Column } from "../../server/contract/columns.ts";
import type { Filter, Found } from "../../server/contract/filter.ts";
import type { Area, GeoClause } from "../../server/contract/geo.ts";
import type { Category, District, ProblemsLayer } from "../../server/contract/types.ts";
import { clockStates, endStates } from "../../server/contract/vocabulary.ts";
import { dayEnd, dayStart, hourReader } from "./calendar.ts";
import { keepBetween, keepLit, keepNamed, keepWhere, litCount, named } from "./passes.ts";
import { ringTest } from "./ring.ts";

/** What a column test needs to know beside the columns. */
export interface Context {
  /** The district's time in unix seconds. */
  readonly clock: number;
  readonly timeZone: string;
  readonly categories: readonly Category[];
  readonly zones: District["zones"];
}

/** Leaves a 1 only where one part of the filter holds. */
type Keep = (mask: Uint8Array) => void;

const table = (words: readonly string[], passes: (word: string) => boolean) => Uint8Array.from(words, (word) => (passes(word) ? 1 : 0));
const isOneOf =
  (words: readonly string[]) =>
  (word: string): boolean =>
    words.includes(word);
const isEnd = isOneOf(endStates);

/** Rows whose word, named by its place in a list, passes. */
const byWord =
  (column: Column, words: readonly string[], passes: (word: string) => boolean): Keep =>
  (mask) =>
    keepNamed(mask, column, table(words, passes));

function byStatus({ status }: Filter, layer: ProblemsLayer, clock: number): Keep {
  const byState = table(layer.states, (state) => isOneOf(status)(state) || (status.includes("open") && !isEnd(state)));
  const overdue = status.includes("overdue");
  const nearly = status.includes("nearly_due");
  if (!overdue && !nearly) return (mask) => keepNamed(mask, layer.state, byState);
  const runs = table(layer.states, isOneOf(clockStates));
  const { state, due, nearlyDue } = layer;
  return (mask) => {
    for (let row = 0; row < mask.length; row++) {
      const own = state[row] as number;
      if (byState[own] === 1) continue;
      const end = runs[own] === 1 ? (due[row] as number) : 0;
      const from = end !== 0 && end >= clock ? (nearlyDue[row] as number) : 0;
      if (!(end !== 0 && end < clock ? overdue : nearly && from !== 0 && from <= clock)) mask[row] = 0;
    }
  };
}

function byCategory(filter: Filter, layer: ProblemsLayer, categories: readonly Category[]): Keep {
  const known = new Map(categories.map((category) => [category.code, category]));
  const codes = new Set(filter.category);
  const wanted = new Set<string>(filter.campaign);
  return byWord(layer.category, layer.categories, (code) => {
    const category = known.get(code);
    const asked = codes.size === 0 || codes.has(code) || codes.has(category?.major ?? "");
    return asked && (wanted.size === 0 || wanted.has(category?.campaign ?? ""));
  });
}

/** The span of unix seconds a found= or closed= asks for, both ends included: the last n days end now, a date ends with its last second. */
export function foundSpan(found: Found, clock: number, timeZone: string): readonly [from: number, to: number] {
  if ("days" in found) return [clock - found.days * 86_400, clock];
  return [
    found.from ? dayStart(found.from, timeZone) : Number.NEGATIVE_INFINITY,
    found.to ? dayEnd(found.to, timeZone) - 1 : Number.POSITIVE_INFINITY,
  ];
}

const bySpan =
  (found: Found, column: Column, { clock, timeZone }: Context): Keep =>
  (mask) =>
    keepBetween(mask, column, ...foundSpan(found, clock, timeZone));

/** Found before the days end, and not ended before they begin. */
function byDays({ from, to }: NonNullable<Filter["during"]>, layer: ProblemsLayer, { timeZone }: Context): Keep {
  const begins = from ? dayStart(from, timeZone) : Number.NEGATIVE_INFINITY;
  const ends = to ? dayEnd(to, timeZone) : Number.POSITIVE_INFINITY;
  const open = table(layer.states, (state) => !isEnd(state));
  const { found, state, closed } = layer;
  return (mask) => {
    for (let row = 0; row < mask.length; row++)
      if (!((found[row] as number) < ends && (open[state[row] as number] === 1 || (closed[row] as number) >= begins))) mask[row] = 0;
  };
}

function byHour(hours: Filter["hour"], { found }: ProblemsLayer, { timeZone }: Context): Keep {
  const asked = Uint8Array.from({ length: 24 }, (_, hour) => Number(hours.includes(hour)));
  const hourOf = hourReader(timeZone);
  return (mask) => keepWhere(mask, (row) => asked[hourOf(found[row] as number)] === 1);
}

/** Zones and all below them: the columns hold only the smallest. */
function zonesBelow(ids: readonly number[], zones: District["zones"]): number[] {
  const below = new Set(ids);
  for (let size = 0; size !== below.size; ) {
    size = below.size;
    for (const zone of zones) if (zone.parent !== null && below.has(zone.parent)) below.add(zone.id);
  }
  return [...below];
}

const micro = (degrees: number) => Math.round(degrees * 1e6);

/** Rows in one area, of those that are lit. */
function rowsIn(area: Area, lit: Uint8Array, layer: ProblemsLayer, { zones }: Context): Uint8Array {
  const rows = lit.slice();
  const { lon, lat } = layer;
  if ("zone" in area) keepNamed(rows, layer.zone3, named(zonesBelow([area.zone], zones)));
  else if ("view" in area) {
    const [west, south, east, north] = area.view.map(micro) as [number, number, number, number];
    keepBetween(rows, lon, west, east);
    keepBetween(rows, lat, south, north);
  } else if ("draw" in area) {
    const inside = ringTest(area.draw.points.map(([x, y]) => [micro(x), micro(y)] as const));
    keepWhere(rows, (row) => inside(lon[row] as number, lat[row] as number));
  }
  return rows;
}

function byAreas({ op, areas }: AreaClause, layer: ProblemsLayer, context: Context): Keep {
  return (mask) => {
    const all = areas.map((area) => rowsIn(area, mask, layer, context));
    const [any = new Uint8Array(mask.length), ...more] = all;
    for (const rows of more) for (let row = 0; row < any.length; row++) any[row] = (any[row] as number) | (rows[row] as number);
    keepLit(mask, any, op === "inside");
  };
}
type AreaClause = Extract<GeoClause, { areas: unknown }>;

/** Whether each row lies in a grid cell; looked up once for each column. */
const gridded = new WeakMap<Column, boolean>();
function everyRowHasGrid({ zone3 }: ProblemsLayer): boolean {
  const known = gridded.get(zone3);
  if (known !== undefined) return known;
  const every = !zone3.includes(0);
  gridded.set(zone3, every);
  return every;
}

/** Columns hold the grid cell of a row: they tell of a zone that is in force, and of one above grid cells only when each row lies in one. */
function isTold(area: Area, layer: ProblemsLayer, zones: District["zones"]): boolean {
  if ("shape" in area) return false;
  if (!("zone" in area)) return true;
  const level = zones.find((zone) => zone.id === area.zone)?.level;
  return level !== undefined && level > 0 && (level === 3 || everyRowHasGrid(layer));
}

/** The parts of the filter that columns decide; the dearest come last, when few rows are left. */
function partsOf(filter: Filter, layer: ProblemsLayer, context: Context): Keep[] {
  const all: Keep[] = [];
  if (filter.status.length) all.push(byStatus(filter, layer, context.clock));
  if (filter.category.length || filter.campaign.length) all.push(byCategory(filter, layer, context.categories));
  if (filter.unit.length) all.push((mask) => keepNamed(mask, layer.unit, named(filter.unit)));
  if (filter.source.length) all.push(byWord(layer.source, layer.sources, isOneOf(filter.source)));
  if (filter.found) all.push(bySpan(filter.found, layer.found, context));
  if (filter.closed) {
    all.push(
      byWord(layer.state, layer.states, (state) => state === "closed"),
      bySpan(filter.closed, layer.closed, context),
    );
  }
  if (filter.during) all.push(byDays(filter.during, layer, context));
  if (filter.siteType.length) all.push(byWord(layer.siteType, layer.siteTypes, isOneOf(filter.siteType)));
  if (filter.problem.length) all.push((mask) => keepNamed(mask, layer.id, named(filter.problem)));
  if (filter.hour.length) all.push(byHour(filter.hour, layer, context));
  for (const clause of filter.geo) {
    // What columns cannot tell is left to the ids that the server names.
    if ("areas" in clause && clause.areas.every((area) => isTold(area, layer, context.zones))) all.push(byAreas(clause, layer, context));
  }
  return all;
}

/** One byte a row: 1 = the row passes every part that columns can decide. Of another time the columns know nothing. */
export function localMask(filter: Filter, layer: ProblemsLayer, context: Context): Uint8Array {
  const mask = new Uint8Array(layer.count).fill(1);
  if (filter.at === null) for (const keep of partsOf(filter, layer, context)) keep(mask);
  return mask;
}

/** To before the columns begin; a day is taken as a day more, wherever its midnight lies. */
const reachesBack = (closed: Found, { since }: ProblemsLayer) =>
  "days" in closed ? closed.days > 90 : Date.parse(closed.from ?? "0001-01-01") < Date.parse(since) + 86_400_000;

/** Unix seconds: of what was found after it the columns hold every row, of what was found before it they may hold none. */
const begun = new WeakMap<ProblemsLayer, number>();
export function wholeSince(layer: ProblemsLayer): number {
  if (layer.count >= layer.working) return Number.NEGATIVE_INFINITY;
  const known = begun.get(layer);
  if (known !== undefined) return known;
  let oldest = Number.POSITIVE_INFINITY;
  for (let row = 0; row < layer.count; row++) oldest = Math.min(oldest, layer.found[row] as number);
  begun.set(layer, oldest);
  return oldest;
}
/** A patched layer holds what the one before it held, from the same moment on. */
export function holdsAsBefore(layer: ProblemsLayer, before: ProblemsLayer): ProblemsLayer {
  if (layer.count < layer.working) begun.set(layer, wholeSince(before));
  return layer;
}

/** How many of the ids are in the columns. */
function rowsOf(ids: readonly number[], layer: ProblemsLayer): number {
  const rows = new Uint8Array(layer.count).fill(1);
  keepNamed(rows, layer.id, named(ids));
  return litCount(rows);
}

/** True when the question may mean rows that did not travel: the working set is too large, and the question goes further back than its part here. */
function reachesBeyond({ found, problem }: Filter, layer: ProblemsLayer): boolean {
  if (layer.count >= layer.working) return false;
  if (problem.length > 0 && rowsOf(problem, layer) === problem.length) return false;
  if (found === null) return true;
  // The page's clock goes on: by the layer's own it reaches further back. A day is taken as a day more, as above.
  const from =
    "days" in found ? Date.parse(layer.clock) / 1000 - found.days * 86_400 : Date.parse(found.from ?? "0001-01-01") / 1000 - 86_400;
  return !(from > wholeSince(layer));
}

/**
 * True when some part cannot be told from the columns: words, a person, another time, repeats, what was closed before the columns begin,
 * distances, named shapes, the district's outline, a zone above grid cells while some row lies in none (it may still lie in the zone), or
 * rows that did not travel.
 */
export function needsServer(filter: Filter, layer: ProblemsLayer, zones: District["zones"]): boolean {
  if (filter.q !== null || filter.at !== null || filter.person.length > 0 || filter.repeat !== null) return true;
  if (filter.closed && reachesBack(filter.closed, layer)) return true;
  if (filter.geo.some((clause) => "of" in clause)) return true;
  const asked = filter.geo.flatMap((clause) => ("areas" in clause ? clause.areas : []));
  return asked.some((area) => !isTold(area, layer, zones)) || reachesBeyond(filter, layer);
}

/** Keeps only the rows whose id the server named. Ids ascend in its answer, but nothing here depends on it. */
export function keepIds(mask: Uint8Array, layer: ProblemsLayer, ids: readonly number[]): Uint8Array {
  const kept = mask.slice();
  keepNamed(kept, layer.id, named(ids));
  return kept;
}

/** True when the columns hold every problem the filter can mean: it asks for open ones only, by parts that columns decide. */
export function holdsAll(filter: Filter, layer: ProblemsLayer, zones: District["zones"]): boolean {
  const open = filter.status.length > 0 && filter.status.every((word) => !isEnd(word));
  return open && !needsServer(filter, layer, zones);
}
