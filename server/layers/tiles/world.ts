/**
 * The world in whole numbers, world_x and world_y of data/schema/0012_tiles.sql: 2^30 units a side, the units of a tile of zoom 18.
 * Membership of tiles and cells and the place in a tile all come from these two: so no problem is in two tiles of a zoom, or in none.
 */
import type { Filter } from "../../contract/filter.ts";
import { tileExtent } from "../../contract/tiles.ts";
import { type Sql, sql } from "../../db/sql.ts";

/** So many halvings make the world's side a unit. */
export const worldBits = 30;
/** So many halvings make a tile's side a unit. */
export const tileBits = Math.log2(tileExtent);

export interface Tile {
  readonly z: number;
  readonly x: number;
  readonly y: number;
}

/** A problem's `p` world numbers: as of a past moment the problems are no table, and have them made. */
export const worldX = ({ at }: Filter): Sql => (at === null ? sql`p.world_x` : sql`world_x(p.geom)`);
export const worldY = ({ at }: Filter): Sql => (at === null ? sql`p.world_y` : sql`world_y(p.geom)`);

const lon = (part: number): number => part * 360 - 180;
const lat = (part: number): number => (Math.atan(Math.sinh(Math.PI * (1 - 2 * part))) * 180) / Math.PI;

/** Degrees of a place in world numbers. */
export const lonLat = (x: number, y: number): [lon: number, lat: number] => [lon(x / 2 ** worldBits), lat(y / 2 ** worldBits)];

/** Degrees a box is larger than its tile: an index keeps points rounded to 1e-5, and a geodesic bends by 2e-6 over a tile of zoom 13. */
const slack = 2e-5;
/** The geodesics' bend is within the slack from this zoom on, this far from the poles. */
const leastGeodesicZoom = 13;
const mostGeodesicLat = 80;

/** West, south, east and north of what may be in the tile. */
function boxOfTile({ z, x, y }: Tile): [w: number, s: number, e: number, n: number] {
  const side = 2 ** z;
  const south = y === side - 1 ? -90 : lat((y + 1) / side) - slack;
  const north = y === 0 ? 90 : lat(y / side) + slack;
  return [lon(x / side) - slack, south, lon((x + 1) / side) + slack, north];
}

/** True where a tile's edges as geodesics stay within its box: then open problems can be found by the index of them alone, which is geodesic. */
export const isNearFlat = (tile: Tile): boolean =>
  tile.z >= leastGeodesicZoom && boxOfTile(tile).every((edge, i) => i % 2 === 0 || Math.abs(edge) < mostGeodesicLat);

/** Condition over a column of places: it may be in the tile. For an index; what is in it is decided by `inTile`. @param cast of the box, for the column's type */
export function mayBeIn(tile: Tile, column: Sql, cast: Sql = sql``): Sql {
  const [w, s, e, n] = boxOfTile(tile);
  return sql`${column} && ST_MakeEnvelope(${w}::float8, ${s}::float8, ${e}::float8, ${n}::float8, 4326)${cast}`;
}

/** Condition over a place's world numbers. */
export const inTile = ({ z, x, y }: Tile, worldX: Sql, worldY: Sql): Sql =>
  sql`${worldX} >> ${worldBits - z}::int = ${x}::int and ${worldY} >> ${worldBits - z}::int = ${y}::int`;
