/**
 * The made-up district stays of today: its times move forward by whole days and its clock runs on from where its data ends,
 * so that "overdue" and "last 7 days" keep their sense whenever it is looked at.
 */
import { moved } from "../ask/revision.ts";
import type { Db, Tx } from "../db/db.ts";
import { rewriting } from "../db/rewrites.ts";
import { and, sql } from "../db/sql.ts";
import { holdAllKeys } from "../log/problem.ts";

/** Somebody is looking at it in another process: under them time neither leaps nor goes back. */
const isUsed = sql`(clock_set_at is not null and exists (select from session where seen_at > now() - interval '3 minutes' and revoked_at is null))`;
const isOurs = and([sql`made_up`, sql`frozen_at is null`, sql`not ${isUsed}`]);

/** Whole days that have passed since the made-up data ends; 0 for a real district, a snapshot, or one that is being used. */
async function daysBehind(tx: Tx): Promise<number> {
  const [row] = await tx.query<{ days: number }>(sql`
    select greatest(0, floor(extract(epoch from now() - data_as_of) / 86400))::int as days from district where ${isOurs} for update`);
  return row?.days ?? 0;
}

/** The clock goes on from the last thing that happened. */
const setClock = sql`update district set clock_set_at = now(),
  data_as_of = greatest(data_as_of, (select max(at) from problem_event)) where ${isOurs}`;

/**
 * Moves every time of a made-up district so that its data ends within the last 24 hours, and sets its clock there.
 * Real data is never touched. Called once at the program's start.
 * @returns the days it moved by
 */
export async function rollMadeUp(db: Db): Promise<number> {
  const days = await db.tx(async (tx) => {
    // Of two that start at once the second waits here, and finds nothing to move.
    const behind = await daysBehind(tx);
    if (behind > 0) await moveBy(tx, behind);
    return behind;
  });
  // The old row versions make room for the next time; the embedded database has nobody else to do it.
  if (days > 0)
    for (const statement of [sql`vacuum analyze problem`, sql`vacuum analyze problem_event`]) await db.query(statement, { timeout_ms: 0 });
  await db.query(setClock, { timeout_ms: 0 });
  return days;
}

/** What zones were in the invented past moves with it. A plan whose day has not come keeps it, after all that came before. */
async function moveZones(tx: Tx, days: number): Promise<void> {
  const [kept] = await tx.query<{ kept: boolean }>(sql`select zones_kept() as kept`);
  if (!kept?.kept) return;
  await tx.query(sql`update zone set valid_from = valid_from + ${days}::int, valid_to = valid_to + ${days}::int
    where valid_from is not null or valid_to is not null`);
  await tx.query(sql`update zone_version set valid_from = valid_from + ${days}::int, valid_to = valid_to + ${days}::int
    where valid_from is not null or valid_to is not null`);
  await tx.query(sql`update zone_plan set effective_from = effective_from + ${days}::int where in_force_at is not null`);
  await tx.query(sql`update zone_plan p set effective_from = l.last + n.n::int from (select max(effective_from) as last from zone_plan
      where in_force_at is not null) l, (select id, row_number() over (order by effective_from, id) as n from zone_plan
      where published_at is not null and in_force_at is null) n where n.id = p.id and p.effective_from < l.last + n.n::int`);
}

async function moveBy(tx: Tx, days: number): Promise<void> {
  const by = sql`make_interval(hours => ${days * 24}::int)`;
  const options = { timeout_ms: 0 };
  await holdAllKeys(tx);
  await tx.query(
    sql`update problem set found_at = found_at + ${by}, dispatched_at = dispatched_at + ${by},
    deadline_at = deadline_at + ${by}, nearly_due_at = nearly_due_at + ${by}, handed_back_at = handed_back_at + ${by},
    closed_at = closed_at + ${by}, suspended_at = suspended_at + ${by}, suspended_until = suspended_until + ${by}`,
    options,
  );
  // The log is append-only for acts; an invented past may move as a whole.
  await rewriting(tx, async () => {
    await tx.query(
      sql`update problem_event set at = at + ${by}, deadline_after = deadline_after + ${by},
      nearly_due_after = nearly_due_after + ${by}, closed_after = closed_after + ${by}, until_after = until_after + ${by}`,
      options,
    );
  });
  // What was done in it since goes with it.
  await tx.query(sql`update photo set taken_at = taken_at + ${by}`);
  await tx.query(sql`update check_in set at = at + ${by}`);
  await tx.query(sql`update notice set at = at + ${by}`);
  await rewriting(tx, () => moveZones(tx, days));
  await tx.query(sql`update district set data_as_of = data_as_of + ${by}`);
  for (const layer of ["district", "problems"] as const) await tx.query(moved(layer));
}
