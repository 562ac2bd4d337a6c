/** "Away with it." A file that was not loaded is forgotten with its rows; what was loaded stays listed. */
import { route } from "../../ask/route.ts";
import { Done } from "../../contract/bookSchemas.ts";
import { sql } from "../../db/sql.ts";
import { holdBatch, holdOwn, holdState, mayImport } from "./batch.ts";

export const importDrop = route({
  method: "POST",
  path: "/api/imports/{id}/drop",
  question: "Forget a file that was not loaded.",
  may: mayImport,
  body: {},
  answer: Done,
  handle: (ask) =>
    ask.tx("importDrop", async (tx) => {
      const batch = await holdBatch(tx, ask.caller, ask.id());
      // What nobody came back for, an administrator clears away.
      if (!ask.caller.roles.has("administrator")) holdOwn(ask.caller, batch);
      holdState(batch, ["staged", "tried", "failed"]);
      await tx.query(sql`delete from import_batch where id = ${batch.id}::bigint`);
      await ask.audit({ kind: "change", detail: { import: batch.id, file: batch.name, drop: true } }, tx);
      return { ok: true };
    }),
});
