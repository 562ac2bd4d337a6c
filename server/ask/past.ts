/** Problems and their logs of any age: today's tables, and the archive's where there is one and the question reaches there. */
import { reaching, type Sql, sql } from "../db/sql.ts";

const day_ms = 86_400_000;

/** @param since_ms none that ended before is asked for */
export const problemsSince = (since_ms: number): Sql => reaching(sql`problem`, sql`problem_past`, since_ms);
/** @param since_ms none that happened before is asked for */
export const eventsSince = (since_ms: number): Sql => reaching(sql`problem_event`, sql`problem_event_past`, since_ms);

/** All problems there are. To change one it is brought back first (log/problem.ts). */
export const anyProblem: Sql = problemsSince(Number.NEGATIVE_INFINITY);
/** All logs there are. */
export const anyEvent: Sql = eventsSince(Number.NEGATIVE_INFINITY);

/** No moment of a day (yyyy-MM-dd) is earlier, in any time zone. */
export const earliestOf = (day: string): number => Date.parse(`${day}T00:00:00Z`) - day_ms;
/** Nothing so young by the district's clock is ever archived. */
export const archivedNever = Number.POSITIVE_INFINITY;
/** Days back from the clock that no archive comes near: thirteen months stay, counted from the beginning of this one. */
export const daysKept = 365;
