/** "What if?" Figures of the filter, each group counted with every part but its own: what a choice would give. */
import { type Checked, check } from "../ask/check.ts";
import { dayOf, timeZone } from "../ask/day.ts";
import { words } from "../ask/parameters.ts";
import { type FacetPart, moment, partsOf } from "../ask/parts.ts";
import { route } from "../ask/route.ts";
import { nearlyDue, overdue } from "../ask/status.ts";
import { kept, summed } from "../ask/where.ts";
import { zoneColumn } from "../ask/zones.ts";
import type { Filter } from "../contract/filter.ts";
import { Facets } from "../contract/hotSchemas.ts";
import type { Facets as Answer } from "../contract/types.ts";
import { join, type Sql, sql } from "../db/sql.ts";

const groups = ["status", "state", "category", "major", "unit", "siteType", "zone", "day", "hour"] as const;
type Group = (typeof groups)[number];

/** The part of the filter that a choice in a group sets. */
const partOf: Readonly<Record<Group, FacetPart>> = {
  status: "status",
  state: "status",
  category: "category",
  major: "category",
  unit: "unit",
  siteType: "siteType",
  zone: "zone",
  day: "found",
  hour: "hour",
};

/** The hits of the whole filter, and those with a part left out. The names are ours. */
const sets: Readonly<Record<FacetPart | "none", Sql>> = {
  none: sql`hit`,
  status: sql`any_status`,
  category: sql`any_category`,
  unit: sql`any_unit`,
  siteType: sql`any_type`,
  zone: sql`any_zone`,
  found: sql`any_found`,
  hour: sql`any_hour`,
};

const byColumn = (group: Group, key: Sql, from: Sql): Sql =>
  sql`select ${group}::text, ${key}::text, count(*)::int from ${from} h where ${key} is not null group by ${key}`;

const byStatus = (from: Sql): Sql =>
  sql`select 'status', v.key, v.count from (select count(*) filter (where is_open)::int as open, count(*) filter (where overdue)::int as overdue,
      count(*) filter (where nearly_due)::int as nearly_due, count(*) filter (where state = 'closed')::int as closed,
      count(*) filter (where state = 'rejected')::int as rejected from ${from} h) s,
    lateral (values ('open', s.open), ('overdue', s.overdue), ('nearly_due', s.nearly_due), ('closed', s.closed), ('rejected', s.rejected)) v (key, count)`;

/** A key that stands in another table: counted first, looked up after. */
const byMajor = (from: Sql): Sql =>
  sql`select 'major', c.major, sum(h.count)::int from (select category, count(*) as count from ${from} h group by category) h
    join category c on c.code = h.category group by c.major`;
const byType = (from: Sql): Sql =>
  sql`select 'siteType', s.site_type, sum(h.count)::int from (select site_id, count(*) as count from ${from} h group by site_id) h
    join site s on s.id = h.site_id group by s.site_type`;

function arm(group: Group, from: Sql): Sql {
  if (group === "status") return byStatus(from);
  if (group === "major") return byMajor(from);
  if (group === "siteType") return byType(from);
  const columns = {
    ...{ state: sql`h.state`, category: sql`h.category`, unit: sql`h.unit_id`, zone: sql`h.zone1_id` },
    ...{ day: sql`h.day`, hour: sql`h.hour` },
  };
  return byColumn(group, columns[group], from);
}

const keyColumns = (filter: Filter, now: Sql): Readonly<Record<Group, Sql>> => ({
  status: sql`, p.is_open, ${overdue(now)} as overdue, ${nearlyDue(now)} as nearly_due, p.state`,
  state: sql`, p.state`,
  category: sql`, p.category`,
  major: sql`, p.category`,
  unit: sql`, p.unit_id`,
  siteType: sql`, p.site_id`,
  zone: sql`, ${zoneColumn(filter, 1)} as zone1_id`,
  day: sql`, ${dayOf(sql`p.found_at`)} as day`,
  hour: sql`, extract(hour from p.found_at at time zone ${timeZone})::int as hour`,
});

/** The columns that these groups stand on, each once. */
function columnsOf(by: readonly Group[], filter: Filter, now: Sql): Sql {
  const of = keyColumns(filter, now);
  const twice = (group: Group): boolean => (group === "state" && by.includes("status")) || (group === "major" && by.includes("category"));
  return join(
    by.filter((group) => !twice(group)).map((group) => of[group]),
    sql``,
  );
}

/**
 * Only parts that ask something and are some group's own are left out. With each left out the rest narrows the search as ever: a set of its
 * own for each costs less than one of everything that any of them means.
 */
function statement(checked: Checked, by: readonly Group[]): Sql {
  const now = moment(checked.filter);
  const conditions = partsOf(checked);
  const out = [...new Set(by.map((group) => partOf[group]))].filter((part) => conditions[part].length > 0);
  const leftOut = (group: Group): FacetPart | "none" => (out.includes(partOf[group]) ? partOf[group] : "none");
  const set = (name: FacetPart | "none"): Sql => {
    const without = name === "none" ? [] : [name];
    const columns = columnsOf(
      by.filter((group) => leftOut(group) === name),
      checked.filter,
      now,
    );
    return sql`${sets[name]} as ${kept(checked, without)} (${summed(checked, sql`p.id${columns}`, without)})`;
  };
  const arms = by.map((group) => sql` union all ${arm(group, sets[leftOut(group)])}`);
  return sql`with ${join((["none", ...out] as const).map(set), sql`, `)},
      figure ("group", key, count) as (select 'total', '', count(*)::int from hit h${join(arms, sql``)})
    select f.*, ${now} as clock from figure f order by f.count desc, f.key collate "C"`;
}

interface Figure {
  group: Group | "total";
  key: string;
  count: number;
  clock: Date;
}

export const facets = route({
  path: "/api/problems/facets",
  question:
    "How many problems would each choice give: by status, category, unit, sub-district, site type, day and hour, each group counted without its own part of the filter?",
  filtered: true,
  takes: { by: words(groups, ["status"], "What to count by; zone is level 1.") },
  answer: Facets,
  async handle(ask) {
    const { by } = ask.given;
    const figures = await ask.rows<Figure>("facets", statement(await check(ask), by));
    const of = (group: string) => figures.filter((f) => f.group === group).map(({ key, count }) => ({ key, count }));
    const total = figures.find((f) => f.group === "total") as Figure;
    return {
      total: total.count,
      clock: total.clock.toISOString(),
      by: Object.fromEntries(by.map((group) => [group, of(group)])),
    } satisfies Answer;
  },
});
