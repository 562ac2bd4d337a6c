/** Overdue, nearly due and open in SQL, once. server/contract/status.ts says the same of a row; tests hold the two together. */
import { clockStates, endStates, type ProblemState, problemStates, statusOfState, statusOrder } from "../contract/vocabulary.ts";
import { type Sql, sql } from "../db/sql.ts";

const clockRuns = sql`p.state = any(${[...clockStates]}::text[])`;

/** Conditions over a problem `p`. They imply is_open; whoever wants the indexes of open ones to serve says so too. */
export const overdue = (now: Sql): Sql => sql`(${clockRuns} and p.deadline_at < ${now})`;
export const nearlyDue = (now: Sql): Sql => sql`(${clockRuns} and p.deadline_at >= ${now} and p.nearly_due_at <= ${now})`;

const states = Object.keys(problemStates) as ProblemState[];
const rankOf = (status: (typeof statusOrder)[number]): number => statusOrder.indexOf(status);

/** The place of a problem's status in statusOrder, 0 = the most urgent: what statusOf says of a row. */
export const rank = (
  now: Sql,
): Sql => sql`case when ${overdue(now)} then ${rankOf("overdue")}::int when ${nearlyDue(now)} then ${rankOf("nearly_due")}::int
  else (${states.map((state) => rankOf(statusOfState[state]))}::int[])[array_position(${states}::text[], p.state)] end`;

/** A problem's status as a word. */
export const statusWord = (now: Sql): Sql => sql`(${[...statusOrder]}::text[])[${rank(now)} + 1]`;

/** True for every word of `status=` that means open problems only. */
export const isOpenState = (word: string): boolean => !(endStates as readonly string[]).includes(word);
