/**
 * A seeded district for measuring, of 20 × 20 km: markets and schools, problems around them and everywhere. Placed: with three rivers, zones in
 * squares (one around all, then 4 × 4, 8 × 8 and 16 × 16), and a third of the problems found at a site.
 */
import type { Db, Tx } from "../../server/db/db.ts";
import { sql } from "../../server/db/sql.ts";
import { analyzeOwn } from "../support/analyzed.ts";

export interface Size {
  readonly problems: number;
  readonly open: number;
  readonly markets: number;
  /** With zones, rivers and problems found at sites. */
  readonly placed?: true;
}

interface Index {
  name: string;
  definition: string;
}

/** Zone 1 is the outline, of 200 vertices; levels 1 to 3 are squares, 1000, 2000 and 3000 on, row by row from the south-west. */
async function loadPlaces(tx: Tx): Promise<void> {
  await tx.query(sql`insert into zone (id, layer, external_id, level, code, name, geom, area_m2) overriding system value
    select 1, 'z', '1', 0, '1', '测速区', ST_Multi(ST_MakePolygon(ST_SetSRID(ST_MakeLine(
      ST_MakePoint(119.05 + 0.099 * cos(i * pi() / 100), 33.6 + 0.099 * sin(i * pi() / 100)) order by n), 4326))), 1
    from (select i % 200 as i, i as n from generate_series(0, 200) i) v`);
  await tx.query(sql`insert into zone (id, layer, external_id, level, code, name, parent_id, geom, area_m2) overriding system value
    select v.level * 1000 + y * n + x, 'z', (v.level * 1000 + y * n + x)::text, v.level, (v.level * 1000 + y * n + x)::text, '区' || (v.level * 1000 + y * n + x),
      case v.level when 1 then 1 else (v.level - 1) * 1000 + (y / 2) * (n / 2) + x / 2 end,
      ST_Multi(ST_MakeEnvelope(118.95 + 0.2 * x / n, 33.5 + 0.2 * y / n, 118.95 + 0.2 * (x + 1) / n, 33.5 + 0.2 * (y + 1) / n, 4326)), 1
    from (values (1, 4), (2, 8), (3, 16)) v (level, n), lateral generate_series(0, v.n - 1) x, lateral generate_series(0, v.n - 1) y order by v.level`);
  await tx.query(sql`insert into site (layer, external_id, site_type, kind, name, geom)
    select 'r', r::text, 'river', 'river', '河' || r, ST_SetSRID(ST_MakeLine(ST_MakePoint(118.95 + 0.2 * i / 80.0, 33.51 + 0.045 * r + 0.01 * sin(i / 4.0 + r)) order by i), 4326)
    from generate_series(1, 3) r, generate_series(0, 80) i group by r`);
}

/** Whether what has ended says so itself, and has months to lie in: not in a database of before that. */
async function hasMonths(tx: Tx): Promise<boolean> {
  const [row] = await tx.query<{ has: boolean }>(sql`select to_regproc('make_month') is not null as has`);
  return row?.has ?? false;
}

/** The months of its 300 days but the first, of which few are left: made first as an import's are made after: it is the moving that would take the minutes. */
async function makeSpan(tx: Tx): Promise<void> {
  await tx.query(sql`select make_month(p.parent, m::date) from (values ('problem_ended'), ('problem_event')) p (parent),
    generate_series(date '2026-02-01', date '2026-11-01', interval '1 month') m`);
}

/** Fills an empty, migrated database. Indexes are made after the rows: it is the loading that would take the minutes. */
export async function loadSize(db: Db, { problems, open, markets, placed = undefined }: Size): Promise<void> {
  await db.tx(async (tx) => {
    const patient = { timeout_ms: 0 };
    const months = await hasMonths(tx);
    if (months && problems >= 10_000) await makeSpan(tx);
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
    if (placed) await loadPlaces(tx);
    await tx.query(
      sql`insert into problem (layer, external_id, category, title, place, source, site_id, found_at, state, ${months ? sql`is_open, ` : sql``}unit_id, deadline_at, nearly_due_at, closed_at,
          zone1_id, zone2_id, zone3_id, search, geom)
        select 'p', i::text, 'c' || (i % 20), '占道经营 ' || i, '人民路', 'patrol', case when ${placed ?? false}::boolean and i % 3 = 0 then (select min(id) from site) + i % (${markets}::int * 3) end, f.found,
          case when i <= ${open}::int then 'handling' else 'closed' end, ${months ? sql`i <= ${open}::int, ` : sql``}(select min(id) from unit) + i % 40,
          f.found + interval '3 days', f.found + interval '2 days', case when i <= ${open}::int then null else f.found + interval '2 days' end,
          z.one + 1000 + floor(y * 4)::int * 4 + floor(x * 4)::int, z.one + 2000 + floor(y * 8)::int * 8 + floor(x * 8)::int,
          z.one + 3000 + floor(y * 16)::int * 16 + floor(x * 16)::int,
          '占道经营 ' || i || ' 人民路 zdjy', ST_Point(118.95 + x * 0.2, 33.5 + y * 0.2, 4326)
        from (select i, timestamptz '2026-11-21T10:00+08:00' - random() * interval '300 days' as found, random() as x, random() as y
          from generate_series(1, ${problems}::int) i order by md5(i::text)) f,
          (select case when ${placed ?? false}::boolean then 0 end as one) z`,
      patient,
    );
    await tx.script(indexes.map(({ definition }) => `${definition.replace(" ON ONLY ", " ON ")};`).join("\n") || "select 1");
  });
  // Visibility and figures as after a night's autovacuum; not inside a transaction. Many figures: each town made so gets the same plans.
  await db.query(sql`vacuum problem`, { timeout_ms: 0 });
  await db.tx(async (tx) => {
    await tx.query(sql`select set_config('default_statistics_target', '400', true)`);
    await analyzeOwn(tx);
  });
}
