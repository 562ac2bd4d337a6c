/** "A file of mine is coming." Its headings and how many rows it has; the rows follow in parts. */
import { type Field, listField, numberField, refusedField, textField, wordField } from "../../ask/body.ts";
import { route } from "../../ask/route.ts";
import { type ImportTarget, importTargets, mostImportColumns, mostImportRows } from "../../contract/importing/importing.ts";
import { ImportBatch } from "../../contract/importSchemas.ts";
import { sql } from "../../db/sql.ts";
import { batchOf, holdImporter, mayImport, toBatch } from "./batch.ts";

const names = listField(textField(1, 200, "A heading."), 1, mostImportColumns, "The file's headings, in order; each its own.");
const columns: Field<readonly string[]> = {
  ...names,
  read(name, value) {
    const read = names.read(name, value);
    const twice = read.find((column, i) => read.indexOf(column) !== i);
    if (twice !== undefined) throw refusedField(name, twice, { zh: "各列的名称不得相同", en: "headings that differ from each other" });
    return read;
  },
};

/** Whole-district people only: who is bound to a zone is refused, for a file's rows may lie anywhere. */
export const importAdd = route({
  method: "POST",
  path: "/api/imports",
  question: "A file is brought in: its name, headings and count of rows.",
  may: mayImport,
  body: {
    name: textField(1, 200, "The file's name."),
    into: wordField(Object.keys(importTargets) as ImportTarget[], "What its rows become."),
    columns,
    rows: numberField(1, mostImportRows, "Rows below the headings.", true),
  },
  answer: ImportBatch,
  async handle(ask) {
    const { caller, body } = ask;
    holdImporter(caller, body.into);
    return ask.tx("importAdd", async (tx) => {
      const [made] = await tx.query<{ id: number }>(sql`
        insert into import_batch (person_id, who, name, into_what, columns, rows)
        values (${caller.personId}::bigint, ${caller.name ?? ""}::text, ${body.name}::text, ${body.into}::text, ${body.columns}::text[], ${body.rows}::int)
        returning id`);
      const id = made?.id as number;
      await ask.audit({ kind: "change", detail: { import: id, file: body.name, into: body.into, rows: body.rows } }, tx);
      return toBatch(await batchOf(tx, id));
    });
  },
});
