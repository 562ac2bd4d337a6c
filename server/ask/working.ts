/** The map's working set: what is open, and what ended in the last 90 days. What ended longer ago is not drawn. */
import { type Sql, sql } from "../db/sql.ts";

export const workingDays = 90;
/** When the working set of a moment begins. */
export const workingSince = (at: Sql): Sql => sql`(select ${at} - ${workingDays}::int * interval '1 day')`;
/** When a problem ended, as its month knows it: months before are not looked into where this is asked for, too. @param p what it is called */
export const endedAt = (p: Sql = sql`p`): Sql => sql`greatest(${p}.closed_at, ${p}.found_at)`;
/** Condition over a problem: it is open, or ended no earlier. @param p what it is called */
export const isWorking = (since: Sql, p: Sql = sql`p`): Sql =>
  sql`(${p}.is_open or ${p}.closed_at >= ${since} and ${endedAt(p)} >= ${since})`;
