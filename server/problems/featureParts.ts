/** A problem as a feature of GeoJSON, with few properties: as text, in two parts, for between them its look is said. */
import { momentText } from "../ask/rows.ts";
import { sql } from "../db/sql.ts";

/** Of a problem `p`. */
export const featureParts = {
  head: sql`concat('{"type":"Feature","id":', p.id, ',"geometry":{"type":"Point","coordinates":[', ST_X(p.geom), ',', ST_Y(p.geom),
    ']},"properties":{"code":', to_json(p.external_id), ',"status":"')`,
  tail: sql`concat('","category":', to_json(p.category), ',"found":', ${momentText(sql`p.found_at`)}, '}}')`,
};
