/** Which of many areas cross or overlap themselves, and where. */
import type { Position } from "../contract/draw.ts";
import type { Polygon } from "../contract/partition/shapes.ts";
import type { Tx } from "../db/db.ts";
import { sql } from "../db/sql.ts";
import { wkbOfPolygons } from "./wkb.ts";

export interface Crossing {
  /** The area's number. */
  readonly area: number;
  readonly at: Position | null;
}

export async function selfCrossings(tx: Tx, areas: readonly (readonly Polygon[])[]): Promise<readonly Crossing[]> {
  const rows = await tx.query<{ area: number; lon: number | null; lat: number | null }>(
    sql`select t.n::int - 1 as area, ST_X(v.location) as lon, ST_Y(v.location) as lat
      from unnest(${areas.map(wkbOfPolygons)}::bytea[]) with ordinality t (wkb, n), lateral ST_IsValidDetail(ST_GeomFromWKB(t.wkb, 4326)) v
      where not v.valid order by t.n`,
    { timeout_ms: 120_000 },
  );
  return rows.map(({ area, lon, lat }) => ({ area, at: lon === null || lat === null ? null : [lon, lat] }));
}
