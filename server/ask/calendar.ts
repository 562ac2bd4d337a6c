/** The district's working calendar, read whole: it is some hundred rows. */

import type { DayKind } from "../contract/officeWords.ts";
import type { Queryable, Tx } from "../db/db.ts";
import { sql } from "../db/sql.ts";
import type { Calendar, WorkHours } from "../life/workTime.ts";
import { timeZone } from "./day.ts";

interface Stored {
  time_zone: string;
  hours: WorkHours[];
  days: [string, DayKind, string][];
  years: [number, boolean][];
}

/** As it stands for this transaction; without a district the zone is Asia/Shanghai. */
export async function loadCalendar(on: Queryable): Promise<Calendar> {
  const [stored] = await on.query<Stored>(sql`
    select ${timeZone} as time_zone,
      coalesce((select json_agg(json_build_object('from', valid_from, 'spans', spans, 'weekdays', weekdays) order by valid_from)
        from work_hours), '[]'::json) as hours,
      coalesce((select json_agg(json_build_array(day, kind, name)) from calendar_day), '[]'::json) as days,
      coalesce((select json_agg(json_build_array(year, official)) from calendar_year), '[]'::json) as years`);
  const { time_zone, hours, days, years } = stored as Stored;
  return {
    timeZone: time_zone,
    hours,
    days: new Map(days.map(([day, kind]) => [day, kind])),
    years: new Map(years),
    names: new Map(days.filter(([, , name]) => name).map(([day, , name]) => [day, name])),
  };
}

// Any number, as long as every version of the program takes the same.
const LOCK = 6_247_002;

/**
 * Until the transaction ends nobody changes the calendar: a deadline computed and one recomputed never pass each other unseen.
 * Taken before the calendar is read and before any problem is locked.
 */
export async function holdCalendar(tx: Tx): Promise<void> {
  await tx.query(sql`select pg_advisory_xact_lock_shared(${LOCK}::int, own_district())`);
}

/** Until the transaction ends nobody computes a deadline: waits for those who do, and they for the change. */
export async function takeCalendar(tx: Tx): Promise<void> {
  await tx.query(sql`select pg_advisory_xact_lock(${LOCK}::int, own_district())`);
}
