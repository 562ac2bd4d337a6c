/** Files that were kept as long as files are kept go; what is known of them goes a month later. */
import { exportKept_h } from "../contract/exporting.ts";
import type { Db } from "../db/db.ts";
import { sql } from "../db/sql.ts";

const known_days = 30;

export async function sweepExports(db: Db): Promise<void> {
  await db.query(sql`delete from export_part where job_id in
    (select id from export_job where ended_at < clock_timestamp() - ${exportKept_h}::int * interval '1 hour')`);
  await db.query(sql`delete from export_job where ended_at < clock_timestamp() - ${known_days}::int * interval '1 day'`);
}
