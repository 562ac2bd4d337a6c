/** The statements that read an area's working set: the whole of it, or what changed since a revision. */
import { areaOf, type Caller } from "../ask/caller.ts";
import { anyProblem } from "../ask/past.ts";
import { mine } from "../ask/where.ts";
import { isWorking, workingSince } from "../ask/working.ts";
import { and, type Sql, sql } from "../db/sql.ts";
import { fieldByField, packed, places } from "./packed.ts";

/** How much of an area's set is held and sent. */
export interface Limits {
  /** Problems that travel at most: the latest found. */
  readonly sent: number;
  /** A few more are held: when some of the latest end, those behind them move up. */
  readonly held: number;
  /** Problems that changed; if more did, the set is read anew. */
  readonly moved: number;
}
export const usual: Limits = { sent: 300_000, held: 302_000, moved: 2_000 };
export const limitsOf = (sent = usual.sent): Limits => ({ ...usual, sent, held: sent + usual.held - usual.sent });

/** When the working set begins: no finer than the page is told. */
export const since = sql`(select ${workingSince(sql`date_trunc('milliseconds', clock())`)})`;
/** Problems `p` that the layer has: of the caller's area, the latest if there are too many. @param from when the set begins */
export const working = (columns: Sql, caller: Caller, from: Sql = since): Sql =>
  sql`select ${columns} from problem p where ${and([isWorking(from), ...mine(caller)])} order by p.found_at desc, p.id desc limit ${usual.sent}::int`;

const total = (caller: Caller): Sql => sql`(select count(*)::int from ${anyProblem} p where ${and(mine(caller))})`;

/** Of the whole district indexes alone are counted: what is open, what ended in time, and what is both once. */
function workingCount(caller: Caller, from: Sql): Sql {
  if (areaOf(caller) !== null) return sql`(select count(*)::int from problem p where ${and([isWorking(from), ...mine(caller)])})`;
  return sql`((select count(*) from problem p where p.is_open) + (select count(*) from problem p where p.closed_at >= ${from})
    - (select count(*) from problem p where p.is_open and p.closed_at >= ${from}))::int`;
}

/** What else the numbers of the columns stand on: another district, its sites' types, another day of its calendar. */
const mark = sql`(select concat_ws(' ', d.code, extract(epoch from d.imported_at), (clock() at time zone coalesce(d.time_zone, 'UTC'))::date,
  (select revision from layer_revision where layer = 'sites')) from change_head left join district d on true)`;
const revision = sql`(select revision from layer_revision where layer = 'problems')`;
const codes = sql`(select coalesce(json_agg(code order by code), '[]'::json) from category)`;
const head = sql`'revision', ${revision}, 'mark', ${mark}, 'codes', ${codes}, 'clock', extract(epoch from clock()) * 1000`;

/** What is true of the moment of a reading. */
export interface Head {
  readonly revision: number;
  readonly mark: string;
  readonly codes: readonly string[];
  /** ms since 1970. */
  readonly clock: number;
}
export interface WholeHead extends Head {
  /** ms since 1970. */
  readonly since: number;
  readonly working: number;
  readonly total: number;
}
/** A row for each field; the head is a WholeHead. The count of a set that is not held whole is asked of the indexes. */
export const wholeSet = (caller: Caller, { held }: Limits): Sql => sql`
  with ${places}
  ${fieldByField(sql`select json_build_object(${head}, 'since', extract(epoch from ${since}) * 1000, 'total', ${total(caller)},
      'working', case when length(k.state) < ${held}::int then length(k.state) else ${workingCount(caller, since)} end)::text as head, k.*
    from (${packed(sql`problem p`, and([isWorking(since), ...mine(caller)]), held)}) k`)}`;

export interface NewsHead extends Head {
  /** False: something happened that is not told problem by problem, or is not told any more. */
  readonly known: boolean;
  /** Problems that changed; one more than the limit when they are too many. */
  readonly moved: readonly number[];
  /** Those of them that are in the caller's area now, in the working set or not. */
  readonly theirs: readonly number[];
  /** Null when not asked for. */
  readonly working: number | null;
  readonly total: number | null;
}

/** What is read of a set that is held. */
export interface NewsOf {
  readonly caller: Caller;
  /** The revision it is of. */
  readonly revision: number;
  /** When it begins, ms since 1970. */
  readonly since: number;
  /** Counts that are asked for, too. */
  readonly working: boolean;
  readonly total: boolean;
}

/** Numbers of changes are without gaps: should one be missing in between, not all is known. */
const known = (after: number): Sql => sql`(select count(*) = (select revision from change_head) - ${after}::bigint
    and coalesce(max(revision) filter (where layer = 'problems'), ${after}::bigint) = ${revision} and not coalesce(bool_or(whole and layer = 'problems'), false)
  from change where revision > ${after}::bigint)`;
/** The problems that changed, one look at a time by their keys. */
const movedNow = sql`x cross join lateral (select * from ${anyProblem} o where o.id = x.id limit 1) p`;

/** A row for each field; the head is a NewsHead: what of the set changed, as it is now. */
export const newsOf = ({ caller, revision: after, since: from, ...counts }: NewsOf, { moved }: Limits): Sql => {
  const begins = sql`${new Date(from)}::timestamptz`;
  return sql`
  with ${places},
    x as materialized (select distinct problem_id as id from problem_change where revision > ${after}::bigint limit ${moved + 1}::int)
  ${fieldByField(sql`select json_build_object(${head}, 'known', ${known(after)}, 'moved', (select coalesce(json_agg(x.id), '[]'::json) from x),
      'theirs', (select coalesce(json_agg(p.id), '[]'::json) from ${movedNow} where ${and(mine(caller))}),
      'working', case when ${counts.working}::boolean then ${workingCount(caller, begins)} end,
      'total', case when ${counts.total}::boolean then ${total(caller)} end)::text as head, k.*
    from (${packed(movedNow, and([isWorking(begins), ...mine(caller)]), moved)}) k`)}`;
};
