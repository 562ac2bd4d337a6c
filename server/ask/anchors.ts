/** What distances are measured to, as rows: kind, id, type, name, geom, geog. */
import type { Shape } from "../contract/draw.ts";
import { siteTypes } from "../contract/vocabulary.ts";
import { join, type Sql, sql } from "../db/sql.ts";
import type { DatedZone, PlainAnchor } from "./named.ts";
import { geometryOf } from "./shapes.ts";
import { zoneInForce, zoneVersions } from "./zones.ts";

const sites = (types: readonly string[], ids: readonly number[]): Sql => {
  const byType = sql`s.site_type = any(${types}::text[])`;
  const byId = sql`s.id = any(${ids}::bigint[])`;
  const either = !ids.length ? byType : !types.length ? byId : sql`(${byType} or ${byId})`;
  return sql`select 'site' as kind, s.id, s.site_type as type, s.name, s.geom, s.geog from site s where ${either}`;
};

const zones = (ids: readonly number[]): Sql =>
  sql`select 'zone' as kind, z.id, null::text as type, z.name, z.geom::geometry as geom, z.geog::geography as geog
    from zone z where z.id = any(${ids}::bigint[])`;
const zonesThen = (dated: readonly Required<DatedZone>[]): Sql =>
  sql`select 'zone' as kind, z.id, null::text as type, z.name, z.geom::geometry as geom, z.geom::geography as geog
    from unnest(${dated.map((one) => one.zone)}::bigint[], ${dated.map((one) => one.on)}::date[]) d (id, day)
      join ${zoneVersions} z on z.id = d.id and ${zoneInForce(sql`d.day`)}`;

const drawing = (shape: Shape): Sql =>
  sql`select 'draw' as kind, 0::bigint as id, null::text as type, '' as name, g.geom, g.geom::geography as geog
    from (select ${geometryOf(shape)} as geom offset 0) g`;

const lineKinds: readonly string[] = ["river", "alley", "street"];
const mayBeLine = (anchor: PlainAnchor): boolean =>
  "type" in anchor ? lineKinds.includes(siteTypes[anchor.type].kind) : "draw" in anchor ? anchor.draw.kind === "line" : "site" in anchor;

/** True of a single anchor in one piece: what is near it is found once. */
export const isOnePlace = ([one, ...more]: readonly PlainAnchor[]): boolean =>
  one !== undefined && more.length === 0 && !("type" in one) && !mayBeLine(one);

/** Of a line so many segments at most are looked around at once. */
const mostStride = 64;

/**
 * How many segments of a line `l` make a piece: about twice as long as one looks around it. Longer, its box holds much that is far;
 * shorter, the same problems are found from several.
 */
const stride = (distance_m: number): Sql =>
  sql`greatest(1, least(${mostStride}::float8, ceil(${2 * distance_m}::float8 * (ST_NPoints(l.geom) - 1) / nullif(ST_Length(l.geom::geography), 0))))::int`;

/** Lines in pieces: the box of the whole may hold half the city. */
const inPieces = (columns: Sql, from: Sql, distance_m: number): Sql => sql`select ${columns}coalesce(d.geog, x.geog) as geog from ${from} x
  left join lateral (select ST_MakeLine(array(select ST_PointN(l.geom, i) from generate_series(k.n, least(k.n + l.stride, l.points)) i))::geography as geog
    from (select l.geom, ST_NPoints(l.geom) as points, ${stride(distance_m)} as stride from ST_Dump(x.geom) l offset 0) l,
      generate_series(1, l.points - 1, l.stride) k (n)
    where GeometryType(x.geom) in ('LINESTRING', 'MULTILINESTRING')) d on true`;

/** Rows of `anchor`, numbered `n`, as rows of n and `geog`: several of one anchor where lines come in pieces, and then a pair is found more than once. */
export const numbered = (anchors: readonly PlainAnchor[], distance_m: number): { readonly from: Sql; readonly once: boolean } =>
  anchors.some(mayBeLine)
    ? { from: sql`(${inPieces(sql`x.n, `, sql`anchor`, distance_m)} offset 0)`, once: false }
    : { from: sql`anchor`, once: true };

/**
 * What the anchors cover, as rows of `geog`, to look for what is near any of them; lines come in pieces.
 * `offset 0`: a fence. The anchors are few; without it a planner that thinks the problems fewer starts from them.
 */
export const reach = (anchors: readonly PlainAnchor[], distance_m: number): Sql =>
  anchors.some(mayBeLine)
    ? sql`${inPieces(sql``, sql`(${anchorRows(anchors)})`, distance_m)} offset 0`
    : sql`select x.geog from (${anchorRows(anchors)}) x offset 0`;

/** A select of the anchors, each once: sites of a type and sites by id are one arm. */
export function anchorRows(anchors: readonly PlainAnchor[]): Sql {
  const types = anchors.flatMap((a) => ("type" in a ? [a.type] : []));
  const siteIds = anchors.flatMap((a) => ("site" in a ? [a.site] : []));
  const zoneIds = anchors.flatMap((a) => ("zone" in a && a.on === undefined ? [a.zone] : []));
  const dated = anchors.flatMap((a) => ("zone" in a && a.on !== undefined ? [{ zone: a.zone, on: a.on }] : []));
  const arms = anchors.flatMap((a) => ("draw" in a ? [drawing(a.draw)] : []));
  if (dated.length) arms.unshift(zonesThen(dated));
  if (zoneIds.length) arms.unshift(zones(zoneIds));
  if (types.length || siteIds.length) arms.unshift(sites(types, siteIds));
  return join(arms, sql` union all `);
}
