/** What the program does by itself as time passes: a suspension that has run out ends, at the time it was to end. */
import { holdCalendar } from "../ask/calendar.ts";
import type { Db } from "../db/db.ts";
import { sql } from "../db/sql.ts";
import { dueOf } from "../life/due.ts";
import { bareEvent, type LogEvent, step } from "../life/fold.ts";
import { NoWorkTime } from "../life/workTime.ts";
import { type Ground, loadGround } from "./ground.ts";
import { type Held, hold } from "./problem.ts";
import { type Appended, append } from "./write.ts";

/** So many at once: whoever acts meanwhile does not wait long. */
const most = 500;

/** Null leaves it to the fold, which moves the deadline by the time the clock stood: that a calendar has no work time must not keep others suspended. */
function dueAfterResume(events: readonly LogEvent[], { calendar }: Ground): number | null {
  try {
    return dueOf(events, calendar);
  } catch (error) {
    if (error instanceof NoWorkTime) return null;
    throw error;
  }
}

/** The event that ends a suspension; null when it does not stand any more, or not yet so long. */
function resumed({ id, fold, events, foundAt }: Held, ground: Ground): Appended | null {
  const { state, suspendedUntil } = fold;
  if (state !== "suspended" || suspendedUntil === null || suspendedUntil > ground.now) return null;
  const bare: LogEvent = { ...bareEvent, act: "resume", at: Math.max(suspendedUntil, fold.lastAt) };
  const event = { ...bare, deadline: dueAfterResume([...events, bare], ground) };
  return { id, event, fold: step(fold, event, foundAt, ground.nearlyDueHours), place: null };
}

/**
 * Resumes suspended problems whose time has come, by the district's clock, as of exactly that time and by the system; at most 500 a call.
 * For the program to call each minute; several at once do no harm. A snapshot's clock stands, and nothing in it ends.
 * @returns how many were resumed
 */
export const resumeDue = (db: Db): Promise<number> =>
  db.tx(async (tx) => {
    const due = await tx.query<{ id: number }>(sql`select id from problem p
      where p.is_open and p.state = 'suspended' and p.suspended_until <= clock()
        and not coalesce((select frozen_at is not null from district), false) order by id limit ${most}::int`);
    if (due.length === 0) return 0;
    await holdCalendar(tx);
    const ground = await loadGround(tx);
    const held = await hold(
      tx,
      due.map((row) => row.id),
    );
    const appended = [...held.values()].flatMap((one) => resumed(one, ground) ?? []);
    await append(tx, null, appended);
    return appended.length;
  });
