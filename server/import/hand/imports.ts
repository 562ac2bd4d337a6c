/** "What was brought in by hand, and what became of it?" */
import { route } from "../../ask/route.ts";
import { ImportBatch, ImportBatches } from "../../contract/importSchemas.ts";
import { sql } from "../../db/sql.ts";
import { batchOf, holdImporter, mayImport, newestBatches, type StoredBatch, toBatch } from "./batch.ts";

const most = 100;

export const imports = route({
  path: "/api/imports",
  question: "Which files were brought in? The newest 100.",
  may: mayImport,
  answer: ImportBatches,
  async handle(ask) {
    const [clock] = await ask.rows<{ clock: Date }>("importClock", sql`select clock_timestamp() as clock`);
    const rows = await ask.rows<StoredBatch>("imports", newestBatches(most));
    return { rows: rows.map(toBatch), clock: (clock?.clock ?? new Date()).toISOString() };
  },
});

/** What is said of its rows quotes them, wherever they lie: for those who may bring in such rows. */
export const importOne = route({
  path: "/api/imports/{id}",
  question: "How far is a file that was brought in, and what was said of it?",
  may: mayImport,
  answer: ImportBatch,
  handle: async (ask) => {
    const id = ask.id();
    const batch = await batchOf({ query: (statement) => ask.rows("import", statement) }, id);
    holdImporter(ask.caller, batch.into_what);
    return toBatch(batch);
  },
});
