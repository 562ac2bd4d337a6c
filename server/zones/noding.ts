/** What lines cut the ground into: all of them noded on a grid by PostGIS, and the faces between them. Neighbours share every vertex of their border. */
import { WkbReader } from "../ask/wkb.ts";
import type { Position } from "../contract/draw.ts";
import { together_deg } from "../contract/partition/partition.ts";
import type { Polygon } from "../contract/partition/shapes.ts";
import type { Tx } from "../db/db.ts";
import { sql } from "../db/sql.ts";
import { signed } from "./inside.ts";
import { wkbOfLines } from "./wkb.ts";

type Ring = readonly Position[];

function ringOf(from: WkbReader): Ring {
  const points = Array.from({ length: from.count() }, (): Position => [from.number(), from.number()]);
  return points.slice(0, -1);
}

/** The outer ring anticlockwise and the holes clockwise: the face is on the left of each edge. */
function polygonOf(wkb: Buffer): Polygon {
  const from = new WkbReader(wkb);
  from.type();
  const rings = Array.from({ length: from.count() }, () => ringOf(from));
  return rings.map((ring, i) => (signed(ring) > 0 === (i === 0) ? ring : ring.toReversed()));
}

export const closed = (ring: Ring): Ring => [...ring, ring[0] as Position];

/**
 * Faces between lines, which may cross themselves and each other. Positions lie on a grid of 1e-7 degrees (1 cm): the embedded engine
 * stops altogether over overlays without one.
 */
export async function facesBetween(tx: Tx, lines: readonly Ring[]): Promise<readonly Polygon[]> {
  const rows = await tx.query<{ wkb: Buffer }>(
    sql`
    select ST_AsBinary(d.geom) as wkb
    from (select ST_Polygonize(array[ST_UnaryUnion(ST_GeomFromWKB(${wkbOfLines(lines)}::bytea, 4326), ${together_deg}::float8)]) as faces) p,
      lateral ST_Dump(p.faces) d`,
    { timeout_ms: 120_000 },
  );
  return rows.map(({ wkb }) => polygonOf(wkb));
}
