/** "Where is …?" Names, pinyin, initials and numbers of sites, zones, units and problems. */
import { searchText } from "../ask/parameters.ts";
import { anyProblem } from "../ask/past.ts";
import { route } from "../ask/route.ts";
import { mine } from "../ask/where.ts";
import { zoneStands } from "../ask/zones.ts";
import { SearchAnswer } from "../contract/schemas.ts";
import type { SearchAnswer as Answer } from "../contract/types.ts";
import { personRoles } from "../contract/vocabulary.ts";
import { and, type Sql, sql } from "../db/sql.ts";

const most = 20;

/** 0 the very name or code, 1 it begins so (in Han, pinyin or initials), 2 it contains it; null: it does not. */
const rank = (name: Sql, search: Sql, q: string): Sql => sql`case
  when lower(${name}) = ${q} then 0
  when starts_with(lower(${name}), ${q}) or starts_with(${search}, ${q}) or strpos(${search}, ${` ${q}`}) > 0 then 1
  when strpos(${search}, ${q}) > 0 or strpos(lower(${name}), ${q}) > 0 then 2 end`;

/** @param own conditions on the problems: the caller's area */
const arms = (q: string, own: Sql): Sql => sql`
  (select ${rank(sql`s.name`, sql`s.search`, q)} as rank, 1 as kinds, 'site' as kind, s.id, s.name, s.site_type as note, ST_PointOnSurface(s.geom) as at
    from site s where strpos(s.search, ${q}) > 0 or strpos(lower(s.name), ${q}) > 0 order by 1, length(s.name), s.id limit ${most}::int)
  union all
  (select ${rank(sql`z.name`, sql`z.search`, q)}, 2, 'zone', z.id, z.name, z.level::text, ST_PointOnSurface(z.geom)
    from zone z where (strpos(z.search, ${q}) > 0 or strpos(lower(z.name), ${q}) > 0) and ${zoneStands} order by 1, z.level, z.id limit ${most}::int)
  union all
  (select ${rank(sql`u.name`, sql`u.search`, q)}, 3, 'unit', u.id, u.name, u.kind, null
    from unit u where strpos(u.search, ${q}) > 0 or strpos(lower(u.name), ${q}) > 0 order by 1, length(u.name), u.id limit ${most}::int)
  union all
  (select 0, 4, 'problem', p.id, p.title, p.state, p.geom from ${anyProblem} p where p.external_id = any(array[${q}, upper(${q})]) and ${own} limit ${most}::int)
  union all
  (select ${rank(sql`p.title`, sql`p.search`, q)}, 4, 'problem', p.id, p.title, p.state, p.geom
    from ${anyProblem} p where strpos(p.search, ${q}) > 0 and lower(p.external_id) <> ${q} and ${own} order by p.found_at desc, p.id desc limit ${most}::int)`;

export const search = route({
  path: "/api/search",
  question: "Where is …? Sites, zones, units and problems by name, pinyin, initials or number.",
  may: { who: personRoles, area: "own" },
  takes: { q: searchText("Words in a name, its pinyin or initials; or a problem's number.") },
  answer: SearchAnswer,
  async handle({ caller, given, rows }) {
    const hits = await rows<Answer["hits"][number]>(
      "search",
      sql`select f.kind, f.id, f.name, f.note, ST_X(f.at) as lon, ST_Y(f.at) as lat from (${arms(given.q.toLowerCase(), and(mine(caller)))}) f
        order by f.rank, f.kinds, length(f.name), f.id limit ${most}::int`,
    );
    return { hits } satisfies Answer;
  },
});
