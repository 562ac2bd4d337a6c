/** Months long past go into an archive (data/schema/0016_archive.sql): what is asked of today looks into fewer drawers, and history still finds them. */
import type { Db } from "../db/db.ts";
import { sql } from "../db/sql.ts";

/** Figures a year back, by the whole month and by the day, are read without the archive. */
export const leastMonths = 13;

/**
 * Brings the months into the archive that ended so many months ago by the clock of every district, as far as it can be done now: that it is about
 * to be done is told an hour before. While a district of the database is made up and runs on, nothing is: its whole past moves.
 * @param months at least 13
 * @returns what was done, step by step
 * @throws when readers were too long at a month; the next try goes on
 */
export async function archiveMonths(db: Db, months: number): Promise<readonly string[]> {
  const steps: string[] = [];
  for (;;) {
    const [row] = await db.query<{ step: string | null }>(sql`select archive_next(${months}::int) as step`, { timeout_ms: 0 });
    if (!row?.step) break;
    steps.push(row.step);
  }
  if (steps.some((step) => step.startsWith("archived"))) await db.query(sql`select look_at_archive()`, { timeout_ms: 0 });
  return steps;
}

/** What the program does of it while it runs, to be called each minute. @param months null: nothing */
export const keepArchive = (db: Db, months: number | null) => async (): Promise<void> => {
  if (months !== null) await archiveMonths(db, months);
};
