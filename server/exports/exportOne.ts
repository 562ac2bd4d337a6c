/** "How far is this file of mine?" */
import { type Ask, NotFound, route } from "../ask/route.ts";
import { ExportJob } from "../contract/exportSchemas.ts";
import { sql } from "../db/sql.ts";
import { jobColumns, noJob, own, type StoredJob, toJob } from "./jobs.ts";
import { mayExport } from "./outgoing.ts";

/** @throws NotFound where there is none, or it is somebody else's */
export async function jobOf({ caller, id, rows }: Pick<Ask, "caller" | "id" | "rows">): Promise<StoredJob> {
  const [job] = await rows<StoredJob>("job", sql`select ${jobColumns} from export_job j where j.id = ${id()}::bigint and ${own(caller)}`);
  if (!job) throw new NotFound(noJob);
  return job;
}

export const exportOne = route({
  path: "/api/exports/{id}",
  question: "How far is this file of mine?",
  may: { ...mayExport, area: "none" },
  answer: ExportJob,
  handle: async (ask) => toJob(await jobOf(ask)),
});
