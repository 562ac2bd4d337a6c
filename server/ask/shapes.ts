/**
 * A drawn shape as SQL: the text of a line or an area travels as one parameter, read once a statement. Such a statement is planned anew each time it is asked
 * (see statementNames.ts): how much of the city a drawing holds decides how it is best looked for.
 */
import type { Position, Shape } from "../contract/draw.ts";
import { type Sql, sql } from "../db/sql.ts";
import { enclosed } from "./rings.ts";

const list = (points: readonly Position[]): string => points.map((p) => p.join(" ")).join(",");

/** Well-known text of a shape. An area is what its ring encloses: mended where it crosses itself, empty where it encloses nothing. */
export function wkt({ kind, points }: Shape): string {
  if (kind === "point") return `POINT(${list(points)})`;
  if (kind === "line") return `LINESTRING(${list(points)})`;
  const polygons = (enclosed(points) ?? []).map((rings) => `(${rings.map((ring) => `(${list(ring)})`).join(",")})`);
  return polygons.length === 1 ? `POLYGON${polygons[0]}` : polygons.length ? `MULTIPOLYGON(${polygons.join(",")})` : "POLYGON EMPTY";
}

/** Of a point its two numbers: what is near a point is looked for in one way wherever it lies, so one plan serves them all. */
export function geometryOf(shape: Shape): Sql {
  const [[lon, lat] = [0, 0]] = shape.points;
  if (shape.kind === "point") return sql`ST_SetSRID(ST_MakePoint(${lon}::float8, ${lat}::float8), 4326)`;
  return sql`${`SRID=4326;${wkt(shape)}`}::geometry`;
}

/** A box: west, south, east, north. */
export function boxOf([w, s, e, n]: readonly [number, number, number, number]): Sql {
  const ring = [
    [w, s],
    [e, s],
    [e, n],
    [w, n],
    [w, s],
  ] as const;
  return sql`${`SRID=4326;POLYGON((${list(ring)}))`}::geometry`;
}
