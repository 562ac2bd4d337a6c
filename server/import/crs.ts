/** Coordinate systems: from the one the manifest states to EPSG:4326. */
import { toDegrees as degreesOf, isDegrees } from "../contract/coordinates/systems.ts";
import type { Tx } from "../db/db.ts";
import { sql } from "../db/sql.ts";
import type { LayerSpec } from "./manifest.ts";
import type { Position } from "./read/shape.ts";
import { LayerFailed } from "./report.ts";

export interface System {
  readonly name: string;
  /** The database transforms from this; 4326 when there is nothing left to do. */
  readonly srid: number;
  /** Done before, here: the shift of Chinese web maps. */
  readonly change: ((position: Position) => Position) | null;
}

/** @throws LayerFailed when the database does not know the code */
export async function systemOf(tx: Tx, layer: LayerSpec): Promise<System> {
  const name = layer.crs ?? "";
  if (isDegrees(name))
    return { name, srid: 4326, change: name.startsWith("EPSG:") ? null : (position) => degreesOf(name, position) as Position };
  const srid = Number(name.slice(5));
  const known = await tx.query(sql`select 1 from spatial_ref_sys where srid = ${srid} and auth_name = 'EPSG'`);
  if (known.length === 0)
    throw new LayerFailed({ zh: `数据库不认识坐标系 ${name}`, en: `the database does not know the coordinate system ${name}` });
  return { name, srid, change: null };
}

/** Positions in EPSG:4326, in the same order. @throws the database's error when one of them cannot be transformed */
export async function toDegrees(tx: Tx, system: System, positions: readonly Position[]): Promise<Position[]> {
  const { change, srid } = system;
  if (change) return positions.map((p) => change([p[0], p[1]]));
  if (srid === 4326) return [...positions];
  const rows = await tx.query<{ lon: number; lat: number }>(sql`
    select st_x(g) as lon, st_y(g) as lat
    from (select st_transform(st_setsrid(st_makepoint(x, y), ${srid}::int), 4326) as g, i
      from unnest(${positions.map((p) => p[0])}::float8[], ${positions.map((p) => p[1])}::float8[]) with ordinality u(x, y, i)) t
    order by i`);
  return rows.map(({ lon, lat }) => [lon, lat]);
}
