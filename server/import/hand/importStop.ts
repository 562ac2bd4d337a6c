/** "Stop." What was being tried or loaded leaves nothing; it ends at the next group of rows. */
import { route } from "../../ask/route.ts";
import { ImportBatch } from "../../contract/importSchemas.ts";
import { sql } from "../../db/sql.ts";
import { batchOf, holdBatch, holdImporter, holdState, mayImport, toBatch } from "./batch.ts";
import { stopHere } from "./worker.ts";

export const importStop = route({
  method: "POST",
  path: "/api/imports/{id}/stop",
  question: "Stop the trying or loading of a file: nothing of it is kept.",
  may: mayImport,
  body: {},
  answer: ImportBatch,
  handle(ask) {
    const standing = ask.standing();
    // Ahead of the database, which may have no session free while the work goes on.
    if (standing.status === "ready") stopHere(standing.db, ask.id(), (into) => holdImporter(ask.caller, into));
    return ask.tx("importStop", async (tx) => {
      const batch = await holdBatch(tx, ask.caller, ask.id());
      if (batch.state === "staged" || batch.state === "tried") return toBatch(batch);
      holdState(batch, ["trying", "loading"]);
      // Nobody has begun: it is as it was at once.
      await tx.query(sql`update import_batch set stop_asked = true, progress = case when beat_at is not null then progress end,
        state = case when beat_at is not null then state when state = 'loading' then 'tried' else 'staged' end where id = ${batch.id}::bigint`);
      await ask.audit({ kind: "change", detail: { import: batch.id, stop: batch.state } }, tx);
      return toBatch(await batchOf(tx, batch.id));
    });
  },
});
