/** The filter evaluated over objects in memory: slow, plain, and written without a look at the SQL. */
import fc from "fast-check";
import type { Filter } from "../../../server/contract/filter.ts";
import type { Distance, GeoClause } from "../../../server/contract/geo.ts";
import { statusOf } from "../../../server/contract/status.ts";
import { between, inRing, isWithin } from "../questions/oracle.ts";
import { personAt } from "../questions/peopled.ts";
import {
  categories,
  clock,
  type Geometry,
  type Point,
  type Town,
  type TownEvent,
  type TownProblem,
  type TownShape,
  timeZone,
} from "../questions/town.ts";

type Place = Extract<GeoClause, { of: unknown }>["of"][number] | Extract<GeoClause, { areas: unknown }>["areas"][number];
type Shape = Extract<Place, { draw: unknown }>["draw"];
type Around = Pick<Distance, "distance_m" | "of">;

/** One geometry for each drawing and zone: what is known of it is kept by it. */
const made = new WeakMap<object, Geometry>();
function once(of: object, make: () => Geometry): Geometry {
  const there = made.get(of) ?? make();
  made.set(of, there);
  return there;
}

const drawn = (shape: Shape): Geometry => once(shape, () => geometryOf(shape));
function geometryOf({ kind, points }: Shape): Geometry {
  const [first] = points as [Point];
  return kind === "point" ? { kind, at: first } : kind === "line" ? { kind, points } : { kind, ring: [...points, first] };
}

function geometries(town: Town, place: Place): Geometry[] {
  if ("type" in place) return town.sites.filter((s) => s.type === place.type).map((s) => s.geometry);
  if ("site" in place) return town.sites.filter((s) => s.id === place.site).map((s) => s.geometry);
  if ("zone" in place) return town.zones.filter((z) => z.id === place.zone).map((z) => once(z, () => ({ kind: "area", ring: z.ring })));
  if ("shape" in place) {
    const what = named(town, place.shape);
    return "draw" in what ? [drawn(what.draw)] : [];
  }
  return "draw" in place ? [drawn(place.draw)] : [];
}

const named = (town: Town, id: number): TownShape["what"] => ((town.shapes ?? []).find((one) => one.id === id) as TownShape).what;

/** A problem at the very limit is for tests that put one there: a property passes its filter over. */
function isNear(town: Town, p: TownProblem, { of, distance_m }: Around): boolean {
  const each = of.flatMap((place) => geometries(town, place).map((g) => isWithin(p.at, g, distance_m)));
  fc.pre(each.includes(true) || !each.includes(null));
  return each.includes(true);
}

/** Within a hand's breadth of an edge: where a drawing crosses itself its edges are cut at whole ten-millionths of a degree. */
function isOnBorder([x, y]: Point, ring: readonly Point[]): boolean {
  return ring.slice(1).some(([bx, by], i) => {
    const [ax, ay] = ring[i] as Point;
    const [dx, dy] = [bx - ax, by - ay];
    const along = Math.min(1, Math.max(0, ((x - ax) * dx + (y - ay) * dy) / (dx * dx + dy * dy || 1)));
    return Math.hypot(x - ax - along * dx, y - ay - along * dy) < 3e-7;
  });
}

function isIn(town: Town, p: TownProblem, place: Place): boolean {
  if ("zone" in place) {
    const zone = town.zones.find((z) => z.id === place.zone) as Town["zones"][number];
    return zone.level === 0 ? inRing(p.at, zone.ring) : p.zones.includes(place.zone);
  }
  if ("view" in place) {
    const [w, s, e, n] = place.view;
    return p.at[0] >= w && p.at[0] <= e && p.at[1] >= s && p.at[1] <= n;
  }
  const what = "shape" in place ? named(town, place.shape) : place;
  if ("around" in what) return isNear(town, p, what.around);
  const [shape] = geometries(town, place);
  if (shape?.kind !== "area") return false;
  fc.pre(!isOnBorder(p.at, shape.ring));
  return inRing(p.at, shape.ring);
}

function holds(town: Town, p: TownProblem, clause: GeoClause): boolean {
  if ("areas" in clause) return clause.areas.some((area) => isIn(town, p, area)) === (clause.op === "inside");
  return isNear(town, p, clause) === (clause.op === "within");
}

const days = new Intl.DateTimeFormat("sv-SE", { timeZone });
const dayOf = (at: number): string => days.format(at);

function isFound(found: NonNullable<Filter["found"]>, at: number, now: number): boolean {
  if ("days" in found) return at >= now - found.days * 86_400_000 && at <= now;
  const day = dayOf(at);
  return (found.from === null || day >= found.from) && (found.to === null || day <= found.to);
}

const hours = new Intl.DateTimeFormat("en-GB", { timeZone, hour: "2-digit", hourCycle: "h23" });
const hourOf = (at: number): number => Number(hours.format(at));

/** The last thing that had happened to a problem by then. */
const lastBy = (p: TownProblem, filter: Filter, now: number): number => p.events.findLastIndex((e) => !filter.at || e.at <= now);

/** Open at some time of the days: each day's text against theirs. */
function isDuring({ from, to }: NonNullable<Filter["during"]>, found: number, { state, closed }: TownEvent): boolean {
  const ended = state === "closed" || state === "rejected";
  return (to === null || dayOf(found) <= to) && (from === null || !ended || (closed !== null && dayOf(closed) >= from));
}

/** Some problem of its category, closed by then, lies so near, and was closed so little before this one was found. */
function isRepeat(town: Town, p: TownProblem, filter: Filter, now: number): boolean {
  const { within_m, days } = filter.repeat as NonNullable<Filter["repeat"]>;
  return town.problems.some((o) => {
    if (o.category !== p.category) return false;
    const event = o.events[lastBy(o, filter, now)];
    if (event?.state !== "closed" || event.closed === null) return false;
    const since = p.found - event.closed;
    return since > 0 && since <= days * 86_400_000 && between(o.at, p.at) <= within_m;
  });
}

function hasStatus(words: Filter["status"], event: TownEvent, now: number): boolean {
  const look = statusOf(event.state, event.nearlyDue, event.deadline, now);
  const open = event.state !== "closed" && event.state !== "rejected";
  return words.some((word) => word === event.state || word === look.replace(/^(?!overdue|nearly_due).*/, "-") || (word === "open" && open));
}

/** What somebody may see: a problem, and the unit that has it at the moment asked about. */
export type Sees = (p: TownProblem, unit: number | null) => boolean;

/** The problems a filter means to somebody, in the town's order: ascending by id. */
export function evaluate(town: Town, filter: Filter, sees: Sees = () => true): TownProblem[] {
  const now = filter.at ? Date.parse(filter.at) : clock;
  const any = <T>(list: readonly T[], value: T | null) => list.length === 0 || (value !== null && list.includes(value));
  return town.problems.filter((p) => {
    const then = lastBy(p, filter, now);
    const event = p.events[then];
    if (!event || !sees(p, event.unit)) return false;
    const category = categories.find((c) => c.code === p.category) as (typeof categories)[number];
    return (
      (filter.status.length === 0 || hasStatus(filter.status, event, now)) &&
      (filter.category.length === 0 || filter.category.some((code) => code === category.code || code === category.major)) &&
      any(filter.unit, event.unit) &&
      any(filter.person, personAt(p, then)) &&
      any(filter.source, p.source) &&
      any(filter.campaign, category.campaign) &&
      any(filter.siteType, town.sites.find((s) => s.id === p.site)?.type ?? null) &&
      any(filter.hour, hourOf(p.found)) &&
      any(filter.problem, p.id) &&
      (!filter.during || isDuring(filter.during, p.found, event)) &&
      (!filter.found || isFound(filter.found, p.found, now)) &&
      (!filter.closed || (event.state === "closed" && event.closed !== null && isFound(filter.closed, event.closed, now))) &&
      (filter.q ?? "")
        .toLowerCase()
        .split(" ")
        .every((word) => p.search.includes(word)) &&
      filter.geo.every((clause) => holds(town, p, clause)) &&
      (!filter.repeat || isRepeat(town, p, filter, now))
    );
  });
}
