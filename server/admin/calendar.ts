/** What the calendar's changes have in common: each is audited, and in the same transaction the deadlines of running clocks are right again. */

import { takeCalendar } from "../ask/calendar.ts";
import { Conflict } from "../ask/caller.ts";
import { moved } from "../ask/revision.ts";
import type { AuditLine } from "../ask/route.ts";
import type { DayKind } from "../contract/officeWords.ts";
import type { Redated } from "../contract/types.ts";
import type { Tx } from "../db/db.ts";
import { sql } from "../db/sql.ts";
import { dueAfterWork, NoWorkTime } from "../life/workTime.ts";
import { loadGround } from "../log/ground.ts";
import { redateOpen } from "../log/redate.ts";

/** A day as a change says it; no kind: it is what its weekday says. */
export interface ChangedDay {
  readonly day: string;
  readonly kind: DayKind | null;
  readonly name: string | null;
}

/** Sets down days, each once. */
export async function saveDays(tx: Tx, days: readonly ChangedDay[]): Promise<void> {
  const plain = days.filter(({ kind }) => kind === null).map(({ day }) => day);
  const special = days.filter(({ kind }) => kind !== null).map((one) => ({ ...one, name: one.name ?? "" }));
  await tx.query(sql`delete from calendar_day where day = any(${plain}::date[])`);
  await tx.query(sql`insert into calendar_day (day, kind, name)
    select day, kind, name from jsonb_to_recordset(${JSON.stringify(special)}::jsonb) x (day date, kind text, name text)
    on conflict (day, district_id) do update set kind = excluded.kind, name = excluded.name`);
}

interface Asking {
  tx<R>(timer: string, work: (tx: Tx) => Promise<R>): Promise<R>;
  audit(line: AuditLine, tx?: Tx): Promise<void>;
}
/** What was there before, and what is there now; for the audit log. */
interface Changed {
  readonly before: unknown;
  readonly after: unknown;
}

/** A calendar in which no limit could end is refused. @throws Conflict */
async function redatedAll(tx: Tx): Promise<number> {
  try {
    const { calendar, now } = await loadGround(tx);
    dueAfterWork(calendar, now, 1);
    return await redateOpen(tx, null);
  } catch (error) {
    if (error instanceof NoWorkTime) throw new Conflict(error.why);
    throw error;
  }
}

/**
 * Changes the calendar: waits until nobody computes with it, changes it, computes the deadlines of running clocks anew (those set by hand
 * stay), audits. @throws Conflict when no work time would be left
 */
export function changeCalendar({ tx, audit }: Asking, what: string, change: (tx: Tx) => Promise<Changed>): Promise<Redated> {
  return tx("calendar", async (on) => {
    await takeCalendar(on);
    const changed = await change(on);
    const redated = await redatedAll(on);
    await audit({ kind: "change", detail: { what, ...changed, redated } }, on);
    await on.query(moved("calendar"));
    return { redated };
  });
}
