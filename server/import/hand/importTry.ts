/** "What would become of it, read so?" Everything is done and rolled back; GET /api/imports/{id} says how far it is, and then what came of it. */

import { Conflict } from "../../ask/caller.ts";
import { route } from "../../ask/route.ts";
import { ImportBatch } from "../../contract/importSchemas.ts";
import { sql } from "../../db/sql.ts";
import { batchOf, holdBatch, holdOwn, holdState, mayImport, toBatch } from "./batch.ts";
import { notify } from "./notify.ts";
import { readSpec, specField } from "./spec.ts";

export const importTry = route({
  method: "POST",
  path: "/api/imports/{id}/try",
  question: "Try a file read in a stated way: everything is done, reported, and rolled back.",
  may: mayImport,
  body: { spec: specField },
  mostBody_bytes: 1024 * 1024,
  answer: ImportBatch,
  handle: (ask) =>
    ask.tx("importTry", async (tx) => {
      const batch = await holdBatch(tx, ask.caller, ask.id());
      holdOwn(ask.caller, batch);
      holdState(batch, ["staged", "tried", "failed"]);
      if (batch.staged < batch.rows)
        throw new Conflict(
          {
            zh: `文件还没有传完：${batch.staged} / ${batch.rows} 行。`,
            en: `The file is not all here yet: ${batch.staged} of ${batch.rows} rows.`,
          },
          { staged: batch.staged, rows: batch.rows },
        );
      const spec = readSpec(ask.body.spec, batch.into_what, batch.columns);
      await tx.query(sql`update import_batch set state = 'trying', spec = ${JSON.stringify(spec)}::jsonb, report = null, progress = 0, beat_at = null,
        stop_asked = false, failure_zh = null, failure_en = null where id = ${batch.id}::bigint`);
      await tx.query(sql`delete from import_refused where batch_id = ${batch.id}::bigint`);
      const answer = toBatch(await batchOf(tx, batch.id));
      await tx.query(notify);
      return answer;
    }),
});
