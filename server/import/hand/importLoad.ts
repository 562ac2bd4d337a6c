/** "Load it as it was tried." One transaction; rows that were refused stay out only where that is said. */
import { flagField } from "../../ask/body.ts";
import { Conflict } from "../../ask/caller.ts";
import { route } from "../../ask/route.ts";
import { ImportBatch } from "../../contract/importSchemas.ts";
import { sql } from "../../db/sql.ts";
import { batchOf, holdBatch, holdOwn, holdState, mayImport, type StoredBatch, toBatch } from "./batch.ts";
import { notify } from "./notify.ts";

function holdWhole({ report }: StoredBatch, partly: boolean): void {
  const refused = report?.refusedRows ?? 0;
  if (refused === 0 || partly) return;
  throw new Conflict(
    {
      zh: `有 ${refused} 行会被拒收：先修改，或确认只导入其余的行。`,
      en: `Rows that would be refused: ${refused}. Mend them, or say that the others are to be loaded.`,
    },
    { refusedRows: refused },
  );
}

export const importLoad = route({
  method: "POST",
  path: "/api/imports/{id}/load",
  question: "Load a file as it was tried: in one transaction.",
  may: mayImport,
  body: { partly: flagField("Rows that are refused stay out, and the others are loaded.") },
  answer: ImportBatch,
  handle: (ask) =>
    ask.tx("importLoad", async (tx) => {
      const batch = await holdBatch(tx, ask.caller, ask.id());
      holdOwn(ask.caller, batch);
      holdState(batch, ["tried"]);
      holdWhole(batch, ask.body.partly);
      await tx.query(sql`update import_batch set state = 'loading', progress = 0, beat_at = null, stop_asked = false, failure_zh = null, failure_en = null
        where id = ${batch.id}::bigint`);
      const { report } = batch;
      const detail = {
        import: batch.id,
        file: batch.name,
        load: batch.into_what,
        added: report?.added ?? 0,
        changed: report?.changed ?? 0,
      };
      await ask.audit({ kind: "change", detail }, tx);
      const answer = toBatch(await batchOf(tx, batch.id));
      await tx.query(notify);
      return answer;
    }),
});
