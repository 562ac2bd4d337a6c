/** "How many, by whom and what and where?" Figures of a filter; every key is the value of the filter that opens its rows. */
import { type Checked, check } from "../ask/check.ts";
import { timeZone } from "../ask/day.ts";
import { oneWord, words } from "../ask/parameters.ts";
import { moment } from "../ask/parts.ts";
import { route } from "../ask/route.ts";
import { nearlyDue, overdue } from "../ask/status.ts";
import { kept, summed } from "../ask/where.ts";
import { CountAnswer } from "../contract/problemSchemas.ts";
import type { CountAnswer as Counts } from "../contract/types.ts";
import { join, type Sql, sql } from "../db/sql.ts";

const groups = [
  "status",
  "state",
  "unit",
  "category",
  "major",
  "source",
  "campaign",
  "zone",
  "zone1",
  "zone2",
  "zone3",
  "day",
  "hour",
  "siteType",
] as const;
type Group = (typeof groups)[number];
const isZone = (group: Group): boolean => group.startsWith("zone");

interface Figure {
  group: Group | "total";
  key: string;
  count: number;
  clock: Date;
}

const byColumn = (group: Group, key: Sql): Sql =>
  sql`select ${group}::text, ${key}::text, count(*)::int from hit h where ${key} is not null group by ${key}`;
const byCategory = (group: Group, key: Sql): Sql =>
  sql`select ${group}::text, ${key}, sum(h.count)::int from (select category, count(*) as count from hit group by category) h
    join category c on c.code = h.category where ${key} is not null group by ${key}`;

/** One arm of the statement for each group; the arms share the hits. */
function arm(group: Group): Sql {
  if (group === "status")
    return sql`select 'status', v.key, v.count from (select count(*) filter (where is_open)::int as open, count(*) filter (where overdue)::int as overdue,
        count(*) filter (where nearly_due)::int as nearly_due, count(*) filter (where state = 'closed')::int as closed,
        count(*) filter (where state = 'rejected')::int as rejected from hit) s,
      lateral (values ('open', s.open), ('overdue', s.overdue), ('nearly_due', s.nearly_due), ('closed', s.closed), ('rejected', s.rejected)) v (key, count)`;
  if (group === "siteType")
    return sql`select 'siteType', s.site_type, sum(h.count)::int from (select site_id, count(*) as count from hit group by site_id) h
      join site s on s.id = h.site_id group by s.site_type`;
  if (group === "hour")
    return sql`select 'hour', d.hour::text, d.count from (select extract(hour from h.found_at at time zone ${timeZone})::int as hour,
      count(*)::int as count from hit h group by 1) d`;
  if (group === "day")
    return sql`select 'day', d.day::text, d.count from (select (h.found_at at time zone (select time_zone from district))::date as day,
      count(*)::int as count from hit h group by 1) d`;
  if (group === "major") return byCategory(group, sql`c.major`);
  if (group === "campaign") return byCategory(group, sql`c.campaign`);
  const columns = {
    state: sql`h.state`,
    unit: sql`h.unit_id`,
    category: sql`h.category`,
    source: sql`h.source`,
    zone: sql`h.zone1_id`,
    zone1: sql`h.zone1_id`,
    zone2: sql`h.zone2_id`,
    zone3: sql`h.zone3_id`,
  };
  return byColumn(group, columns[group]);
}

/** Whose zones a sum by zone is of: reports speak of those of the day each problem was found, which no redraw changes. */
export const zonesTaken = oneWord(
  ["then", "today"],
  "then",
  "Of a sum by zone: each problem in the zone of the day it was found, or in the one that holds its place today.",
);
const zoneKeys = (zones: "then" | "today"): Sql =>
  zones === "today"
    ? sql`p.zone1_id, p.zone2_id, p.zone3_id`
    : sql`p.found_zone1_id as zone1_id, p.found_zone2_id as zone2_id, p.found_zone3_id as zone3_id`;

/** What the arms of these groups sum by, of a problem `p`: what is not asked for is not written down for each hit. */
function columnsOf(by: readonly Group[], now: Sql, zones: "then" | "today"): Sql {
  const parts: Record<string, Sql> = { id: sql`p.id` };
  for (const group of by) {
    if (group === "status") parts.status = sql`p.state, p.is_open, ${overdue(now)} as overdue, ${nearlyDue(now)} as nearly_due`;
    else if (group === "state") parts.status ??= sql`p.state`;
    else if (group === "unit") parts.unit = sql`p.unit_id`;
    else if (group === "source") parts.source = sql`p.source`;
    else if (group === "siteType") parts.site = sql`p.site_id`;
    else if (group === "day" || group === "hour") parts.found = sql`p.found_at`;
    else if (isZone(group)) parts.zones = zoneKeys(zones);
    else parts.category = sql`p.category`;
  }
  return join(Object.values(parts), sql`, `);
}

function statement(checked: Checked, columns: Sql, by: readonly Group[]): Sql {
  const arms = by.map((group) => sql` union all ${arm(group)}`);
  return sql`with hit as ${kept(checked)} (${summed(checked, columns)}), figure ("group", key, count) as (select 'total', '', count(*)::int from hit ${join(arms, sql``)})
    select f.*, ${moment(checked.filter)} as clock from figure f order by f.count desc, f.key collate "C"`;
}

export const problemCount = route({
  path: "/api/problems/count",
  question: "How many problems does the filter mean, by status, unit, category, zone, day, type of the site they were found at …?",
  filtered: true,
  takes: {
    by: words(groups, ["status"], "What to count by; zone is level 1. Problems without a value are in no group."),
    zones: zonesTaken,
  },
  answer: CountAnswer,
  async handle(ask) {
    const { filter, given, rows } = ask;
    const columns = columnsOf(given.by, moment(filter), given.zones);
    const figures = await rows<Figure>("count", statement(await check(ask), columns, given.by));
    const of = (group: string) => figures.filter((f) => f.group === group).map(({ key, count }) => ({ key, count }));
    const total = figures.find((f) => f.group === "total") as Figure;
    return {
      total: total.count,
      clock: total.clock.toISOString(),
      by: Object.fromEntries(given.by.map((g) => [g, of(g)])),
      ...(given.by.some(isZone) && { zones: given.zones }),
    } satisfies Counts;
  },
});
