/** "Where has nobody been of late?" Sites of a type, when somebody last checked in there and was proved, and what is open at them. */
import type { Caller } from "../ask/caller.ts";
import { oneWord } from "../ask/parameters.ts";
import { route } from "../ask/route.ts";
import { mine } from "../ask/where.ts";
import type { Patrols as Answer } from "../contract/types.ts";
import { type SiteType, siteTypes } from "../contract/vocabulary.ts";
import { Patrols } from "../contract/wallSchemas.ts";
import { and, type Sql, sql } from "../db/sql.ts";

interface Stored extends Omit<Answer["rows"][number], "last"> {
  last: Date | null;
}
interface Head {
  clock: Date;
  days: number;
}

/** Nothing is known of a site that was never walked: it is not due. Longest ago first is due longest first. */
const statement = (caller: Caller, type: SiteType, days: number): Sql => sql`
  select s.id, s.name, s.site_type as type, c.last, coalesce(c.last < (select clock()) - ${days}::int * interval '1 day', false) as due,
    (select count(*)::int from problem p where ${and([sql`p.site_id = s.id`, sql`p.is_open`, ...mine(caller)])}) as open
  from site s left join lateral (
    select k.at as last from check_in k where k.site_id = s.id and k.proved order by k.at desc limit 1) c on true
  where s.site_type = ${type}::text
  order by due desc, c.last is null desc, c.last, s.name collate "C", s.id`;

export const patrols = route({
  path: "/api/sites/patrols",
  question: "Which sites of a type are due to be walked again?",
  takes: { type: oneWord(Object.keys(siteTypes) as SiteType[], "river", "Of this type.") },
  answer: Patrols,
  async handle({ caller, given: { type }, rows }) {
    const [head] = await rows<Head>("rule", sql`select clock() as clock, patrol_days as days from wall_rule`);
    const { clock, days } = head as Head;
    const found = await rows<Stored>("patrols", statement(caller, type, days));
    return {
      ...{ clock: clock.toISOString(), days },
      rows: found.map((row) => ({ ...row, last: row.last?.toISOString() ?? null })),
      due: found.filter((row) => row.due).length,
      never: found.filter((row) => row.last === null).length,
    } satisfies Answer;
  },
});
