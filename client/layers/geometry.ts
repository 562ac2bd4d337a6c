/** Packed geometry of the columns (whole 1e-6 degrees, differences) to GeoJSON. */
import type { Geometry, Position } from "geojson";
import type { Column } from "../../server/contract/columns.ts";
import type { PackedGeometry } from "../../server/contract/types.ts";

/** Positions of one flat line or ring. Sums stay whole numbers, so no error builds up along the line. */
export function unpackLine(flat: readonly number[]): Position[] {
  const positions: Position[] = [];
  let x = 0;
  let y = 0;
  for (let i = 0; i + 1 < flat.length; i += 2) {
    x += flat[i] as number;
    y += flat[i + 1] as number;
    positions.push([x / 1e6, y / 1e6]);
  }
  return positions;
}

/** GeoJSON of a row: its geometry, or the point its lon and lat columns give. */
export function unpack(packed: PackedGeometry | undefined, lon: number, lat: number): Geometry {
  if (!packed) return { type: "Point", coordinates: [lon / 1e6, lat / 1e6] };
  if ("l" in packed) {
    const lines = packed.l.map(unpackLine);
    return lines.length === 1
      ? { type: "LineString", coordinates: lines[0] as Position[] }
      : { type: "MultiLineString", coordinates: lines };
  }
  const areas = packed.a.map((rings) => rings.map(unpackLine));
  return areas.length === 1 ? { type: "Polygon", coordinates: areas[0] as Position[][] } : { type: "MultiPolygon", coordinates: areas };
}

/** Columns every layer with geometry has. */
interface Placed {
  readonly lon: Column;
  readonly lat: Column;
  readonly geometry: readonly PackedGeometry[];
}

/** Geometry of row i. */
export const geometryOf = (rows: Placed, i: number): Geometry => unpack(rows.geometry[i], rows.lon[i] as number, rows.lat[i] as number);

/** Point of row i: where its label and symbol stand. */
export const pointOf = (rows: Pick<Placed, "lon" | "lat">, i: number): Geometry =>
  unpack(null, rows.lon[i] as number, rows.lat[i] as number);

const isPlain = (column: Column): column is Column & readonly number[] => Array.isArray(column);

/** Row numbers by id, made once for each set of columns. */
const rowMaps = new WeakMap<readonly number[], Map<number, number>>();
/** The row of an id. A typed column is long and changes often: it is looked through where it lies, which takes a fraction of a millisecond. */
export function rowOf(ids: Column, id: number): number | undefined {
  if (!isPlain(ids)) {
    const row = ids.indexOf(id);
    return row < 0 ? undefined : row;
  }
  let rows = rowMaps.get(ids);
  if (!rows) {
    rows = new Map(ids.map((value, row) => [value, row]));
    rowMaps.set(ids, rows);
  }
  return rows.get(id);
}
