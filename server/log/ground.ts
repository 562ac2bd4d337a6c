/** What an act stands on beside the problem itself: the district's time, its calendar and the office's rules. */
import { loadCalendar } from "../ask/calendar.ts";
import type { Queryable } from "../db/db.ts";
import { sql } from "../db/sql.ts";
import type { Calendar } from "../life/workTime.ts";
import { ms, nearlyDueHours } from "./problem.ts";

export interface Ground {
  /** The district's clock, ms since 1970. */
  readonly now: number;
  readonly calendar: Calendar;
  readonly nearlyDueHours: number;
  /** For so many minutes one's last act can be undone. */
  readonly undo_min: number;
  /** The district is a snapshot: its clock stands, and nothing can be done. */
  readonly frozen: boolean;
}

/** Scalars of a Ground, in the order of its fields. */
export const groundColumns = sql`${ms(sql`clock()`)} as now, ${nearlyDueHours} as "nearlyDueHours",
  (select undo_min from sign_in_policy) as undo_min, coalesce((select frozen_at is not null from district), false) as frozen`;

export async function loadGround(on: Queryable): Promise<Ground> {
  const [row] = await on.query<Omit<Ground, "calendar">>(sql`select ${groundColumns}`);
  return { ...(row as Omit<Ground, "calendar">), calendar: await loadCalendar(on) };
}
