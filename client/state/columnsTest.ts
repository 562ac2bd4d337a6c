/**
 * The filter's third reading: over the problems layer's columns, one byte a row, no request.
 * It says the same as the server's SQL for every part that columns can decide; needsServer names the rest.
 */
import type { Filter, Found } from "../../server/contract/filter.ts";
import type { Area } from "../../server/contract/geo.ts";
import type { Category, District, ProblemsLayer } from "../../server/contract/types.ts";
import { clockStates, endStates, type ProblemState } from "../../server/contract/vocabulary.ts";
import { dayEnd, dayStart, hourReader } from "./calendar.ts";

/** What a column test needs to know beside the columns. */
export interface Context {
  /** The district's time in unix seconds. */
  readonly clock: number;
  readonly timeZone: string;
  readonly categories: readonly Category[];
  readonly zones: District["zones"];
}

/** Typed arrays of one revision, made once. */
interface Columns {
  readonly count: number;
  readonly state: Uint8Array;
  readonly category: Uint16Array;
  readonly source: Uint8Array;
  readonly unit: Float64Array;
  readonly zone3: Float64Array;
  readonly lon: Int32Array;
  readonly lat: Int32Array;
  readonly found: Float64Array;
  readonly due: Float64Array;
  readonly nearlyDue: Float64Array;
  readonly closed: Float64Array;
  readonly siteType: Uint16Array;
  readonly everyRowHasGrid: boolean;
}
const made = new WeakMap<ProblemsLayer, Columns>();

function columnsOf(layer: ProblemsLayer): Columns {
  const known = made.get(layer);
  if (known) return known;
  const columns: Columns = {
    count: layer.count,
    state: Uint8Array.from(layer.state),
    category: Uint16Array.from(layer.category),
    source: Uint8Array.from(layer.source),
    unit: Float64Array.from(layer.unit),
    zone3: Float64Array.from(layer.zone3),
    lon: Int32Array.from(layer.lon),
    lat: Int32Array.from(layer.lat),
    found: Float64Array.from(layer.found),
    due: Float64Array.from(layer.due),
    nearlyDue: Float64Array.from(layer.nearlyDue),
    closed: Float64Array.from(layer.closed),
    siteType: Uint16Array.from(layer.siteType),
    everyRowHasGrid: !layer.zone3.includes(0),
  };
  made.set(layer, columns);
  return columns;
}

/** A row's test; the strongest reading is a table look-up, made before the loop. */
type Test = (row: number) => boolean;

const table = (words: readonly string[], passes: (word: string) => boolean) => Uint8Array.from(words, (word) => (passes(word) ? 1 : 0));

function statusTest(filter: Filter, layer: ProblemsLayer, c: Columns, clock: number): Test {
  const asked = new Set<string>(filter.status);
  const byState = table(
    layer.states,
    (state) => asked.has(state) || (asked.has("open") && !endStates.some((end) => end === (state as ProblemState))),
  );
  const runs = table(layer.states, (state) => clockStates.some((s) => s === state));
  const overdue = asked.has("overdue");
  const nearly = asked.has("nearly_due");
  return (row) => {
    const state = c.state[row] as number;
    if (byState[state]) return true;
    if (!runs[state] || !(overdue || nearly)) return false;
    const due = c.due[row] as number;
    if (due === 0) return false;
    if (due < clock) return overdue;
    const from = c.nearlyDue[row] as number;
    return nearly && from !== 0 && from <= clock;
  };
}

function categoryTest(filter: Filter, layer: ProblemsLayer, c: Columns, categories: readonly Category[]): Test {
  const known = new Map(categories.map((category) => [category.code, category]));
  const codes = new Set(filter.category);
  const wanted = new Set<string>(filter.campaign);
  const passes = table(layer.categories, (code) => {
    const category = known.get(code);
    const named = codes.size === 0 || codes.has(code) || codes.has(category?.major ?? "");
    return named && (wanted.size === 0 || wanted.has(category?.campaign ?? ""));
  });
  return (row) => passes[c.category[row] as number] === 1;
}

/** The span of unix seconds a found= or closed= asks for, both ends included: the last n days end now, a date ends with its last second. */
function foundSpan(found: Found, clock: number, timeZone: string): readonly [from: number, to: number] {
  if ("days" in found) return [clock - found.days * 86_400, clock];
  return [
    found.from ? dayStart(found.from, timeZone) : Number.NEGATIVE_INFINITY,
    found.to ? dayEnd(found.to, timeZone) - 1 : Number.POSITIVE_INFINITY,
  ];
}

function foundTest(found: Found, column: Float64Array, context: Context): Test {
  const [from, to] = foundSpan(found, context.clock, context.timeZone);
  return (row) => (column[row] as number) >= from && (column[row] as number) <= to;
}

/** Found before the days end, and not ended before they begin. */
function duringTest({ from, to }: NonNullable<Filter["during"]>, layer: ProblemsLayer, c: Columns, { timeZone }: Context): Test {
  const begins = from ? dayStart(from, timeZone) : Number.NEGATIVE_INFINITY;
  const ends = to ? dayEnd(to, timeZone) : Number.POSITIVE_INFINITY;
  const open = table(layer.states, (state) => !endStates.some((end) => end === state));
  return (row) => (c.found[row] as number) < ends && (open[c.state[row] as number] === 1 || (c.closed[row] as number) >= begins);
}

function hourTest(hours: Filter["hour"], c: Columns, { timeZone }: Context): Test {
  const asked = new Set(hours);
  const hourOf = hourReader(timeZone);
  return (row) => asked.has(hourOf(c.found[row] as number));
}

/** Even-odd rule on whole microdegrees; a point on an edge counts as inside, as ST_Intersects has it. */
export function inRing(x: number, y: number, ring: readonly (readonly [number, number])[]): boolean {
  let inside = false;
  for (let i = 0, j = ring.length - 1; i < ring.length; j = i++) {
    const [ax, ay] = ring[i] as readonly [number, number];
    const [bx, by] = ring[j] as readonly [number, number];
    const side = (bx - ax) * (y - ay) - (by - ay) * (x - ax);
    if (side === 0 && x >= Math.min(ax, bx) && x <= Math.max(ax, bx) && y >= Math.min(ay, by) && y <= Math.max(ay, by)) return true;
    if (ay > y !== by > y && x < ((bx - ax) * (y - ay)) / (by - ay) + ax) inside = !inside;
  }
  return inside;
}

/**
 * inRing, for many points: the ring's edges lie in bands by height, and a point asks those of its own band only.
 * An edge of another band neither holds the point nor is crossed by the line eastward from it.
 */
export function ringTest(ring: readonly (readonly [number, number])[]): (x: number, y: number) => boolean {
  const [xs, ys] = [ring.map((p) => p[0]), ring.map((p) => p[1])];
  const [west, east, south, north] = [Math.min(...xs), Math.max(...xs), Math.min(...ys), Math.max(...ys)];
  const bands: number[][] = Array.from({ length: Math.max(1, Math.min(1024, ring.length)) }, () => []);
  const height = (north - south + 1) / bands.length;
  const bandOf = (y: number) => Math.floor((y - south) / height);
  for (const [i, [bx, by]] of ring.entries()) {
    // As inRing has it, from the vertex before.
    const [ax, ay] = ring[(i + ring.length - 1) % ring.length] as readonly [number, number];
    for (let band = bandOf(Math.min(ay, by)); band <= bandOf(Math.max(ay, by)); band++) bands[band]?.push(bx, by, ax, ay);
  }
  const edges = bands.map((band) => Float64Array.from(band));
  return (x, y) => x >= west && x <= east && y >= south && y <= north && crossedOdd(x, y, edges[bandOf(y)] as Float64Array);
}

/** Of edges as ax, ay, bx, by: inRing's rule, word for word. */
function crossedOdd(x: number, y: number, edges: Float64Array): boolean {
  let inside = false;
  for (let i = 0; i < edges.length; i += 4) {
    const ax = edges[i] as number;
    const ay = edges[i + 1] as number;
    const bx = edges[i + 2] as number;
    const by = edges[i + 3] as number;
    const side = (bx - ax) * (y - ay) - (by - ay) * (x - ax);
    if (side === 0 && x >= Math.min(ax, bx) && x <= Math.max(ax, bx) && y >= Math.min(ay, by) && y <= Math.max(ay, by)) return true;
    if (ay > y !== by > y && x < ((bx - ax) * (y - ay)) / (by - ay) + ax) inside = !inside;
  }
  return inside;
}

/** A zone and all below it: the columns hold only the smallest. */
function zonesBelow(id: number, zones: District["zones"]): Set<number> {
  const below = new Set([id]);
  for (let size = 0; size !== below.size; ) {
    size = below.size;
    for (const zone of zones) if (zone.parent !== null && below.has(zone.parent)) below.add(zone.id);
  }
  return below;
}

const micro = (degrees: number) => Math.round(degrees * 1e6);

function areaTest(area: Area, c: Columns, context: Context): Test {
  if ("zone" in area) {
    const zones = zonesBelow(area.zone, context.zones);
    return (row) => zones.has(c.zone3[row] as number);
  }
  if ("view" in area) {
    const [w, s, e, n] = area.view.map(micro) as [number, number, number, number];
    return (row) => {
      const x = c.lon[row] as number;
      const y = c.lat[row] as number;
      return x >= w && x <= e && y >= s && y <= n;
    };
  }
  if ("shape" in area) return () => true;
  const inside = ringTest(area.draw.points.map(([lon, lat]) => [micro(lon), micro(lat)] as const));
  return (row) => inside(c.lon[row] as number, c.lat[row] as number);
}

/** Columns hold the grid cell of a row: they tell of a zone that is in force, and of one above grid cells only when each row lies in one. */
function isTold(area: Area, { everyRowHasGrid }: Columns, zones: District["zones"]): boolean {
  if ("shape" in area) return false;
  if (!("zone" in area)) return true;
  const level = zones.find((zone) => zone.id === area.zone)?.level;
  return level !== undefined && level > 0 && (level === 3 || everyRowHasGrid);
}

function tests(filter: Filter, layer: ProblemsLayer, context: Context): Test[] {
  const c = columnsOf(layer);
  const all: Test[] = [];
  if (filter.status.length) all.push(statusTest(filter, layer, c, context.clock));
  if (filter.category.length || filter.campaign.length) all.push(categoryTest(filter, layer, c, context.categories));
  if (filter.unit.length) {
    const units = new Set(filter.unit);
    all.push((row) => units.has(c.unit[row] as number));
  }
  if (filter.source.length) {
    const passes = table(layer.sources, (source) => filter.source.some((asked) => asked === source));
    all.push((row) => passes[c.source[row] as number] === 1);
  }
  if (filter.found) all.push(foundTest(filter.found, c.found, context));
  if (filter.closed) {
    const closed = layer.states.indexOf("closed");
    all.push((row) => c.state[row] === closed, foundTest(filter.closed, c.closed, context));
  }
  if (filter.during) all.push(duringTest(filter.during, layer, c, context));
  if (filter.hour.length) all.push(hourTest(filter.hour, c, context));
  if (filter.siteType.length) {
    const passes = table(layer.siteTypes, (type) => filter.siteType.some((asked) => asked === type));
    all.push((row) => passes[c.siteType[row] as number] === 1);
  }
  if (filter.problem.length) {
    const ids = new Set(filter.problem);
    all.push((row) => ids.has(layer.id[row] as number));
  }
  for (const clause of filter.geo) {
    // What columns cannot tell is left to the ids that the server names.
    if (!("areas" in clause) || clause.areas.some((area) => !isTold(area, c, context.zones))) continue;
    const areas = clause.areas.map((area) => areaTest(area, c, context));
    const inside = clause.op === "inside";
    const [only, more] = areas;
    // The usual one, without a call more for each of three hundred thousand rows.
    const any: Test = only && !more ? only : (row) => areas.some((test) => test(row));
    all.push((row) => any(row) === inside);
  }
  return all;
}

/** One byte a row: 1 = the row passes every part that columns can decide. Of another time the columns know nothing. */
export function localMask(filter: Filter, layer: ProblemsLayer, context: Context): Uint8Array {
  const mask = new Uint8Array(layer.count).fill(1);
  if (filter.at !== null) return mask;
  for (const test of tests(filter, layer, context)) {
    for (let row = 0; row < mask.length; row++) if (mask[row] === 1 && !test(row)) mask[row] = 0;
  }
  return mask;
}

/** To before the columns begin; a day is taken as a day more, wherever its midnight lies. */
const reachesBack = (closed: Found, { since }: ProblemsLayer) =>
  "days" in closed ? closed.days > 90 : Date.parse(closed.from ?? "0001-01-01") < Date.parse(since) + 86_400_000;

/**
 * True when some part cannot be told from the columns: words, a person, another time, repeats, what was closed before the columns begin,
 * distances, named shapes, the district's outline, or a zone above grid cells while some row lies in none (it may still lie in the zone).
 */
export function needsServer(filter: Filter, layer: ProblemsLayer, zones: District["zones"]): boolean {
  if (filter.q !== null || filter.at !== null || filter.person.length > 0 || filter.repeat !== null) return true;
  if (filter.closed && reachesBack(filter.closed, layer)) return true;
  if (filter.geo.some((clause) => "of" in clause)) return true;
  const asked = filter.geo.flatMap((clause) => ("areas" in clause ? clause.areas : []));
  return asked.some((area) => !isTold(area, columnsOf(layer), zones));
}

/** Keeps only the rows whose id the server named. Ids ascend in its answer, but nothing here depends on it. */
export function keepIds(mask: Uint8Array, layer: ProblemsLayer, ids: readonly number[]): Uint8Array {
  const named = new Set(ids);
  return mask.map((bit, row) => (bit === 1 && named.has(layer.id[row] as number) ? 1 : 0));
}

/** True when the columns hold every problem the filter can mean: it asks for open ones only, by parts that columns decide. */
export function holdsAll(filter: Filter, layer: ProblemsLayer, zones: District["zones"]): boolean {
  const open = filter.status.length > 0 && filter.status.every((word) => !endStates.some((end) => end === word));
  return open && !needsServer(filter, layer, zones);
}
