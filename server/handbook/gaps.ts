/** "Where is nobody?" Needed roles × targets, less those that somebody holds there, is on record for, or holds in a zone above a site. */
import { refusedField } from "../ask/body.ts";
import { integer } from "../ask/parameters.ts";
import { type Parameter, route } from "../ask/route.ts";
import { HandbookGaps } from "../contract/handbookSchemas.ts";
import type { HandbookGaps as Gaps } from "../contract/types.ts";
import { type Sql, sql } from "../db/sql.ts";
import { afterParameter, someZone, writeAfter } from "./parameters.ts";
import { readers } from "./reading.ts";
import { targetParts } from "./targets.ts";

/** Where a page of gaps goes on: the last one's place in the order. */
const cursor: Parameter<readonly [place: number, code: string, id: number, ord: number] | null> = afterParameter((given) =>
  given.length === 4 && typeof given[0] === "number" && typeof given[1] === "string" && given.slice(2).every(Number.isSafeInteger)
    ? (given as [number, string, number, number])
    : null,
);

/** The anti-join, as hashes: a join on any of four keys would be a loop in a loop. */
const gapPart: Sql = sql`gap as materialized (
  select case t.kind when 'zone' then 0 else 1 end as place, t.code, t.id, r.ord, t.kind, t.key, t.class, t.type, t.name, r.code as role,
    r.name_zh, r.name_en, coalesce(t.zone3, t.zone2, t.zone1) as zone, t.zone1, t.zone2, t.zone3
  from target t join handbook_role r on r.needed and not r.retired and t.class = any(r.applies)
    left join held o on o.key = t.key and o.role = r.code
    left join held a on a.key = t.in1 and a.role = r.code
    left join held b on b.key = t.in2 and b.role = r.code
    left join held c on c.key = t.in3 and c.role = r.code
  where o.key is null and a.key is null and b.key is null and c.key is null)`;

interface Row {
  readonly day: string;
  readonly total: number;
  readonly roles: Gaps["roles"];
  readonly rows: (Gaps["rows"][number] & { readonly place: number; readonly ord: number; readonly id: number })[];
  readonly known: boolean;
}

function statement(zone: number | null, after: readonly [number, string, number, number] | null, limit: number): Sql {
  const [place, code, id, ord] = after ?? [-1, "", 0, 0];
  return sql`with ${targetParts}, ${gapPart},
    mine as materialized (select * from gap where ${zone}::bigint is null or ${zone}::bigint in (zone1, zone2, zone3)),
    page as (select * from mine where (place, code collate "C", id, ord) > (${place}::int, ${code}::text collate "C", ${id}::bigint, ${ord}::int)
      order by place, code collate "C", id, ord limit ${limit}::int)
    select (select day::text from today) as day, (select count(*)::int from mine) as total,
      (${zone}::bigint is null or exists (select from zone_now where id = ${zone}::bigint)) as known,
      coalesce((select json_agg(json_build_object('role', role, 'name', name, 'zones', zones, 'sites', sites) order by ord)
        from (select role, ord, json_build_object('zh', name_zh, 'en', name_en)::jsonb as name, count(*) filter (where kind = 'zone')::int as zones,
          count(*) filter (where kind = 'site')::int as sites from mine group by role, ord, name_zh, name_en) x), '[]'::json) as roles,
      coalesce((select json_agg(json_build_object('key', p.key, 'class', p.class, 'type', p.type, 'code', p.code, 'name', p.name, 'role', p.role,
          'zone', case when z.id is not null then json_build_object('id', z.id, 'name', z.name) end, 'place', p.place, 'ord', p.ord, 'id', p.id)
          order by p.place, p.code collate "C", p.id, p.ord)
        from page p left join zone_now z on z.id = p.zone), '[]'::json) as rows`;
}

export const handbookGaps = route({
  path: "/api/handbook/gaps",
  question: "Which needed roles does nobody hold, in which zones and at which sites?",
  may: readers,
  takes: { zone: someZone, limit: integer(1, 500, 100, "Rows of a page."), cursor },
  answer: HandbookGaps,
  async handle({ given: { zone, limit, cursor: after }, rows }) {
    const [found] = (await rows<Row>("gaps", statement(zone, after, limit))) as [Row];
    if (!found.known) throw refusedField("zone", zone, { zh: "现行的责任区", en: "a zone that is in force" });
    const last = found.rows.length === limit ? found.rows.at(-1) : undefined;
    return {
      day: found.day,
      total: found.total,
      roles: found.roles,
      rows: found.rows.map(({ place: _place, ord: _ord, id: _id, ...row }) => row),
      next: last ? writeAfter([last.place, last.code, last.id, last.ord]) : null,
    };
  },
});
