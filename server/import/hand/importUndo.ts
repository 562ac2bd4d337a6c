/** "Take all of it back." In one transaction; what somebody has worked with since stands, and is named with why. */
import { patient } from "../../ask/patient.ts";
import { moved } from "../../ask/revision.ts";
import { route } from "../../ask/route.ts";
import { ImportUndone } from "../../contract/importSchemas.ts";
import { sql } from "../../db/sql.ts";
import { takeImports } from "../../log/zonesHeld.ts";
import { batchOf, holdBatch, holdState, mayImport, toBatch } from "./batch.ts";
import { undoProblems, undoSites } from "./undo.ts";

export const importUndo = route({
  method: "POST",
  path: "/api/imports/{id}/undo",
  question: "Take back all that an import did, but for what somebody has worked with since.",
  may: mayImport,
  body: {},
  answer: ImportUndone,
  handle: (ask) =>
    ask.tx("importUndo", async (plain) => {
      const tx = patient(plain);
      await takeImports(tx);
      const batch = await holdBatch(tx, ask.caller, ask.id());
      holdState(batch, ["done"]);
      const undone = await (batch.into_what === "sites" ? undoSites : undoProblems)(tx, batch.id);
      await tx.query(sql`update import_batch set state = 'undone' where id = ${batch.id}::bigint`);
      const { removed, restored, kept } = undone;
      await ask.audit(
        { kind: "change", detail: { import: batch.id, file: batch.name, undo: { removed, restored, kept: kept.length } } },
        tx,
      );
      const answer = { ...undone, batch: toBatch(await batchOf(tx, batch.id)) };
      if (removed + restored > 0) await tx.query(moved(batch.into_what));
      return answer;
    }),
});
