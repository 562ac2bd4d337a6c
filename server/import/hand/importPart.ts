/** "Here are its next rows." Sent again, a part takes its own place. With the last one the whole is known again, should it have come before. */
import { createHash } from "node:crypto";
import { Type } from "typebox";
import { type Field, numberField, refusedField } from "../../ask/body.ts";
import { route } from "../../ask/route.ts";
import { longestCell, mostImportRows, mostPartRows } from "../../contract/importing/importing.ts";
import { ImportBatch } from "../../contract/importSchemas.ts";
import type { Tx } from "../../db/db.ts";
import { sql } from "../../db/sql.ts";
import { batchOf, holdBatch, holdOwn, holdState, mayImport, type StoredBatch, toBatch } from "./batch.ts";
import { type Cells, partsOf } from "./parts.ts";

// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is refused
const refusedCharacters = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f\p{Surrogate}]/u;

function cell(name: string, value: unknown): string {
  if (typeof value !== "string") throw refusedField(name, value, { zh: "文字", en: "text" });
  if (value.length > longestCell)
    throw refusedField(name, `${value.slice(0, 40)}…`, { zh: `至多 ${longestCell} 个字符`, en: `${longestCell} characters at most` });
  if (refusedCharacters.test(value))
    throw refusedField(name, JSON.stringify(value.slice(0, 40)), { zh: "不含控制字符的文字", en: "text without control characters" });
  return value;
}

const rowsField: Field<readonly Cells[]> = {
  schema: Type.Array(Type.Array(Type.String({ maxLength: longestCell })), {
    minItems: 1,
    maxItems: mostPartRows,
    description: "Rows of cells.",
  }),
  read(name, value) {
    if (!Array.isArray(value) || value.length === 0 || value.length > mostPartRows)
      throw refusedField(name, Array.isArray(value) ? value.length : value, {
        zh: `1 至 ${mostPartRows} 行`,
        en: `1 to ${mostPartRows} rows`,
      });
    return value.map((row: unknown, i) => {
      if (!Array.isArray(row)) throw refusedField(`${name}[${i}]`, row, { zh: "一行的各格", en: "the cells of a row" });
      return row.map((one: unknown, j) => cell(`${name}[${i}][${j}]`, one));
    });
  },
};

/** @throws ParameterError */
function holdWidths({ columns }: StoredBatch, rows: readonly Cells[]): void {
  const wrong = rows.findIndex((row) => row.length !== columns.length);
  if (wrong < 0) return;
  const has = rows[wrong]?.length ?? 0;
  throw refusedField(`rows[${wrong}]`, has, { zh: `${columns.length} 格，与表头相同`, en: `${columns.length} cells, as many as headings` });
}

async function sumOf(tx: Tx, { id, columns }: StoredBatch): Promise<Buffer> {
  const hash = createHash("sha256").update(JSON.stringify(columns));
  for await (const { rows } of partsOf(tx, id)) for (const row of rows) hash.update(JSON.stringify(row));
  return hash.digest();
}

export const importPart = route({
  method: "POST",
  path: "/api/imports/{id}/part",
  question: "Rows of a file that is brought in: part by part.",
  may: mayImport,
  body: { part: numberField(0, mostImportRows, "The part's number, from 0: rows stand in the parts' order.", true), rows: rowsField },
  mostBody_bytes: 16 * 1024 * 1024,
  answer: ImportBatch,
  handle: (ask) =>
    ask.tx("importPart", async (tx) => {
      const { part, rows } = ask.body;
      const batch = await holdBatch(tx, ask.caller, ask.id());
      holdOwn(ask.caller, batch);
      holdState(batch, ["staged"]);
      holdWidths(batch, rows);
      await tx.query(sql`
        insert into import_part (batch_id, part, rows, count) values (${batch.id}::bigint, ${part}::int, ${JSON.stringify(rows)}::jsonb, ${rows.length}::int)
        on conflict (batch_id, part) do update set rows = excluded.rows, count = excluded.count`);
      const { staged } = await batchOf(tx, batch.id);
      if (staged > batch.rows)
        throw refusedField("rows", staged, { zh: `共 ${batch.rows} 行`, en: `${batch.rows} rows in all, as was said` });
      const sum = staged === batch.rows ? await sumOf(tx, batch) : null;
      await tx.query(sql`update import_batch set sum = ${sum}::bytea where id = ${batch.id}::bigint`);
      return toBatch(await batchOf(tx, batch.id));
    }),
});
