/** The change feed keeps some days: whoever was away longer fetches everything anew. */
import type { Db } from "../db/db.ts";
import { sql } from "../db/sql.ts";

const days = 7;

/** For the program to call each minute. The last change stays, however old: where the feed is can be read from it. */
export async function pruneChanges(db: Db): Promise<void> {
  await db.query(sql`
    with kept as materialized (select least(max(revision), min(revision) filter (where at >= now() - ${days}::int * interval '1 day')) as first from change),
      old as (delete from change where revision < (select first from kept))
    delete from problem_change where revision < (select first from kept)`);
}
