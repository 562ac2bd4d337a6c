/** A wall as the desk speaks of it: a device that hangs there. */
import { NotFound } from "../ask/route.ts";
import type { Tx } from "../db/db.ts";
import { sql } from "../db/sql.ts";

export interface HeldWall {
  readonly id: number;
  readonly name: string;
  readonly tour: number | null;
  /** Its tour's jsonb; null = the usual one. */
  readonly scenes: unknown;
}

export const noWall = (): NotFound =>
  new NotFound({ zh: "没有这块大屏（可能已吊销）", en: "There is no such wall: it was revoked, or never was." });

/** The wall, locked until the transaction ends: it is not revoked meanwhile. @throws NotFound */
export async function holdWall(tx: Tx, id: number): Promise<HeldWall> {
  const [wall] = await tx.query<HeldWall>(sql`
    select d.id, d.name, d.tour_id as tour, (select t.scenes from wall_tour t where t.id = d.tour_id) as scenes
    from device d where d.id = ${id}::bigint and d.kind = 'wall' and d.revoked_at is null for no key update of d`);
  if (!wall) throw noWall();
  return wall;
}
