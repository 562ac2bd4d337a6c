/** Overdue, nearly due and open in SQL, once. server/contract/status.ts says the same of a row; tests hold the two together. */
import { clockStates, endStates } from "../contract/vocabulary.ts";
import { type Sql, sql } from "../db/sql.ts";

const clockRuns = sql`p.state = any(${[...clockStates]}::text[])`;

/** Conditions over a problem `p`. They imply is_open; whoever wants the indexes of open ones to serve says so too. */
export const overdue = (now: Sql): Sql => sql`(${clockRuns} and p.deadline_at < ${now})`;
export const nearlyDue = (now: Sql): Sql => sql`(${clockRuns} and p.deadline_at >= ${now} and p.nearly_due_at <= ${now})`;

/** True for every word of `status=` that means open problems only. */
export const isOpenState = (word: string): boolean => !(endStates as readonly string[]).includes(word);
