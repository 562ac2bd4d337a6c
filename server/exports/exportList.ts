/** "Which files of mine are being made, or lie ready?" */
import { route } from "../ask/route.ts";
import { ExportJobs } from "../contract/exportSchemas.ts";
import { sql } from "../db/sql.ts";
import { jobColumns, mostShown, own, type StoredJob, toJob } from "./jobs.ts";
import { mayExport } from "./outgoing.ts";

export const exportList = route({
  path: "/api/exports",
  question: "Which files of mine are being made, or lie ready? The newest fifty.",
  may: { ...mayExport, area: "none" },
  answer: ExportJobs,
  async handle({ caller, rows }) {
    const found = await rows<StoredJob>(
      "jobs",
      sql`select ${jobColumns} from export_job j where ${own(caller)} order by j.made_at desc, j.id desc limit ${mostShown}::int`,
    );
    return { rows: found.map(toJob) };
  },
});
