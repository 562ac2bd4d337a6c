import { type Sql, sql } from "../../../server/db/sql.ts";
import { pageOfBody } from "../byHand.ts";
import { geometryOf, truthOf, within } from "../near.ts";
import type { Question, Values } from "../workload.ts";

const limit = 50;
const cases = 40;

/** The page and every id. @param set a select of (id, found_at) */
const whole = (set: Sql): Sql => sql`with hit as materialized (${set}),
    page as (select id, row_number() over (order by found_at desc, id desc) as n from hit order by found_at desc, id desc limit ${limit})
  select t.total, case when page.n = 1 then (select string_agg(id::text, ',') from hit) end as ids, p.id, p.external_id, p.title, p.category, p.state, p.place,
    p.unit_id, p.person, p.source, p.found_at, p.deadline_at, p.nearly_due_at, p.closed_at, ST_X(p.geom) as lon, ST_Y(p.geom) as lat, p.zone3_id, p.version
  from (select count(*) as total from hit) t, page join problem p using (id) order by page.n`;
const near = ({ metres }: Values): Sql => sql`ST_DWithin(p.geog, s.geog, ${metres}::float8)`;

export const markets: Question = {
  kind: "question",
  name: "markets",
  what: "open problems within 500 m of any of 50 markets: the total, every id, the newest 50",
  steady: true,
  // 1.5 times as long, at most.
  least: 1 / 1.5,
  cases,
  spreads: () => ({ metres: { from: 480, step: 1, stride: 7, count: cases, per: 1 } }),
  request: (_ground, { metres }) => ({ path: `/api/problems?status=open&geo=within:${metres}:market&ids=1&limit=${limit}` }),
  read: pageOfBody,
  readRows: (rows) => ({
    count: Number(rows[0]?.total ?? 0),
    ids: String(rows[0]?.ids ?? "")
      .split(",")
      .filter(Boolean)
      .map(Number),
  }),
  oracle(ground, { metres }) {
    const around = ground.sites.filter(({ type }) => type === "market").map(({ points }) => geometryOf(points));
    return truthOf(
      ground,
      within(ground, around, metres as number, (row) => ground.open[row] === 1),
    );
  },
  byHand: {
    "join, distinct": (v) =>
      whole(sql`select distinct p.id, p.found_at from site s join problem p on ${near(v)} where s.site_type = 'market' and p.is_open`),
    lateral: (v) =>
      whole(sql`select distinct n.id, n.found_at from site s, lateral (select p.id, p.found_at from problem p where p.is_open and ${near(v)}) n
        where s.site_type = 'market'`),
    exists: (v) =>
      whole(
        sql`select p.id, p.found_at from problem p where p.is_open and exists (select 1 from site s where s.site_type = 'market' and ${near(v)})`,
      ),
  },
};
