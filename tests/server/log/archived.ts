/** The archive's steps, without the hour between what is told and what is done. */
import type { Db } from "../../../server/db/db.ts";
import { sql } from "../../../server/db/sql.ts";
import { archiveMonths } from "../../../server/log/archive.ts";

/** Brings all into the archive that is old enough. @returns what was done */
export async function archiveAll(db: Db, months = 13): Promise<readonly string[]> {
  const told = await archiveMonths(db, months);
  await db.query(sql`update archive_head set told_at = now() - interval '2 hours'`);
  return [...told, ...(await archiveMonths(db, months))];
}

/** Says that all before a moment may be archived: before the first question of a test, for what was heard of it holds for a minute. */
export const tellAll = (db: Db, edge: string): Promise<object[]> =>
  db.query(sql`update archive_head set edge = ${edge}::timestamptz, told_at = now() - interval '2 hours'`);
