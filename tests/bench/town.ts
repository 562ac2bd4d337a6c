/** A seeded district for measuring: markets in a city of 20 × 20 km, problems around them and everywhere. */
import type { Db } from "../../server/db/db.ts";
import { sql } from "../../server/db/sql.ts";

export interface Size {
  readonly problems: number;
  readonly open: number;
  readonly markets: number;
}

interface Index {
  name: string;
  definition: string;
}

/** Fills an empty, migrated database. Indexes are made after the rows: it is the loading that would take the minutes. */
export async function loadSize(db: Db, { problems, open, markets }: Size): Promise<void> {
  await db.tx(async (tx) => {
    const patient = { timeout_ms: 0 };
    const indexes = await tx.query<Index>(sql`select indexname as name, indexdef as definition from pg_indexes
      where tablename = 'problem' and indexname not in (select conname from pg_constraint)`);
    await tx.script(indexes.map(({ name }) => `drop index "${name}";`).join("\n") || "select 1");
    await tx.query(sql`select setseed(0.42)`);
    await tx.query(sql`insert into district (code, name_zh, name_en, time_zone, language, centre, frozen_at)
      values ('bench', '测速区', 'Bench', 'Asia/Shanghai', 'zh', ST_Point(119.05, 33.6, 4326), '2026-11-21T10:00+08:00')`);
    await tx.query(
      sql`insert into category (code, major, name_zh, name_en) select 'c' || i, 'c' || (i % 4), '类' || i, 'category ' || i from generate_series(0, 19) i`,
    );
    await tx.query(
      sql`insert into unit (layer, external_id, name, short_name) select 'u', i::text, '单位' || i, '单' || i from generate_series(1, 40) i`,
    );
    await tx.query(sql`insert into site (layer, external_id, site_type, kind, name, geom)
      select 's', i::text, case when i <= ${markets}::int then 'market' else 'school' end, case when i <= ${markets}::int then 'market' else 'point' end, '点位' || i,
        ST_Point(118.95 + random() * 0.2, 33.5 + random() * 0.2, 4326) from generate_series(1, ${markets * 3}::int) i`);
    await tx.query(
      sql`insert into problem (layer, external_id, category, title, place, source, found_at, state, unit_id, deadline_at, nearly_due_at, closed_at, search, geom)
        select 'p', i::text, 'c' || (i % 20), '占道经营 ' || i, '人民路', 'patrol', f.found,
          case when i <= ${open}::int then 'handling' else 'closed' end, (select min(id) from unit) + i % 40,
          f.found + interval '3 days', f.found + interval '2 days', case when i <= ${open}::int then null else f.found + interval '2 days' end, '占道经营 ' || i || ' 人民路 zdjy',
          ST_Point(118.95 + random() * 0.2, 33.5 + random() * 0.2, 4326)
        from (select i, timestamptz '2026-11-21T10:00+08:00' - random() * interval '300 days' as found from generate_series(1, ${problems}::int) i order by random()) f`,
      patient,
    );
    await tx.script(indexes.map(({ definition }) => `${definition};`).join("\n") || "select 1");
  });
  // Visibility and figures as after a night's autovacuum; not inside a transaction.
  await db.query(sql`vacuum analyze problem`, { timeout_ms: 0 });
  await db.query(sql`analyze`, { timeout_ms: 0 });
}
