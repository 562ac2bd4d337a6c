/** A drawn shape as SQL: its text travels as one parameter, read once a statement. */
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

/** The shape as geometry. A sub-select, so that a prepared statement parses the text once and not for each row. */
export const geometryOf = (shape: Shape): Sql => sql`(select ST_GeomFromText(${wkt(shape)}::text, 4326))`;
