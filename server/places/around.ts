/** What may lie within a distance of some anchors, as one statement: each anchor with its problems, and the sites that are to be measured. */
import { anchorRows } from "../ask/anchors.ts";
import type { Checked } from "../ask/check.ts";
import { measured, pairs } from "../ask/pairs.ts";
import { moment } from "../ask/parts.ts";
import type { Surroundings } from "../contract/types.ts";
import type { SiteType } from "../contract/vocabulary.ts";
import { type Sql, sql } from "../db/sql.ts";

export interface Together {
  readonly problems: number;
  /** Anchors there are; those that are measured are in the rows. */
  readonly anchors: number | null;
}
export type Told = Omit<Surroundings["anchors"][number], "sites">;
export interface Site {
  readonly id: number;
  readonly type: SiteType;
  /** It is one of the anchors: not among what lies around all of them. */
  readonly anchor: boolean;
}

/** The first row tells of all together; then the anchors, and the sites that may be near one. */
export type AroundRow =
  | { what: "all"; clock: Date; told: Together }
  | { what: "anchor"; told: Told; wkb: Buffer }
  | { what: "site"; told: Site; wkb: Buffer };

/**
 * A box around the anchors and the distance, in degrees: no less than 110.5 km to one of latitude, and 111.3 at the equator to one of longitude.
 * An edge on the globe swells out of its ends' box, by a 900th of a degree when it is a degree long.
 */
const box = (within: number): Sql => sql`
  edge as materialized (select ST_SetSRID(ST_Extent(geom)::geometry, 4326) as box from anchor),
  pad as materialized (select box, ${within / 110_500}::float8 + 0.001 + (ST_XMax(box) - ST_XMin(box)) ^ 2 / 900 as y,
    greatest(abs(ST_YMin(box)), abs(ST_YMax(box))) as lat from edge),
  wide as materialized (select ST_Expand(box, y / cos(radians(least(lat + y, 85))), y) as box from pad)`;

/** The sites by their boxes alone: to measure each pair here takes ten times as long as to send all their shapes. */
const sites = (checked: Checked): Sql => sql`select json_build_object('id', s.id, 'type', s.site_type, 'anchor', s.id in (
    select x.id from (${anchorRows(checked.of)}) x where x.kind = 'site')) as told, ST_AsBinary(s.geom) as wkb
  from site s where s.geom && (select box from wide)`;

const anchors = sql`select json_build_object('kind', a.kind, 'id', a.id, 'type', a.type, 'name', a.name, 'lon', ST_X(a.middle), 'lat', ST_Y(a.middle),
    'problems', coalesce(p.count, 0)) as told, ST_AsBinary(a.geom) as wkb
  from (select *, ST_PointOnSurface(geom) as middle from anchor) a left join (select n, count(*) as count from pair group by n) p on p.n = a.n`;

const together = sql`json_build_object('problems', (select count(distinct id) from pair), 'anchors', (select max(anchors) from anchor))`;

/** The statement; its rows are `AroundRow`s. */
export const around = (checked: Checked, within: number): Sql => sql`
  with ${measured(checked)},
    ${pairs(checked, within, sql`a.n, p.id`)},
    ${box(within)}
  select 'all' as what, ${moment(checked.filter)} as clock, ${together} as told, null::bytea as wkb
  union all select 'anchor', null, a.told, a.wkb from (${anchors}) a
  union all select 'site', null, s.told, s.wkb from (${sites(checked)}) s`;
