/** The map's working set: what is open, and what ended in the last 90 days. What ended longer ago is not drawn. */
import { type Sql, sql } from "../db/sql.ts";

export const workingDays = 90;
/** When the working set of a moment begins. */
export const workingSince = (at: Sql): Sql => sql`${at} - ${workingDays}::int * interval '1 day'`;
/** Condition over a problem `p`: it is open, or ended no earlier. */
export const isWorking = (since: Sql): Sql => sql`(p.is_open or p.closed_at >= ${since})`;
