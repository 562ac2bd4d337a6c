/** What a redraw moves from one person to another: sites and open problems, each at one place. */
import { type Caller, seen } from "../ask/caller.ts";
import type { Position } from "../contract/draw.ts";
import { type Sql, sql } from "../db/sql.ts";

/** The place of a site `s`: itself, the middle of a line, a place inside an area. */
export const sitePlace: Sql = sql`case when GeometryType(s.geom) = 'LINESTRING' then ST_LineInterpolatePoint(s.geom, 0.5) else ST_PointOnSurface(s.geom) end`;

/** Zones by level, 1 first; null = nobody's. */
export type Chain = readonly [number | null, number | null, number | null];
export const noChain: Chain = [null, null, null];

interface Thing {
  readonly id: number;
  readonly lon: number;
  readonly lat: number;
}
export interface SiteThing extends Thing {
  readonly name: string;
  readonly type: string;
}
export interface ProblemThing extends Thing {
  readonly code: string;
  readonly title: string;
}
export const placeOf = ({ lon, lat }: Thing): Position => [lon, lat];

export const siteThings = sql`select s.id, s.name, s.site_type as type, ST_X(m.at) as lon, ST_Y(m.at) as lat
  from site s, lateral (select ${sitePlace} as at) m order by s.id`;

/** Open problems that the caller may see. */
export const problemThings = (caller: Caller): Sql => sql`
  select p.id, p.external_id as code, p.title, ST_X(p.geom) as lon, ST_Y(p.geom) as lat from problem p where p.is_open and ${seen(caller)} order by p.id`;
