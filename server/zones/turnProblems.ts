/** Problems after the turn: of today's zones where the ground changed; and found in those of their day, which may have come before the turn did. */

import { midnight } from "../ask/day.ts";
import { anyProblem } from "../ask/past.ts";
import type { Tx } from "../db/db.ts";
import { sql } from "../db/sql.ts";
import { dropPieces, makePieces, zonesAt } from "../log/pieces.ts";
import { holdAllKeys } from "../log/problem.ts";
import type { Changed } from "./turnZones.ts";

const unhurried = { timeout_ms: 0 };

/** A problem that lies in another zone now, and who has it. */
export interface Moved {
  readonly id: number;
  readonly unitBefore: number | null;
  readonly personBefore: number | null;
}

/** Only of zones whose ground changed. What dispatchers were told of it goes with it. */
export async function rezone(tx: Tx, { ground, ended }: Changed): Promise<readonly Moved[]> {
  if (!ground.length && !ended.length) return [];
  await holdAllKeys(tx);
  await makePieces(tx);
  const before = sql`${[...ground, ...ended]}::bigint[]`;
  const moved: Moved[] = [];
  for (const table of [sql`problem`, sql`archived_problem`])
    moved.push(
      ...(await tx.query<Moved>(
        sql`with touched as materialized (
        select p.id from ${table} p where p.zone1_id = any(${before}) or p.zone2_id = any(${before}) or p.zone3_id = any(${before})
        union select p.id from (select k.geom from zone_piece k where k.zone_id = any(${ground}::bigint[]) offset 0) k
          join ${table} p on ST_Intersects(p.geom, k.geom))
      update ${table} p set zone1_id = n.zone1, zone2_id = n.zone2, zone3_id = n.zone3
      from (select t.id, z.zone1, z.zone2, z.zone3 from touched h join ${table} t on t.id = h.id, lateral (${zonesAt(sql`t.geom`)}) z) n
      where n.id = p.id and (p.zone1_id, p.zone2_id, p.zone3_id) is distinct from (n.zone1, n.zone2, n.zone3)
      returning p.id, p.unit_id as "unitBefore", p.person_id as "personBefore"`,
        unhurried,
      )),
    );
  await dropPieces(tx);
  await tx.query(sql`update notice n set zone1_id = p.zone1_id, zone2_id = p.zone2_id, zone3_id = p.zone3_id from ${anyProblem} p
    where p.id = n.problem_id and p.id = any(${moved.map(({ id }) => id)}::bigint[])`);
  return moved;
}

/** What was found since the plan's day, and written down before the turn. Older ones are left alone. */
export async function refindProblems(tx: Tx, from: string): Promise<void> {
  await holdAllKeys(tx);
  for (const table of [sql`problem`, sql`archived_problem`])
    await tx.query(
      sql`update ${table} p set found_zone1_id = n.zone1, found_zone2_id = n.zone2, found_zone3_id = n.zone3
      from (select f.id, zone_at(f.geom, 1, f.day) as zone1, zone_at(f.geom, 2, f.day) as zone2, zone_at(f.geom, 3, f.day) as zone3
        from (select b.id, b.geom, (b.found_at at time zone coalesce((select time_zone from district), 'Asia/Shanghai'))::date as day
          from ${table} b where b.found_at >= ${midnight(from)} offset 0) f) n
      where n.id = p.id and (p.found_zone1_id, p.found_zone2_id, p.found_zone3_id) is distinct from (n.zone1, n.zone2, n.zone3)`,
      unhurried,
    );
}
