/** What distances are measured to, as rows: kind, id, type, name, geom, geog. */
import type { Shape } from "../contract/draw.ts";
import { join, type Sql, sql } from "../db/sql.ts";
import type { PlainAnchor } from "./named.ts";
import { geometryOf } from "./shapes.ts";

const sites = (types: readonly string[], ids: readonly number[]): Sql => {
  const byType = sql`s.site_type = any(${types}::text[])`;
  const byId = sql`s.id = any(${ids}::bigint[])`;
  const either = !ids.length ? byType : !types.length ? byId : sql`(${byType} or ${byId})`;
  return sql`select 'site' as kind, s.id, s.site_type as type, s.name, s.geom, s.geog from site s where ${either}`;
};

const zones = (ids: readonly number[]): Sql =>
  sql`select 'zone' as kind, z.id, null::text as type, z.name, z.geom::geometry as geom, z.geog::geography as geog
    from zone z where z.id = any(${ids}::bigint[])`;

const drawing = (shape: Shape): Sql =>
  sql`select 'draw' as kind, 0::bigint as id, null::text as type, '' as name, g.geom, g.geom::geography as geog
    from (select ${geometryOf(shape)} as geom offset 0) g`;

/** A select of the anchors, each once: sites of a type and sites by id are one arm. */
export function anchorRows(anchors: readonly PlainAnchor[]): Sql {
  const types = anchors.flatMap((a) => ("type" in a ? [a.type] : []));
  const siteIds = anchors.flatMap((a) => ("site" in a ? [a.site] : []));
  const zoneIds = anchors.flatMap((a) => ("zone" in a ? [a.zone] : []));
  const arms = anchors.flatMap((a) => ("draw" in a ? [drawing(a.draw)] : []));
  if (zoneIds.length) arms.unshift(zones(zoneIds));
  if (types.length || siteIds.length) arms.unshift(sites(types, siteIds));
  return join(arms, sql` union all `);
}
