/**
 * The one function that turns a filter into SQL. List, count, near, heat and export all stand on `hits`.
 *
 * A filter is a set: plain conditions, narrowed by each distance clause. A clause is driven from its few anchors
 * (`from site join problem on ST_DWithin`), with the plain conditions repeated inside so that the index of open
 * problems serves; clauses meet by INTERSECT and EXCEPT, whose cost does not hang on the planner's guess.
 *
 * Whoever asks sees no more than their own area: it is one of the plain conditions, and none for the whole district.
 */

import type { Area, Filter, GeoClause, StatusWord } from "../contract/filter.ts";
import { and, join, type Sql, sql } from "../db/sql.ts";
import { anchorRows } from "./anchors.ts";
import { areaOf, type Caller, seen } from "./caller.ts";
import type { Checked } from "./check.ts";
import { midnight } from "./day.ts";
import { geometryOf } from "./shapes.ts";
import { isOpenState, nearlyDue, overdue } from "./status.ts";

type Distance = Extract<GeoClause, { of: unknown }>;

/** The moment a filter speaks of: the district's clock, or the moment it was asked as of. */
export const moment = (filter: Filter): Sql =>
  filter.at ? sql`to_timestamp(${Date.parse(filter.at) / 1000}::float8)` : sql`(select clock())`;

/** The problems of a filter, to be named `p`: as they stand, or folded up to its moment from the event log. */
export function problems(filter: Filter): Sql {
  if (!filter.at) return sql`problem`;
  const then = moment(filter);
  return sql`(select b.id, b.layer, b.external_id, b.category, b.title, b.description, b.place, b.source, b.site_id, b.found_at,
      coalesce(e.state_after, 'reported') as state, coalesce(e.state_after, 'reported') not in ('rejected', 'closed') as is_open,
      e.unit_after as unit_id, e.person_after as person, e.person_id_after as person_id, b.reporter_id,
      e.deadline_after as deadline_at, e.nearly_due_after as nearly_due_at, e.closed_after as closed_at,
      coalesce(e.seq, 1) as version, b.zone1_id, b.zone2_id, b.zone3_id, b.search, b.geom, b.geog
    from problem b left join lateral (
      select v.* from problem_event v where v.problem_id = b.id and v.at <= ${then} order by v.seq desc limit 1) e on true
    where b.found_at <= ${then})`;
}

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

function found(asked: NonNullable<Filter["found"]>, now: Sql): Sql {
  if ("days" in asked) return sql`p.found_at >= ${now} - ${asked.days * 24}::int * interval '1 hour' and p.found_at <= ${now}`;
  const ends: Sql[] = [];
  if (asked.from) ends.push(sql`p.found_at >= ${midnight(asked.from)}`);
  if (asked.to) ends.push(sql`p.found_at < ${midnight(asked.to, 1)}`);
  return and(ends);
}

function zoneOf(level: number | undefined, id: number): Sql {
  if (level === 1) return sql`p.zone1_id = ${id}::bigint`;
  if (level === 2) return sql`p.zone2_id = ${id}::bigint`;
  if (level === 3) return sql`p.zone3_id = ${id}::bigint`;
  return sql`ST_Intersects((select z.geom::geometry from zone z where z.id = ${id}::bigint), p.geom)`;
}

function inArea(area: Area, levels: Checked["levels"]): Sql {
  if ("zone" in area) return zoneOf(levels.get(area.zone), area.zone);
  if ("draw" in area) return sql`ST_Intersects(${geometryOf(area.draw)}, p.geom)`;
  const [w, s, e, n] = area.view;
  return sql`ST_Intersects((select ST_MakeEnvelope(${w}::float8, ${s}::float8, ${e}::float8, ${n}::float8, 4326)), p.geom)`;
}

/** What a caller may see of the problems `p`, as conditions; none for who may see all, so that their statements are as short. */
export const mine = (caller: Caller): Sql[] => (areaOf(caller) === null ? [] : [seen(caller)]);

/** Every condition but the distances, over a problem `p`: the filter's, and the caller's area. */
export function plain({ filter, caller, levels }: Checked): Sql {
  const now = moment(filter);
  const all: Sql[] = mine(caller);
  if (filter.status.length) all.push(status(filter.status, now));
  if (filter.category.length) {
    const codes = sql`${filter.category}::text[]`;
    all.push(sql`p.category = any(array(select c.code from category c where c.code = any(${codes}) or c.major = any(${codes})))`);
  }
  if (filter.campaign.length)
    all.push(sql`p.category = any(array(select c.code from category c where c.campaign = any(${filter.campaign}::text[])))`);
  if (filter.unit.length) all.push(sql`p.unit_id = any(${filter.unit}::bigint[])`);
  if (filter.person.length) all.push(sql`p.person_id = any(${filter.person}::bigint[])`);
  if (filter.source.length) all.push(sql`p.source = any(${filter.source}::text[])`);
  if (filter.found) all.push(found(filter.found, now));
  for (const word of filter.q?.toLowerCase().split(" ") ?? []) all.push(sql`strpos(p.search, ${word}::text) > 0`);
  for (const clause of filter.geo) {
    if (!("areas" in clause)) continue;
    const inside = sql`(${join(
      clause.areas.map((a) => inArea(a, levels)),
      sql` or `,
    )})`;
    all.push(clause.op === "inside" ? inside : sql`${inside} is not true`);
  }
  return and(all);
}

const isDistance = (clause: GeoClause): clause is Distance => "of" in clause;

/** True when finding the hits is work worth keeping (a distance clause): say MATERIALIZED, and ask once. */
export const isSpatial = (filter: Filter): boolean => filter.geo.some(isDistance);

/**
 * A select of `columns` (of a problem `p`), one row for each problem the filter means and its caller may see.
 * The columns must hold the id, and be of types that can be compared.
 */
export function hits(checked: Checked, columns: Sql): Sql {
  const source = problems(checked.filter);
  const where = plain(checked);
  // `offset 0`: a fence. The anchors are few; without it a planner that thinks the problems fewer starts from them.
  const near = ({ of, distance_m }: Distance) =>
    sql`select distinct ${columns} from (select geog from (${anchorRows(of)}) x offset 0) a join ${source} p on ST_DWithin(p.geog, a.geog, ${distance_m}::float8) where ${where}`;
  const distances = checked.filter.geo.filter(isDistance);
  const within = distances.filter((clause) => clause.op === "within").map(near);
  const beyond = distances.filter((clause) => clause.op === "beyond").map(near);
  const first = within.length ? join(within.map(bracket), sql` intersect `) : sql`select ${columns} from ${source} p where ${where}`;
  return join([first, ...beyond].map(distances.length > 1 || beyond.length ? bracket : (s) => s), sql` except `);
}

const bracket = (select: Sql): Sql => sql`(${select})`;
