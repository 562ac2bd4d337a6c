/** "Which district is this, and what words does it use?" What a page needs before it can show anything. */
import { today } from "../ask/day.ts";
import { anyProblem } from "../ask/past.ts";
import { NotFound, route } from "../ask/route.ts";
import { zoneStands } from "../ask/zones.ts";
import { District as DistrictSchema } from "../contract/schemas.ts";
import type { District } from "../contract/types.ts";
import { type Sql, sql } from "../db/sql.ts";

type Stored = Omit<District, "clock" | "dataAsOf" | "siteCounts"> & {
  clock: Date;
  dataAsOf: Date | null;
  siteCounts: District["siteCounts"] | null;
};

const array = (select: Sql): Sql => sql`coalesce((select json_agg(x) from (${select}) x), '[]'::json)`;
const word = (zh: Sql, en: Sql): Sql => sql`json_build_object('zh', ${zh}, 'en', ${en})`;

/** The outline's box; without an outline, that of the zones, the sites, the problems, or some kilometres around the centre. */
const bounds = sql`(select json_build_array(ST_XMin(b.box), ST_YMin(b.box), ST_XMax(b.box), ST_YMax(b.box)) from (select coalesce(
    Box2D(d.outline), (select ST_Extent(z.geom) from zone z where ${zoneStands}), (select ST_Extent(geom) from site), (select ST_Extent(geom) from ${anyProblem}),
    ST_Expand(d.centre, 0.05)::box2d) as box) b)`;

const categories = array(sql`select c.code, c.major, ${word(sql`c.name_zh`, sql`c.name_en`)} as name, c.campaign,
    case when t.limit_value is not null then json_build_object('value', t.limit_value, 'unit', t.limit_unit) end as "limit",
    coalesce(c.retired_on <= ${today}, false) as retired
  from category c left join lateral limit_of(c.code, ${today}) t on true order by c.code`);
const units = array(sql`select u.id, u.name, u.short_name as "shortName", u.kind, coalesce(u.dissolved_on <= ${today}, false) as dissolved
  from unit u order by u.id`);
const zones = array(sql`select z.id, z.level, z.name, z.parent_id as parent from zone z where ${zoneStands} order by z.level, z.id`);

const rounds = array(sql`select r.id, r.name, r.starts::text as starts from inspection_round r order by r.starts desc limit 20`);

const statement = sql`select d.code, ${word(sql`d.name_zh`, sql`d.name_en`)} as name, d.time_zone as "timeZone", d.language,
    json_build_array(ST_X(d.centre), ST_Y(d.centre)) as centre, ${bounds} as bounds, clock() as clock,
    d.frozen_at is not null as frozen, d.data_as_of as "dataAsOf", d.made_up as "madeUp",
    case when d.notice_zh is not null or d.notice_en is not null
      then ${word(sql`coalesce(d.notice_zh, d.notice_en)`, sql`coalesce(d.notice_en, d.notice_zh)`)} end as notice,
    d.attribution, d.map_approval as "mapApproval", (select revision from change_head) as revision,
    ${categories} as categories, ${units} as units, ${zones} as zones,
    ${rounds} as rounds,
    (select json_object_agg(t.site_type, t.count) from (select site_type, count(*)::int as count from site group by site_type) t) as "siteCounts"
  from district d`;

export const district = route({
  path: "/api/district",
  question: "Which district is this: its name, clock, categories, units and zones?",
  may: { who: "signed in", area: "none" },
  answer: DistrictSchema,
  async handle({ rows }) {
    const [stored] = await rows<Stored>("district", statement);
    if (!stored) throw new NotFound({ zh: "还没有导入任何城区", en: "No district has been imported yet." });
    const { clock, dataAsOf, siteCounts } = stored;
    return {
      ...stored,
      clock: clock.toISOString(),
      dataAsOf: dataAsOf?.toISOString() ?? null,
      siteCounts: siteCounts ?? {},
    } satisfies District;
  },
});
