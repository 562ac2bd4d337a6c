/** The full-size town as one of two districts on the same ground, and a role that reads one. */
import type { Db } from "../../server/db/db.ts";
import { openDatabase } from "../../server/db/open.ts";
import { sql } from "../../server/db/sql.ts";
import { makeDistrict } from "../../server/district/make.ts";
import { analyzeOwn } from "../support/analyzed.ts";
import { seenByAll } from "./town.ts";

/** Beside district 1, which is the town: 2 has the same problems, a little farther on, with logs of two events. */
async function loadOther(owner: Db): Promise<void> {
  const unhurried = { timeout_ms: 0 };
  await owner.tx(async (tx) => {
    await tx.query(sql`select begin_district(2)`);
    await tx.query(sql`insert into district (id, code, name_zh, name_en, time_zone, language, centre, frozen_at)
      select 2, 'other', name_zh, name_en, time_zone, language, centre, frozen_at from district`);
    await tx.query(sql`set local session_replication_role = replica`);
    await tx.query(
      sql`insert into category (code, major, name_zh, name_en, district_id) select code, major, name_zh, name_en, 2 from category`,
    );
    await tx.query(
      sql`insert into problem (layer, external_id, category, title, place, source, found_at, state, is_open, deadline_at, nearly_due_at, closed_at, search, geom, district_id)
        select layer, external_id, category, title, place, source, found_at + interval '5 minutes', state, is_open, deadline_at, nearly_due_at, closed_at, search,
          ST_SetSRID(ST_MakePoint(ST_X(geom) + 0.0005, ST_Y(geom)), 4326), 2 from problem where district_id = 1 order by id`,
      unhurried,
    );
    await tx.query(
      sql`insert into problem_key (id, layer, external_id, district_id) select id, layer, external_id, 2 from problem where district_id = 2`,
      unhurried,
    );
    await tx.query(
      sql`insert into problem_event (problem_id, seq, act, at, state_after, district_id) select p.id, v.n, 'report', p.found_at, 'reported', 2
        from problem p, generate_series(1, 2) v (n) where p.district_id = 2`,
      unhurried,
    );
  });
  await seenByAll(owner);
  await owner.tx(async (tx) => {
    await tx.query(sql`select set_config('default_statistics_target', '3000', true)`);
    await analyzeOwn(tx);
  });
}

/** @param owner its database has the town @param url its address @returns the database as the town's role has it */
export async function asDistrict(owner: Db, url: string): Promise<Db> {
  await loadOther(owner);
  const { role, password } = await makeDistrict(owner, "bench");
  const own = new URL(url);
  own.username = role;
  own.password = password;
  return openDatabase({ databaseUrl: own.href, dataFolder: null });
}
