/** "Make me a file of these": written down here, made by whichever process is free. */

import { textField, wordField } from "../ask/body.ts";
import { Conflict } from "../ask/caller.ts";
import { route } from "../ask/route.ts";
import { type ExportFormatName, type ExportWhat, exportFormats, exportWhats } from "../contract/exporting.ts";
import { ExportJob } from "../contract/exportSchemas.ts";
import type { Tx } from "../db/db.ts";
import { sql } from "../db/sql.ts";
import { ZoneTime } from "../files/zoneTime.ts";
import { keptCaller } from "./exportCaller.ts";
import { exportChannel, fileNames, jobColumns, mostUnfinished, type StoredJob, sources, toJob } from "./jobs.ts";
import { groundOf, mayExport } from "./outgoing.ts";

const body = {
  what: wordField(Object.keys(exportWhats) as ExportWhat[], "What leaves."),
  format: wordField(Object.keys(exportFormats) as ExportFormatName[], "As which file."),
  query: textField(0, 16_000, "Of problems the filter as a URL asks it; of sites siteType and zone; of zones level. Empty: all."),
};

/** @throws Conflict when the person has enough in the making; their row is held, so that two requests at once count each other. */
async function refuseMore(tx: Tx, personId: number | null): Promise<void> {
  await tx.query(sql`select from person where id = ${personId}::bigint for update`);
  const [row] = await tx.query<{ n: number }>(
    sql`select count(*)::int as n from export_job where person_id is not distinct from ${personId}::bigint and state in ('waiting', 'running')`,
  );
  if ((row?.n ?? 0) < mostUnfinished) return;
  throw new Conflict({
    zh: `您已有 ${mostUnfinished} 个导出还没生成完：请等其中一个完成，或先取消一个`,
    en: `${mostUnfinished} of your files are still being made: wait for one of them, or cancel one first.`,
  });
}

export const exportAdd = route({
  method: "POST",
  path: "/api/exports",
  question: "Make me a file of problems, sites or zones; GET /api/exports/{id} says how far it is.",
  may: { ...mayExport, area: "none" },
  body,
  answer: ExportJob,
  async handle({ caller, body: { what, format, query }, rows, tx, audit }) {
    const { query: asked, sentence } = await sources[what].understand(query, { caller, rows });
    const { clock, timeZone } = await groundOf(rows);
    const name = `${fileNames[what]}-${new ZoneTime(timeZone).day(clock.getTime())}.${exportFormats[format].ending}`;
    return tx("add", async (on) => {
      await refuseMore(on, caller.personId);
      const [job] = await on.query<StoredJob>(sql`
        with j as (insert into export_job (person_id, caller, what, format, query, sentence_zh, sentence_en, name)
          values (${caller.personId}::bigint, ${JSON.stringify(keptCaller(caller))}::jsonb, ${what}::text, ${format}::text, ${asked}::text,
            ${sentence.zh}::text, ${sentence.en}::text, ${name}::text) returning *)
        select ${jobColumns} from j`);
      await audit({ kind: "change", detail: { export: job?.id, what, format, filter: asked } }, on);
      await on.query(sql`select tell_district(${exportChannel}::text, '')`);
      return toJob(job as StoredJob);
    });
  },
});
