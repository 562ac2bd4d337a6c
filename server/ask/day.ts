/** Days of the district's calendar in SQL: in which time zone, which day a moment falls on, when a day begins. Without a district: Asia/Shanghai. */
import { type Sql, sql } from "../db/sql.ts";

export const timeZone = sql`coalesce((select time_zone from district), 'Asia/Shanghai')`;
/** The day of a moment, as a date. */
export const dayOf = (at: Sql): Sql => sql`(${at} at time zone ${timeZone})::date`;
/** The district's day now, by its own clock. */
export const today = dayOf(sql`clock()`);
/** Midnight at the start of a day (yyyy-MM-dd), or so many days after it, reckoned once in a statement; PostgreSQL has no year 0. */
export const midnight = (day: string, after = 0): Sql =>
  sql`(select (${day < "0001-01-02" ? "0001-01-02" : day}::timestamp + ${after}::int * interval '1 day') at time zone ${timeZone})`;
