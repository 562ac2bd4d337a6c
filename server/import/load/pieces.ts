/** Which zones a point lies in. */
import { anyProblem } from "../../ask/past.ts";
import type { Queryable, Tx } from "../../db/db.ts";
import { sql } from "../../db/sql.ts";
import { dropPieces, makePieces, zonesAt } from "../../log/pieces.ts";
import { holdAllKeys } from "../../log/problem.ts";
import type { Position } from "../read/shape.ts";

export interface ZonesOf {
  readonly zone1: number | null;
  readonly zone2: number | null;
  readonly zone3: number | null;
  /** False also when the district has no outline. */
  readonly outside: boolean;
}

/** A zone plan was published: from then on zones have a past, and files do not change them. */
export async function zonesKept(on: Queryable): Promise<boolean> {
  const [row] = await on.query<{ kept: boolean }>(sql`select zones_kept() as kept`);
  return row?.kept ?? false;
}

/** For each position, in order. */
export function zonesOf(tx: Tx, positions: readonly Position[]): Promise<ZonesOf[]> {
  return tx.query<ZonesOf>(sql`
    select z.zone1, z.zone2, z.zone3,
      (select outline is not null from district) and not z.inside and not st_intersects((select outline from district), p.geom) as outside
    from (select st_setsrid(st_makepoint(x, y), 4326) as geom, i
      from unnest(${positions.map((p) => p[0])}::float8[], ${positions.map((p) => p[1])}::float8[]) with ordinality u(x, y, i)) p,
      lateral (${zonesAt(sql`p.geom`)}) z order by p.i`);
}

/** After zones have changed: problems whose zone is another now. The zone of their day is another only while zones have no past. */
export async function rezoneProblems(tx: Tx): Promise<number> {
  const some = await tx.query(sql`select 1 from ${anyProblem} limit 1`);
  if (some.length === 0) return 0;
  await holdAllKeys(tx);
  await makePieces(tx);
  const found = (await zonesKept(tx)) ? sql`` : sql`, found_zone1_id = n.zone1, found_zone2_id = n.zone2, found_zone3_id = n.zone3`;
  let moved = 0;
  for (const table of [sql`problem`, sql`archived_problem`]) {
    const rows = await tx.query(sql`
    update ${table} p set zone1_id = n.zone1, zone2_id = n.zone2, zone3_id = n.zone3 ${found}
    from (select p.id, z.zone1, z.zone2, z.zone3 from ${table} p, lateral (${zonesAt(sql`p.geom`)}) z) n
    where n.id = p.id and (p.zone1_id, p.zone2_id, p.zone3_id) is distinct from (n.zone1, n.zone2, n.zone3) returning 1`);
    moved += rows.length;
  }
  await dropPieces(tx);
  return moved;
}
