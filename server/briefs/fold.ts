/**
 * The problems a document speaks of, folded from the log as of its moment. The log keeps state, unit, person, deadline and end;
 * what a problem is called, where it lies and of what category it is are as they are now: no act changes them.
 */
import { midnight } from "../ask/day.ts";
import { moment } from "../ask/parts.ts";
import { anyProblem, earliestOf, problemsSince } from "../ask/past.ts";
import { overdue } from "../ask/status.ts";
import { hits } from "../ask/where.ts";
import { zoneColumn } from "../ask/zones.ts";
import { momentUnix_s } from "../contract/filter.ts";
import { mostIdsNamed } from "../contract/ids.ts";
import { statusOf } from "../contract/status.ts";
import type { ProblemState, ProblemStatus, SiteType } from "../contract/vocabulary.ts";
import { type Sql, sql } from "../db/sql.ts";
import { type Asker, checkedOf, type Frame } from "./frame.ts";

/** A problem found or closed in the period, as of then. Times are ms since 1970. */
export interface Row {
  readonly id: number;
  readonly category: string;
  readonly site: number | null;
  readonly siteType: SiteType | null;
  /** The sub-district in force when it was found, and the one in force at the document's moment. */
  readonly zone: number | null;
  readonly zoneThen: number | null;
  readonly unit: number | null;
  readonly state: ProblemState;
  readonly status: ProblemStatus;
  readonly found: number;
  readonly deadline: number | null;
  readonly closed: number | null;
  /** So many events by then. */
  readonly version: number;
  readonly lon: number;
  readonly lat: number;
  readonly isFound: boolean;
  readonly isClosed: boolean;
  /** The row of now, where nothing happened since: null = fold the log. */
  readonly now: { readonly late: boolean | null; readonly reworks: number; readonly exempt: boolean } | null;
}
/** What stood open then, of one unit: ids in order, of no more than can be named. */
export interface Open {
  readonly unit: number | null;
  readonly open: number;
  readonly overdue: number;
  readonly openIds: readonly number[];
  readonly overdueIds: readonly number[];
}
export interface Folded {
  /** In order of finding. */
  readonly rows: readonly Row[];
  readonly open: readonly Open[];
}

const within = (at: Sql, { from, to }: { from: string; to: string }): Sql =>
  sql`(${at} >= ${midnight(from)} and ${at} < ${midnight(to, 1)})`;

/** An undo may set a problem back to an earlier end, no more than so long after it. */
const undoDays = 2;
const since = (day: string): Sql => problemsSince(earliestOf(day) - undoDays * 86_400_000);
/**
 * Every problem that can be found or closed since a day, or open at any time since: open now, found since, or ended since.
 * Without it the logs of all problems there ever were would be folded. Each by its own index, and as a list: how many there are the planner cannot know.
 */
export const touchedSince = (day: string): Sql => sql`any(array(
  select t.id from problem t where t.is_open
  union select t.id from ${since(day)} t where t.closed_at >= ${midnight(day, -undoDays)}
  union select t.id from ${since(day)} t where t.found_at >= ${midnight(day, -undoDays)}))`;

const ms = (at: Sql): Sql => sql`floor(extract(epoch from ${at}) * 1000)::float8`;

/** The problems of the frame that were found in its days, closed in them, or stood open at its moment, as `hit`. */
async function hitOf(asker: Asker, frame: Frame): Promise<Sql> {
  const { scope, kind } = frame;
  const slip = kind === "handover";
  const isFound = slip ? sql`true` : within(sql`p.found_at`, frame);
  const isClosed = slip ? sql`p.state = 'closed'` : sql`p.state = 'closed' and ${within(sql`p.closed_at`, frame)}`;
  const columns = sql`p.id, p.category, p.site_id, p.found_zone1_id as zone, case when ${isFound} then ${zoneColumn(scope, 1)} end as zone_then,
    p.unit_id, p.state, p.is_open, ${overdue(moment(scope))} as overdue, p.found_at, p.deadline_at, p.nearly_due_at, p.closed_at, p.version,
    ST_X(p.geom) as lon, ST_Y(p.geom) as lat, ${isFound} as is_found, coalesce(${isClosed}, false) as is_closed`;
  const set = hits(await checkedOf(asker, scope), columns);
  const among = slip ? sql`true` : sql`h.id = ${touchedSince(frame.from)} and (h.is_found or h.is_closed or h.is_open)`;
  return sql`select h.* from (${set}) h where ${among}`;
}

type Packed = [
  number,
  string,
  number | null,
  SiteType | null,
  number | null,
  number | null,
  number | null,
  ProblemState,
  number,
  number | null,
  number | null,
  number | null,
  number,
  number,
  number,
  0 | 1,
  0 | 1,
  number,
  boolean | null,
  number,
  boolean,
];
interface Answer {
  rows: Packed[];
  open: [number | null, number, number, number[] | null, number[] | null][];
}

function rowOf(packed: Packed, at_ms: number): Row {
  const [
    id,
    category,
    site,
    siteType,
    zone,
    zoneThen,
    unit,
    state,
    found,
    deadline,
    nearly,
    closed,
    version,
    lon,
    lat,
    isFound,
    isClosed,
    ...now
  ] = packed;
  const [last, late, reworks, exempt] = now;
  return {
    id,
    category,
    site,
    siteType,
    zone,
    zoneThen,
    unit,
    state,
    found,
    deadline,
    closed,
    version,
    lon,
    lat,
    status: statusOf(state, nearly, deadline, at_ms),
    isFound: isFound === 1,
    isClosed: isClosed === 1,
    now: last === version ? { late, reworks, exempt } : null,
  };
}

/** One statement: the log is folded once. */
export async function fold(asker: Asker, frame: Frame): Promise<Folded> {
  const some = (condition: Sql): Sql => sql`(array_agg(h.id order by h.id) filter (where ${condition}))[1:${mostIdsNamed + 1}::int]`;
  const [answer] = (await asker.rows<Answer>(
    "fold",
    sql`with hit as materialized (${await hitOf(asker, frame)})
      select (select coalesce(json_agg(json_build_array(h.id, h.category, h.site_id, s.site_type, h.zone, h.zone_then, h.unit_id, h.state, ${ms(sql`h.found_at`)},
          ${ms(sql`h.deadline_at`)}, ${ms(sql`h.nearly_due_at`)}, ${ms(sql`h.closed_at`)}, h.version, h.lon, h.lat, h.is_found::int, h.is_closed::int,
          n.version, n.late, n.rework_count, n.exempt) order by h.found_at, h.id), '[]'::json)
        from hit h cross join lateral (select q.version, q.late, q.rework_count, q.exempt from ${anyProblem} q where q.id = h.id offset 0) n
          left join site s on s.id = h.site_id where h.is_found or h.is_closed) as rows,
      (select coalesce(json_agg(json_build_array(g.unit_id, g.open, g.overdue, g.open_ids, g.overdue_ids)), '[]'::json)
        from (select h.unit_id, count(*)::int as open, count(*) filter (where h.overdue)::int as overdue, ${some(sql`true`)} as open_ids,
          ${some(sql`h.overdue`)} as overdue_ids from hit h where h.is_open group by h.unit_id) g) as open`,
  )) as [Answer];
  const at_ms = momentUnix_s(frame.asOf) * 1000;
  return {
    rows: answer.rows.map((row) => rowOf(row, at_ms)),
    open: answer.open.map(([unit, open, late, openIds, overdueIds]) => ({
      unit,
      open,
      overdue: late,
      openIds: openIds ?? [],
      overdueIds: overdueIds ?? [],
    })),
  };
}
