/** Problems with their logs, read and folded; for an act their rows are locked. The log is what holds: a row is the copy of its fold. */

import { anyEvent, anyProblem } from "../ask/past.ts";
import type { ProblemSource, ProblemState, SiteType } from "../contract/vocabulary.ts";
import type { Queryable, Tx } from "../db/db.ts";
import { reaching, type Sql, sql } from "../db/sql.ts";
import { type Fold, foldLog, type LogEvent } from "../life/fold.ts";

/** An event as it is stored: the *_after columns stand for what it carried. Times are ms since 1970. */
export interface StoredEvent extends Omit<LogEvent, "state"> {
  readonly seq: number;
  /** The state after it. */
  readonly state: ProblemState;
  readonly lon: number | null;
  readonly lat: number | null;
}

/** What of a problem its log does not say. */
export interface LogSubject {
  readonly id: number;
  /** The number people quote. */
  readonly code: string;
  readonly title: string;
  readonly category: string;
  readonly siteId: number | null;
  readonly siteType: SiteType | null;
  readonly source: ProblemSource;
  readonly foundAt: number;
  readonly lon: number;
  readonly lat: number;
  readonly zones: readonly [number | null, number | null, number | null];
  readonly reporterId: number | null;
}

/** A problem, its log and the log's fold. */
export interface Held extends LogSubject {
  readonly unitId: number | null;
  readonly personId: number | null;
  readonly fold: Fold;
  readonly events: readonly LogEvent[];
  readonly stored: readonly StoredEvent[];
}

/** A time column as ms since 1970, whole: what JavaScript's dates hold. */
export const ms = (column: Sql): Sql => sql`floor(extract(epoch from ${column}) * 1000)::float8`;

/** Columns of an event `e` as a StoredEvent. */
export const eventColumns = sql`e.seq, e.act, ${ms(sql`e.at`)} as at, e.actor, e.actor_id as "actorId", e.note, e.unit_after as "unitId",
  e.person_after as person, e.person_id_after as "personId", ${ms(sql`e.deadline_after`)} as deadline, ${ms(sql`e.until_after`)} as until,
  e.state_after as state, e.facts, ST_X(e.geom) as lon, ST_Y(e.geom) as lat`;

/** A stored event as what was said: only an import says its state. */
export const saidBy = ({ seq: _seq, lon: _lon, lat: _lat, state, ...event }: StoredEvent): LogEvent => ({
  ...event,
  state: event.act === "import" ? state : null,
});

/** A problem with its log, folded; undefined when the log is empty, for then there is no problem. */
export function heldOf(subject: LogSubject, stored: readonly StoredEvent[], hours: number): Held | undefined {
  const events = stored.map(saidBy);
  const fold = foldLog(events, subject.foundAt, hours).at(-1);
  return fold && { ...subject, unitId: fold.unitId, personId: fold.personId, fold, events, stored };
}

interface Row extends Omit<LogSubject, "zones"> {
  readonly zone1: number | null;
  readonly zone2: number | null;
  readonly zone3: number | null;
  readonly hours: number;
}

/** Hours before a deadline from which a problem can be nearly due at the earliest. */
export const nearlyDueHours = sql`coalesce((select nearly_due_h from district), 24)`;
/** Columns of a problem `p` as a LogSubject; its zones one by one. */
export const subjectColumns = sql`p.id, p.external_id as code, p.title, p.category, p.site_id as "siteId",
  (select s.site_type from site s where s.id = p.site_id) as "siteType", p.source, ${ms(sql`p.found_at`)} as "foundAt",
  ST_X(p.geom) as lon, ST_Y(p.geom) as lat, p.zone1_id as zone1, p.zone2_id as zone2, p.zone3_id as zone3, p.reporter_id as "reporterId"`;
const rowsOf = (ids: readonly number[]): Sql =>
  sql`select ${subjectColumns}, ${nearlyDueHours} as hours from ${anyProblem} p where p.id = any(${ids}::bigint[]) order by p.id`;

/** Logs are read by a statement of their own: when a lock was waited for, only a new statement sees what was done meanwhile. */
async function withLogs(on: Queryable, rows: readonly Row[]): Promise<Map<number, Held>> {
  if (rows.length === 0) return new Map();
  const ids = rows.map((row) => row.id);
  const events = await on.query<StoredEvent & { problem: number }>(
    sql`select e.problem_id as problem, ${eventColumns} from ${anyEvent} e where e.problem_id = any(${ids}::bigint[]) order by e.problem_id, e.seq`,
  );
  const logs = new Map<number, StoredEvent[]>(ids.map((id) => [id, []]));
  for (const { problem, ...event } of events) logs.get(problem)?.push(event);
  const held = rows.flatMap(
    ({ zone1, zone2, zone3, hours, ...row }) => heldOf({ ...row, zones: [zone1, zone2, zone3] }, logs.get(row.id) ?? [], hours) ?? [],
  );
  return new Map(held.map((one) => [one.id, one]));
}

/**
 * Until the transaction ends nobody else changes these problems. Their keys are locked, not their rows: a row that is closed moves to another
 * drawer, and whoever waited for it there would be turned away. In the order of ids, so that two who hold many never wait for each other.
 */
export async function holdKeys(tx: Tx, ids: readonly number[]): Promise<void> {
  await tx.query(keysHeld(ids));
}
const keysHeld = (ids: readonly number[]): Sql =>
  sql`select k.id from problem_key k where k.id = any(${ids}::bigint[]) order by k.id for update`;

/**
 * Those of these problems that are in the archive come back from it, to be changed. Whoever calls holds their keys.
 * @param ids a select of them
 */
export async function bringBack(tx: Tx, ids: Sql): Promise<void> {
  await tx.query(reaching(sql`select`, sql`select bring_back(array(${ids}))`), { timeout_ms: 0 });
}

/** The same of all problems there are, once whoever acts has finished: for who changes a great part of them. */
export async function holdAllKeys(tx: Tx): Promise<void> {
  await tx.query(sql`lock table problem_key in exclusive mode`, { timeout_ms: 0 });
}

/** Problems by id, held until the transaction ends, and brought back if they were in the archive; what does not exist is left out. */
export async function hold(tx: Tx, ids: readonly number[]): Promise<Map<number, Held>> {
  const keys = keysHeld(ids);
  await tx.query(reaching(keys, sql`with held as materialized (${keys}) select bring_back(array(select id from held))`));
  return look(tx, ids);
}

/** The same without a lock: for a preview. */
export const look = async (on: Queryable, ids: readonly number[]): Promise<Map<number, Held>> =>
  withLogs(on, await on.query<Row>(rowsOf(ids)));
