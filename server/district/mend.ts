/** What the districts' roles stand on, made anew where it is wanting: after a restore, or when a superuser has come. For the owner alone. */
import type { Db, Queryable } from "../db/db.ts";
import { patiently, usualPatience } from "../db/patience.ts";
import { sql } from "../db/sql.ts";
import { indexByDistrict } from "./indexes.ts";
import { trustGround } from "./trustGround.ts";

/** Of a line `r` of district_role. A role is named for its database; one of another name came with a backup, and may be somebody else's here. */
export const roleStands = sql`(starts_with(r.role::text, current_database() || '_') and exists (select from pg_roles g where g.rolname = r.role))`;

/** How many districts there are, with and without rows. */
export async function districtsIn(on: Queryable): Promise<number> {
  const [row] = await on.query<{ n: number }>(
    sql`select count(*)::int as n from (select id from district union select district_id from district_role) x`,
  );
  return row?.n ?? 0;
}

/** @returns PostGIS functions that could not be marked leakproof */
export async function mendDistricts(db: Db): Promise<number> {
  if ((await districtsIn(db)) > 1) await indexByDistrict(db);
  await patiently("rights of the districts' roles", usualPatience, () =>
    db.tx(async (tx) => {
      await tx.query(sql`select set_config('lock_timeout', ${`${usualPatience.lock_ms}ms`}, true)`);
      await tx.query(sql`select grant_district(r.role) from district_role r where ${roleStands}`);
    }),
  );
  return trustGround(db);
}
