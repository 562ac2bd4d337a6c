/** "How has it been around here?" Month by month, how many were found and closed near a site, how many came again, and who answers for the ground. */
import type { Caller } from "../ask/caller.ts";
import { timeZone } from "../ask/day.ts";
import { integer, metres } from "../ask/parameters.ts";
import { repeat, usualRepeat } from "../ask/parts.ts";
import { anyEvent, anyProblem } from "../ask/past.ts";
import { NotFound, route } from "../ask/route.ts";
import { mine } from "../ask/where.ts";
import { zoneStands } from "../ask/zones.ts";
import { emptyFilter } from "../contract/filter.ts";
import { SiteHistory } from "../contract/hotSchemas.ts";
import type { SiteHistory as Answer } from "../contract/types.ts";
import { personRoles } from "../contract/vocabulary.ts";
import { and, type Sql, sql } from "../db/sql.ts";

interface Stored extends Omit<Answer, "clock" | "within_m" | "firstFound" | "perMonth"> {
  clock: Date;
  first: Date | null;
}

/** The months of the district's calendar, the running one last: their days, and the moments at which they begin and end. */
const monthRows = (months: number): Sql => sql`
  select m.at::date as from_day, (m.at + interval '1 month' - interval '1 day')::date as to_day,
    m.at at time zone ${timeZone} as starts, (m.at + interval '1 month') at time zone ${timeZone} as ends
  from (select date_trunc('month', (select clock()) at time zone ${timeZone}) - n * interval '1 month' as at
    from generate_series(0, ${months - 1}::int) n) m`;

const nearRows = (caller: Caller, id: number, within: number): Sql => sql`
  select p.id, p.found_at, p.closed_at, p.state, p.is_open, ${repeat(emptyFilter, usualRepeat)} as again from ${anyProblem} p
  where ${and([sql`ST_DWithin(p.geog, (select s.geog from site s where s.id = ${id}::bigint), ${within}::float8)`, ...mine(caller)])}`;

/**
 * While each problem stood as an event left it: until the next that follows it in the log. Before its first it is as reported.
 * Open at a moment = an open span holds the moment, which is what the filter's at=… says of it.
 */
const spanRows = sql`
  select greatest(w.at, w.found_at) as since, w.until from (
    select e.at, e.found_at, e.open, min(e.at) over (partition by e.id order by e.seq rows between 1 following and unbounded following) as until
    from (select n.id, n.found_at, v.seq, v.at, v.state_after not in ('rejected', 'closed') as open
        from near n join ${anyEvent} v on v.problem_id = n.id
      union all select n.id, n.found_at, 0, n.found_at, true from near n) e) w
  where w.open and (w.until is null or w.until > greatest(w.at, w.found_at))`;

const monthFigures = sql`select json_agg(json_build_object('from', m.from_day::text, 'to', m.to_day::text,
    'found', (select count(*) from near n where n.found_at >= m.starts and n.found_at < m.ends),
    'closed', (select count(*) from near n where n.state = 'closed' and n.closed_at >= m.starts and n.closed_at < m.ends),
    'open', (select count(*) from span s where s.since < m.ends and s.since <= (select clock())
      and (s.until is null or s.until >= m.ends or s.until > (select clock())))) order by m.starts) from month m`;

/** Zones that are in force today. */
const people = (id: number): Sql => sql`select coalesce(json_agg(json_build_object('level', z.level,
      'zone', json_build_object('id', z.id, 'name', z.name), 'person', z.person, 'unit', u.name) order by z.level, z.id), '[]'::json)
  from site s join zone z on ST_Intersects(z.geom, s.geom) left join unit u on u.id = z.unit_id
  where s.id = ${id}::bigint and z.level > 0 and ${zoneStands}`;

const statement = (caller: Caller, id: number, within: number, months: number): Sql => sql`
  with month as materialized (${monthRows(months)}), near as materialized (${nearRows(caller, id, within)}),
    span as materialized (${spanRows})
  select (select clock()) as clock, n.*, (${monthFigures}) as months, (${people(id)}) as people
  from site s, lateral (select count(*)::int as total, count(*) filter (where is_open)::int as open,
    count(*) filter (where again)::int as repeats, min(found_at) as first from near) n
  where s.id = ${id}::bigint`;

const average = (numbers: readonly number[]): number => numbers.reduce((sum, one) => sum + one, 0) / numbers.length;

export const siteHistory = route({
  path: "/api/sites/{id}/history",
  question: "What was found within a distance of this site month by month, what came again, and who answers for the ground?",
  may: { who: personRoles, area: "own" },
  takes: {
    within: metres(500, "Distance in metres to the site's own geometry."),
    months: integer(2, 60, 12, "How many months, the running one among them."),
  },
  answer: SiteHistory,
  async handle({ caller, id, given: { within, months }, rows }) {
    const [stored] = await rows<Stored>("history", statement(caller, id(), within, months));
    if (!stored) throw new NotFound({ zh: "没有这个点位", en: "There is no such site." });
    const { clock, first, ...figures } = stored;
    const whole = figures.months.slice(0, -1).map(({ found }) => found);
    const firstFound = first?.toISOString() ?? null;
    return { ...figures, clock: clock.toISOString(), within_m: within, firstFound, perMonth: average(whole) } satisfies Answer;
  },
});
