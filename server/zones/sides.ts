/** The two sides that a difference is between: which zones there are, and which of them hold what. */
import { today } from "../ask/day.ts";
import type { Position } from "../contract/draw.ts";
import { zoneAbove } from "../contract/partition/belong.ts";
import { finderOf } from "../contract/partition/find.ts";
import type { Partition, PlanZone } from "../contract/partition/partition.ts";
import { type Polygon, zoneShapes } from "../contract/partition/shapes.ts";
import type { ZoneLevel } from "../contract/vocabulary.ts";
import type { Queryable } from "../db/db.ts";
import { type Sql, sql } from "../db/sql.ts";
import { heldOn, zonesOn } from "./inForce.ts";
import { type Chain, noChain, type ProblemThing, placeOf, type SiteThing, sitePlace } from "./things.ts";

/** A zone on one of the sides. */
export interface SideZone {
  readonly id: number;
  readonly level: ZoneLevel;
  readonly code: string;
  readonly name: string;
  readonly parent: number | null;
  readonly person: string | null;
  readonly area_m2: number;
  readonly polygons: readonly Polygon[];
}
export interface Side {
  readonly zones: ReadonlyMap<number, SideZone>;
  /** Zones of a site, of a problem. */
  site(thing: SiteThing): Chain;
  problem(thing: ProblemThing): Chain;
}

const levels = [1, 2, 3] as const;

/** New zones come after those that there are, in the order in which they were made: so they will get their numbers. */
const rank = (id: number): number => (id > 0 ? id : Number.MAX_SAFE_INTEGER / 2 - id);
const lowest = (ids: readonly number[]): number | null => ids.toSorted((a, b) => rank(a) - rank(b))[0] ?? null;

/** What a plan says of a place; on a border the zone with the lowest number, as it will be in force: not the lowest face, which is another after a cut. */
export function chainAt(partition: Partition): (at: Position) => Chain {
  const finder = finderOf(partition);
  return ([x, y]) => {
    const owners = finder.facesIn({ box: [x, y, x, y] }).map((face) => partition.faces.get(face) ?? null);
    return levels.map((level) => lowest(owners.flatMap((owner) => zoneAbove(partition.zones, owner, level) ?? []))) as unknown as Chain;
  };
}

/** A zone without ground will not be in force: it is none of the side's. */
export function planSide(partition: Partition): Side {
  const shapes = levels.flatMap((level) => [...zoneShapes(partition, level).values()]);
  const zones = shapes.map(({ zone, area_m2, polygons }): SideZone => {
    const { id, level, code, name, parent, person } = partition.zones.get(zone) as PlanZone;
    return { id, level, code, name, parent, person, area_m2, polygons };
  });
  const at = chainAt(partition);
  return {
    zones: new Map(zones.map((zone) => [zone.id, zone])),
    site: (thing) => at(placeOf(thing)),
    problem: (thing) => at(placeOf(thing)),
  };
}

interface Located {
  readonly id: number;
  readonly chain: Chain;
}
const located = (rows: readonly Located[]): ((thing: { readonly id: number }) => Chain) => {
  const chains = new Map(rows.map(({ id, chain }) => [id, chain]));
  return ({ id }) => chains.get(id) ?? noChain;
};

/** Zones that held `m.at` on a day; on a border the lowest number, as the database's `zone_at` has it. */
const chainOn = (day: Sql): Sql => sql`(select array[min(v.zone_id) filter (where v.level = 1), min(v.zone_id) filter (where v.level = 2),
    min(v.zone_id) filter (where v.level = 3)] from zone_version v where v.level > 0 and ST_Intersects(v.geom, m.at) and ${heldOn(day)})`;

const sitesOn = (day: Sql): Sql => sql`select s.id, ${chainOn(day)} as chain from site s, lateral (select ${sitePlace} as at) m`;
const problemsToday = sql`select p.id, array[p.zone1_id, p.zone2_id, p.zone3_id] as chain from problem p where p.is_open`;
const problemsOn = (day: Sql): Sql =>
  sql`select p.id, ${chainOn(day)} as chain from problem p, lateral (select p.geom as at) m where p.is_open`;

/** The zones in force on a day, yyyy-MM-dd; null = today, where each problem knows its zones. */
export async function sideInForce(on: Queryable, day: string | null): Promise<Side> {
  const when = day === null ? today : sql`${day}::date`;
  const zones = await zonesOn(on, when);
  const sites = located(await on.query<Located>(sitesOn(when)));
  const problems = located(await on.query<Located>(day === null ? problemsToday : problemsOn(when)));
  return { zones: new Map(zones.map((zone) => [zone.id, zone])), site: sites, problem: problems };
}
