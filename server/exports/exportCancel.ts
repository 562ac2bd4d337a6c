/** "Do not make this file after all." One that has ended stays as it ended. */
import { NotFound, route } from "../ask/route.ts";
import { ExportJob } from "../contract/exportSchemas.ts";
import { sql } from "../db/sql.ts";
import { jobColumns, noJob, own, type StoredJob, toJob } from "./jobs.ts";
import { mayExport } from "./outgoing.ts";

export const exportCancel = route({
  method: "POST",
  path: "/api/exports/{id}/cancel",
  question: "Stop making this file of mine.",
  may: { ...mayExport, area: "none" },
  answer: ExportJob,
  handle: ({ caller, id, tx, audit }) =>
    tx("cancel", async (on) => {
      const job = id();
      const stopped = await on.query(sql`update export_job j set state = 'cancelled', ended_at = clock_timestamp()
        where j.id = ${job}::bigint and ${own(caller)} and j.state in ('waiting', 'running') returning j.id`);
      if (stopped.length) {
        await on.query(sql`delete from export_part where job_id = ${job}::bigint`);
        await audit({ kind: "change", detail: { export: job, cancelled: true } }, on);
      }
      const [now] = await on.query<StoredJob>(sql`select ${jobColumns} from export_job j where j.id = ${job}::bigint and ${own(caller)}`);
      if (!now) throw new NotFound(noJob);
      return toJob(now);
    }),
});
