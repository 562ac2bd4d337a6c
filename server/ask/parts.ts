/** The filter's plain parts as SQL conditions over a problem `p`, each by itself: a facet counts with its own part left out. */
import { emptyFilter, type Filter, type Found, momentUnix_s, type Repeat, type StatusWord } from "../contract/filter.ts";
import { and, join, reaching, type Sql, sql } from "../db/sql.ts";
import { anchorRows } from "./anchors.ts";
import type { Checked } from "./check.ts";
import { midnight, timeZone } from "./day.ts";
import type { Around, PlainArea, PlainClause } from "./named.ts";
import { clockNow } from "./now.ts";
import { anyEvent, anyProblem, archivedNever, daysKept, earliestOf, eventsSince, problemsSince } from "./past.ts";
import { boxOf, geometryOf } from "./shapes.ts";
import { isOpenState, nearlyDue, overdue } from "./status.ts";
import { endedAt, isWorking } from "./working.ts";
import { heldThen } from "./zones.ts";

/** Parts that can be left out one at a time; `zone` = the clauses that name zones only. `rest` is all else but distances. */
export const facetParts = ["status", "category", "unit", "siteType", "zone", "found", "hour"] as const;
export type FacetPart = (typeof facetParts)[number];
export type Parts = Readonly<Record<FacetPart | "rest", readonly Sql[]>>;

/** The moment a filter speaks of: the district's clock, or the moment it was asked as of. */
export const moment = (filter: Filter): Sql => (filter.at ? sql`to_timestamp(${momentUnix_s(filter.at)}::float8)` : clockNow);

/** What a problem was after an event `e` of its log; before its first it was as reported. */
const after = {
  state: sql`coalesce(e.state_after, 'reported')`,
  unit: sql`e.unit_after`,
  person: sql`e.person_after`,
  personId: sql`e.person_id_after`,
  deadline: sql`e.deadline_after`,
  nearlyDue: sql`e.nearly_due_after`,
  closed: sql`e.closed_after`,
  version: sql`coalesce(e.seq, 1)`,
};
/** The same of who was not touched since: the row is its log's fold. */
const unlessTouched = (row: Sql, folded: Sql): Sql => sql`case when c.problem_id is null then ${row} else ${folded} end`;
const asItIs: typeof after = {
  state: unlessTouched(sql`b.state`, after.state),
  unit: unlessTouched(sql`b.unit_id`, after.unit),
  person: unlessTouched(sql`b.person`, after.person),
  personId: unlessTouched(sql`b.person_id`, after.personId),
  deadline: unlessTouched(sql`b.deadline_at`, after.deadline),
  nearlyDue: unlessTouched(sql`b.nearly_due_at`, after.nearlyDue),
  closed: unlessTouched(sql`b.closed_at`, after.closed),
  version: unlessTouched(sql`b.version`, after.version),
};

const last = (id: Sql, then: Sql): Sql => sql`left join lateral (
  select v.* from ${anyEvent} v where v.problem_id = ${id} and v.at <= ${then} order by v.seq desc limit 1) e on true`;

function folded(then: Sql, was: typeof after, logs: Sql): Sql {
  return sql`(select b.id, b.layer, b.external_id, b.category, b.title, b.description, b.place, b.source, b.site_id, b.found_at,
      ${was.state} as state, ${was.state} not in ('rejected', 'closed') as is_open,
      ${was.unit} as unit_id, ${was.person} as person, ${was.personId} as person_id, b.reporter_id,
      ${was.deadline} as deadline_at, ${was.nearlyDue} as nearly_due_at, ${was.closed} as closed_at,
      ${was.version} as version, b.zone1_id, b.zone2_id, b.zone3_id, b.found_zone1_id, b.found_zone2_id, b.found_zone3_id,
      b.search, b.geom, b.geog
    from ${anyProblem} b ${logs} where b.found_at <= ${then})`;
}

/** Before this none of the problems that a span means has ended, ms since 1970: none ends before it is found. */
function earliest(span: Found | null): number {
  if (span === null) return Number.NEGATIVE_INFINITY;
  if ("days" in span) return span.days <= daysKept ? archivedNever : Number.NEGATIVE_INFINITY;
  return span.from ? earliestOf(span.from) : Number.NEGATIVE_INFINITY;
}

/** The one place that says how far back a filter reaches: none of what it means ended before, ms since 1970. */
function reachOf(filter: Filter): number {
  if (isOpenOnly(filter)) return archivedNever;
  return Math.max(earliest(filter.found), earliest(filter.closed), earliest(filter.during));
}
const standing = (filter: Filter): Sql => problemsSince(reachOf(filter));

/** A filter of which parts are left out where what it means is looked for. */
export const leaving = (filter: Filter, without: readonly FacetPart[]): Filter => ({
  ...filter,
  status: without.includes("status") ? [] : filter.status,
  found: without.includes("found") ? null : filter.found,
});

/** The problems of a filter, to be named `p`: as they stand, or each folded up to its moment from its own log. For some that are found otherwise. */
export function problems(filter: Filter): Sql {
  if (!filter.at) return standing(filter);
  const then = moment(filter);
  return folded(then, after, last(sql`b.id`, then));
}

/** The same for looking through all of them: only the logs of those that something happened to since are read. */
export function allProblems(filter: Filter): Sql {
  if (!filter.at) return standing(filter);
  const then = moment(filter);
  const since = eventsSince(momentUnix_s(filter.at) * 1_000);
  const touched = sql`left join (select distinct v.problem_id from ${since} v where v.at > ${then}) c on c.problem_id = b.id`;
  return folded(then, asItIs, sql`${touched} ${last(sql`c.problem_id`, then)}`);
}

/**
 * Of the problems `p` those few that a condition leaves, found first: a filter's times are of the district's day, so the planner
 * thinks any span of them short, and would look through all of it. @param few has an index
 */
export const amongFew = (filter: Filter, few: Sql): Sql =>
  sql`(select p.*${filter.at === null ? reaching(sql`, p.xmin`, sql``, reachOf(filter)) : sql``} from ${problems(filter)} p where ${few} offset 0)`;

/** True when the filter means open problems alone, of now. */
export const isOpenOnly = ({ status, at }: Filter): boolean => at === null && status.length > 0 && status.every(isOpenState);

/** Of all problems the open ones, found first: an index holds what is summed of them, and a span of days, which the planner thinks short, is only looked at. */
export const amongOpen: Sql = sql`(select p.* from problem p where p.is_open offset 0)`;

/** "Open" is said once, at the top: there the indexes of open ones serve, and twice would count twice in the planner's guess. */
function status(words: readonly StatusWord[], now: Sql): Sql {
  const allOpen = words.every(isOpenState);
  if (allOpen && words.includes("open")) return sql`p.is_open`;
  const states = words.filter((w) => w !== "open" && w !== "overdue" && w !== "nearly_due");
  const any: Sql[] = [];
  if (words.includes("open")) any.push(sql`p.is_open`);
  if (words.includes("overdue")) any.push(overdue(now));
  if (words.includes("nearly_due")) any.push(nearlyDue(now));
  if (states.length) any.push(sql`p.state = any(${states}::text[])`);
  const either = sql`(${join(any, sql` or `)})`;
  return allOpen ? sql`p.is_open and ${either}` : either;
}

/** A moment is reckoned beside the row: under a row's rule no index is read by a condition that reckons. */
function within(at: Sql, asked: Found, now: Sql): Sql {
  if ("days" in asked) return sql`${at} >= (select ${now} - ${asked.days * 24}::int * interval '1 hour') and ${at} <= ${now}`;
  const ends: Sql[] = [];
  if (asked.from) ends.push(sql`${at} >= ${midnight(asked.from)}`);
  if (asked.to) ends.push(sql`${at} < ${midnight(asked.to, 1)}`);
  return and(ends);
}

function during({ from, to }: NonNullable<Filter["during"]>): Sql {
  const ends: Sql[] = [];
  if (from) ends.push(isWorking(midnight(from)));
  if (to) ends.push(sql`p.found_at < ${midnight(to, 1)}`);
  return and(ends);
}

/** What a repeat is where nothing else is said. */
export const usualRepeat: Repeat = { within_m: 50, days: 30 };

/**
 * Found again: near one of the same category that was closed, and no later than so many days after. Nearness is the narrowest:
 * with `offset 0` not all pairs of a category are joined, and said like this neither the category nor the time can be asked of an index.
 */
export const repeat = (
  filter: Filter,
  { within_m, days }: Repeat,
): Sql => sql`exists (select 1 from ${problems({ ...emptyFilter, at: filter.at })} o
  where o.state = 'closed' and not o.is_open and o.category is not distinct from p.category and ST_DWithin(o.geog, p.geog, ${within_m}::float8)
    and (o.closed_at + interval '0') < p.found_at
    and (o.closed_at + interval '0') >= p.found_at - ${days * 24}::int * interval '1 hour'
    and ${endedAt(sql`o`)} >= p.found_at - ${days * 24}::int * interval '1 hour' offset 0)`;

/** Over anything `p` with a geometry: it lies in a zone, by the zone's own shape. */
export const insideZone = (id: number): Sql => sql`ST_Intersects((select z.geom::geometry from zone z where z.id = ${id}::bigint), p.geom)`;

type Zones = Pick<Checked, "levels" | "outlines" | "days">;

function zoneOf({ levels, outlines, days }: Zones, id: number): Sql {
  const day = days.get(id);
  if (day !== undefined) return heldThen(id, day);
  const level = levels.get(id);
  const outline = outlines.get(id);
  if (outline) return sql`ST_Intersects(${outline}::geometry, p.geom)`;
  if (level === 1) return sql`p.zone1_id = ${id}::bigint`;
  if (level === 2) return sql`p.zone2_id = ${id}::bigint`;
  if (level === 3) return sql`p.zone3_id = ${id}::bigint`;
  return insideZone(id);
}

const nearTo = ({ of, distance_m }: Around): Sql =>
  sql`exists (select 1 from (${anchorRows(of)}) a where ST_DWithin(a.geog, p.geog, ${distance_m}::float8))`;

function inArea(area: PlainArea, zones: Zones): Sql {
  if ("zone" in area) return zoneOf(zones, area.zone);
  if ("draw" in area) return sql`ST_Intersects(${geometryOf(area.draw)}, p.geom)`;
  if ("around" in area) return nearTo(area.around);
  return sql`ST_Intersects(${boxOf(area.view)}, p.geom)`;
}

type Inclusion = Extract<PlainClause, { areas: unknown }>;
const isInclusion = (clause: PlainClause): clause is Inclusion => "areas" in clause;
const zonesOnly = ({ op, areas }: Inclusion): boolean => op === "inside" && areas.every((area) => "zone" in area);

function inclusion({ op, areas }: Inclusion, zones: Zones): Sql {
  const inside = sql`(${join(
    areas.map((area) => inArea(area, zones)),
    sql` or `,
  )})`;
  return op === "inside" ? inside : sql`${inside} is not true`;
}

const noLevels: Zones = { levels: new Map(), outlines: new Map(), days: new Map() };

/** The filter's clauses of place over anything `p` with geom and geog, zones by their shapes: where it may find something. */
export const placesOf = ({ clauses, days }: Checked): Sql[] =>
  clauses.map((clause) => {
    if (isInclusion(clause)) return inclusion(clause, { ...noLevels, days });
    return clause.op === "within" ? nearTo(clause) : sql`not ${nearTo(clause)}`;
  });

function categories({ category, campaign }: Filter): { own: Sql[]; campaign: Sql[] } {
  const codes = sql`${category}::text[]`;
  const own = category.length
    ? [sql`p.category = any(array(select c.code from category c where c.code = any(${codes}) or c.major = any(${codes})))`]
    : [];
  const by = campaign.length
    ? [sql`p.category = any(array(select c.code from category c where c.campaign = any(${campaign}::text[])))`]
    : [];
  return { own, campaign: by };
}

/** Parts that no facet leaves out. */
function rest(filter: Filter): Sql[] {
  const all: Sql[] = [...categories(filter).campaign];
  if (filter.person.length) all.push(sql`p.person_id = any(${filter.person}::bigint[])`);
  if (filter.source.length) all.push(sql`p.source = any(${filter.source}::text[])`);
  if (filter.problem.length) all.push(sql`p.id = any(${filter.problem}::bigint[])`);
  if (filter.closed) all.push(sql`p.state = 'closed'`, within(sql`p.closed_at`, filter.closed, moment(filter)));
  if (filter.during) all.push(during(filter.during));
  for (const word of filter.q?.toLowerCase().split(" ") ?? []) all.push(sql`strpos(p.search, ${word}::text) > 0`);
  if (filter.repeat) all.push(repeat(filter, filter.repeat));
  return all;
}

/** Every condition but the distances, by its part. */
export function partsOf(checked: Checked): Parts {
  const { filter, clauses } = checked;
  const now = moment(filter);
  const inclusions = clauses.filter(isInclusion);
  const hours = sql`extract(hour from p.found_at at time zone ${timeZone})::int = any(${filter.hour}::int[])`;
  const types = sql`p.site_id in (select s.id from site s where s.site_type = any(${filter.siteType}::text[]))`;
  return {
    status: filter.status.length ? [status(filter.status, now)] : [],
    category: categories(filter).own,
    unit: filter.unit.length ? [sql`p.unit_id = any(${filter.unit}::bigint[])`] : [],
    siteType: filter.siteType.length ? [types] : [],
    zone: inclusions.filter(zonesOnly).map((clause) => inclusion(clause, checked)),
    found: filter.found ? [within(sql`p.found_at`, filter.found, now)] : [],
    hour: filter.hour.length ? [hours] : [],
    rest: [...rest(filter), ...inclusions.filter((clause) => !zonesOnly(clause)).map((clause) => inclusion(clause, checked))],
  };
}
