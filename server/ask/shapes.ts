/** A drawn shape as SQL: its text travels as one parameter, read once a statement. */
import type { Shape } from "../contract/draw.ts";
import { type Sql, sql } from "../db/sql.ts";

/** Well-known text of a shape; an area's ring is closed here. */
export function wkt({ kind, points }: Shape): string {
  const list = (kind === "area" ? [...points, points[0]] : points).map((p) => p?.join(" ")).join(",");
  return kind === "point" ? `POINT(${list})` : kind === "line" ? `LINESTRING(${list})` : `POLYGON((${list}))`;
}

/**
 * The shape as geometry. A sub-select, so that a prepared statement parses the text once and not for each row.
 * A ring that crosses itself means what is inside it an odd number of times, as the page's own test has it.
 */
export const geometryOf = (shape: Shape): Sql =>
  shape.kind === "area"
    ? sql`(select ST_CollectionExtract(ST_MakeValid(ST_GeomFromText(${wkt(shape)}::text, 4326)), 3))`
    : sql`(select ST_GeomFromText(${wkt(shape)}::text, 4326))`;
