/**
 * The made-up district stays of today: its times move forward by whole days and its clock runs on from where its data ends,
 * so that "overdue" and "last 7 days" keep their sense whenever it is looked at.
 */
import { moved } from "../ask/revision.ts";
import type { Db, Tx } from "../db/db.ts";
import { and, sql } from "../db/sql.ts";
import { holdAllKeys } from "../log/problem.ts";

/** Whole days that have passed since the made-up data ends; 0 for a real district or a snapshot. */
async function daysBehind(db: Db): Promise<number> {
  const [row] = await db.query<{ days: number }>(sql`
    select greatest(0, floor(extract(epoch from now() - data_as_of) / 86400))::int as days
    from district where ${and([sql`made_up`, sql`frozen_at is null`])}`);
  return row?.days ?? 0;
}

/** The clock goes on from the last thing that happened. */
const setClock = sql`update district set clock_set_at = now(),
  data_as_of = greatest(data_as_of, (select max(at) from problem_event)) where made_up and frozen_at is null`;

/**
 * Moves every time of a made-up district so that its data ends within the last 24 hours, and sets its clock there.
 * Real data is never touched. Called once at the program's start.
 * @returns the days it moved by
 */
export async function rollMadeUp(db: Db): Promise<number> {
  const days = await daysBehind(db);
  if (days > 0) await moveBy(db, days);
  await db.query(setClock, { timeout_ms: 0 });
  return days;
}

/** What zones were in the invented past moves with it. A plan whose day has not come keeps it, after all that came before. */
async function moveZones(tx: Tx, days: number): Promise<void> {
  const [kept] = await tx.query<{ kept: boolean }>(sql`select zones_kept() as kept`);
  if (!kept?.kept) return;
  await tx.query(sql`alter table zone disable trigger zone_versions`);
  await tx.query(sql`alter table zone_version disable trigger zone_version_kept`);
  await tx.query(sql`alter table zone_plan disable trigger zone_plan_immutable`);
  await tx.query(sql`update zone set valid_from = valid_from + ${days}::int, valid_to = valid_to + ${days}::int
    where valid_from is not null or valid_to is not null`);
  await tx.query(sql`update zone_version set valid_from = valid_from + ${days}::int, valid_to = valid_to + ${days}::int
    where valid_from is not null or valid_to is not null`);
  await tx.query(sql`update zone_plan set effective_from = effective_from + ${days}::int where in_force_at is not null`);
  await tx.query(sql`update zone_plan p set effective_from = l.last + n.n::int from (select max(effective_from) as last from zone_plan
      where in_force_at is not null) l, (select id, row_number() over (order by effective_from, id) as n from zone_plan
      where published_at is not null and in_force_at is null) n where n.id = p.id and p.effective_from < l.last + n.n::int`);
  await tx.query(sql`alter table zone enable trigger zone_versions`);
  await tx.query(sql`alter table zone_version enable trigger zone_version_kept`);
  await tx.query(sql`alter table zone_plan enable trigger zone_plan_immutable`);
}

async function moveBy(db: Db, days: number): Promise<void> {
  const by = sql`make_interval(hours => ${days * 24}::int)`;
  await db.tx(async (tx) => {
    const options = { timeout_ms: 0 };
    await holdAllKeys(tx);
    await tx.query(
      sql`update problem set found_at = found_at + ${by}, dispatched_at = dispatched_at + ${by},
      deadline_at = deadline_at + ${by}, nearly_due_at = nearly_due_at + ${by}, handed_back_at = handed_back_at + ${by},
      closed_at = closed_at + ${by}, suspended_at = suspended_at + ${by}, suspended_until = suspended_until + ${by}`,
      options,
    );
    // The log is append-only for acts; an invented past may move as a whole.
    await tx.query(sql`alter table problem_event disable trigger user`);
    await tx.query(
      sql`update problem_event set at = at + ${by}, deadline_after = deadline_after + ${by},
      nearly_due_after = nearly_due_after + ${by}, closed_after = closed_after + ${by}, until_after = until_after + ${by}`,
      options,
    );
    await tx.query(sql`alter table problem_event enable trigger user`);
    // What was done in it since goes with it.
    await tx.query(sql`update photo set taken_at = taken_at + ${by}`);
    await tx.query(sql`update check_in set at = at + ${by}`);
    await tx.query(sql`update notice set at = at + ${by}`);
    await moveZones(tx, days);
    await tx.query(sql`update district set data_as_of = data_as_of + ${by}`);
    for (const layer of ["district", "problems"] as const) await tx.query(moved(layer));
  });
  // The old row versions make room for the next time; the embedded database has nobody else to do it.
  for (const statement of [sql`vacuum analyze problem`, sql`vacuum analyze problem_event`]) await db.query(statement, { timeout_ms: 0 });
}
