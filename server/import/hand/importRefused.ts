/** "Which rows were refused?" The file to mend: the rows as they came and why, to be dropped again as it is. */
import { Readable } from "node:stream";
import { Type } from "typebox";
import { Reply, route } from "../../ask/route.ts";
import { type ImportTarget, importFields } from "../../contract/importing/importing.ts";
import { errorColumn } from "../../contract/importing/words.ts";
import type { Word } from "../../contract/vocabulary.ts";
import { sql } from "../../db/sql.ts";
import { batchOf, holdImporter, mayImport, type StoredBatch } from "./batch.ts";
import { escaped } from "./escape.ts";

interface RefusedRow {
  readonly row: number;
  readonly cells: readonly string[];
  readonly reasons: readonly { readonly field: string; readonly value: string; readonly reason: Word }[];
}

function cell(value: string): string {
  const text = escaped(value);
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
const line = (cells: readonly string[]): string => `${cells.map(cell).join(",")}\r\n`;

const nameOf = (into: ImportTarget, field: string): string =>
  field === "place" ? "位置" : ((importFields[into] as Readonly<Record<string, { readonly name: Word }>>)[field]?.name.zh ?? field);

function errorOf(into: ImportTarget, { row, reasons }: RefusedRow): string {
  return `第 ${row} 行：${reasons.map(({ field, reason }) => `${nameOf(into, field)}：${reason.zh}`).join("；")}`;
}

/** The column of errors of an earlier such file is left out: there is one. */
function* sheet({ columns, into_what }: StoredBatch, rows: readonly RefusedRow[]): Generator<string> {
  const kept = columns.flatMap((column, i) => (column === errorColumn ? [] : [i]));
  yield `\uFEFF${line([...kept.map((i) => columns[i] ?? ""), errorColumn])}`;
  for (const row of rows) yield line([...kept.map((i) => row.cells[i] ?? ""), errorOf(into_what, row)]);
}

const disposition = (id: number, name: string): string =>
  `attachment; filename="import-${id}-refused.csv"; filename*=UTF-8''${encodeURIComponent(`${name.replace(/\.[^.]*$/, "")}-待改.csv`).replace(/['()*]/g, (c) => `%${c.charCodeAt(0).toString(16).toUpperCase()}`)}`;

export const importRefused = route({
  path: "/api/imports/{id}/refused.csv",
  question: "Which rows were refused, and why? A sheet to mend and to bring in again.",
  may: mayImport,
  answer: Type.String(),
  media: "text/csv",
  async handle(ask) {
    const batch = await batchOf({ query: (statement) => ask.rows("import", statement) }, ask.id());
    holdImporter(ask.caller, batch.into_what);
    const rows = await ask.rows<RefusedRow>(
      "importRefused",
      sql`select row, cells, reasons from import_refused where batch_id = ${batch.id}::bigint order by row`,
    );
    const headers = {
      "content-type": "text/csv; charset=utf-8",
      "content-disposition": disposition(batch.id, batch.name),
      "cache-control": "no-store",
    };
    return new Reply(200, headers, Readable.from(sheet(batch, rows)));
  },
});
