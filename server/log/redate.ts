/**
 * The calendar has changed: deadlines are computed anew, and each that moved is one more event. Of what was handed back too: it may come back
 * for rework, with the deadline it has.
 */
import { Conflict } from "../ask/caller.ts";
import type { Tx } from "../db/db.ts";
import { sql } from "../db/sql.ts";
import { dueOf } from "../life/due.ts";
import { bareEvent, type LogEvent, step } from "../life/fold.ts";
import { NoWorkTime } from "../life/workTime.ts";
import { type Ground, loadGround } from "./ground.ts";
import { type Held, hold } from "./problem.ts";
import { type Appended, append } from "./write.ts";

/** Logs this many at a time keep a city's open problems out of memory. */
const groupSize = 1_000;

/** @throws Conflict when the calendar has no work time to count: whatever made it so is refused */
function dueNow({ events }: Held, { calendar }: Ground): number | null {
  try {
    return dueOf(events, calendar);
  } catch (error) {
    throw error instanceof NoWorkTime ? new Conflict(error.why) : error;
  }
}

/** The event that moves a deadline to where it is now due; null when it stands there already, or was set by hand. */
function redated(held: Held, ground: Ground): Appended | null {
  const { fold, foundAt, id } = held;
  const deadline = fold.limit === null ? null : dueNow(held, ground);
  if (deadline === null || deadline === fold.deadlineAt) return null;
  const event: LogEvent = { ...bareEvent, act: "redate", at: Math.max(ground.now, fold.lastAt), deadline };
  return { id, event, fold: step(fold, event, foundAt, ground.nearlyDueHours), place: null };
}

/**
 * Computes the deadlines of everything dispatched and not ended anew.
 * @param categories of these minor codes only; null = of all
 * @returns how many problems' deadlines moved
 * @throws Conflict when the calendar has no work time to count
 */
export async function redateOpen(tx: Tx, categories: readonly string[] | null): Promise<number> {
  const ground = await loadGround(tx);
  const rows = await tx.query<{ id: number }>(sql`select id from problem p
    where p.is_open and p.state in ('dispatched', 'handling', 'rework', 'suspended', 'handed_back', 'rechecking') and p.limit_value is not null
      and (${categories}::text[] is null or p.category = any(${categories}::text[])) order by id`);
  let moved = 0;
  for (let from = 0; from < rows.length; from += groupSize) {
    const held = await hold(
      tx,
      rows.slice(from, from + groupSize).map((row) => row.id),
    );
    const appended = [...held.values()].flatMap((one) => redated(one, ground) ?? []);
    await append(tx, null, appended);
    moved += appended.length;
  }
  return moved;
}
