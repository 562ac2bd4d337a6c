/** Delimited text as a table: read in pieces, stopped where it becomes more than can be taken. */
import { mostImportColumns, mostImportRows } from "../../server/contract/importing/importing.ts";
import type { Word } from "../../server/contract/vocabulary.ts";
import { Delimited, delimiterOf, withoutSaid } from "./delimited.ts";
import { Decoding, type Lines, wideEncoding } from "./encoding.ts";
import { type GridRow, headed, tooManyColumns, tooManyRows } from "./grid.ts";
import { type FileTable, fault, type ReadOptions } from "./table.ts";

const piece_bytes = 1024 * 1024;
const head_signs = 64 * 1024;
/** No line of a table is longer. */
const longestLine_bytes = 16 * 1024 * 1024;
/** Headings, lines above them and blank ones are no rows. */
const spareRows = 200;

/** Rows out of pieces of text: the first of them says what parts the cells. */
class Rows {
  readonly rows: GridRow[] = [];
  private blank = 0;
  private head: string | null = "";
  private parser: Delimited | null = null;

  push(text: string): void {
    if (this.head === null) {
      this.feed(text);
      return;
    }
    this.head += text;
    if (this.head.length >= head_signs) this.begin();
  }
  end(): GridRow[] {
    if (this.head !== null) this.begin();
    const open = this.parser?.openSince ?? null;
    if (open !== null)
      throw fault(`第 ${open} 行的双引号没有成对：请补上或删去`, `A quote in line ${open} never closes: close it, or delete it`);
    this.parser?.end();
    return this.rows;
  }

  private begin(): void {
    const head = (this.head ?? "").replace(/^\uFEFF/, "");
    this.head = null;
    this.parser = new Delimited(delimiterOf(head), (cells, line) => this.row(cells, line));
    this.feed(withoutSaid(head));
  }
  private feed(text: string): void {
    this.parser?.push(text);
    if (this.parser?.overlong)
      throw fault(
        `第 ${this.parser.openSince ?? this.rows.length + 1} 行长得不像表格的一行：双引号可能没有成对，或这不是表格文件`,
        `Line ${this.parser.openSince ?? this.rows.length + 1} is too long for a row: a quote may never close, or this is no table`,
      );
  }
  private row(cells: readonly string[], line: number): void {
    const empty = cells.every((cell) => cell.trim() === "");
    if (empty) this.blank++;
    // So many blank lines are a sheet's empty end.
    if (empty && this.blank > mostImportRows) return;
    if (cells.length > 5 * mostImportColumns) throw tooManyColumns(cells.length);
    this.rows.push({ line, cells });
    if (this.rows.length - this.blank > mostImportRows + spareRows) throw tooManyRows();
  }
}

const listed = ({ first, count }: Lines, comma: string): string => first.join(comma) + (count > first.length ? " …" : "");
function encodingNotes(decoding: Decoding): Word[] {
  const { others } = decoding;
  if (others.count === 0) return [];
  const [zh, en] = decoding.encoding === "utf-8" ? ["GB18030", "GB18030"] : ["UTF-8", "UTF-8"];
  return [
    {
      zh: `文件里混有两种编码：第 ${listed(others, "、")} 行（共 ${others.count} 行）按 ${zh} 读取，请核对`,
      en: `Two encodings in one file: lines ${listed(others, ", ")} (${others.count} in all) were read as ${en}; look at them`,
    },
  ];
}
const unreadable = (count: number): Word[] =>
  count === 0
    ? []
    : [
        {
          zh: `${count} 行里有读不出的字（�）：可换一种编码再读`,
          en: `Rows with signs that could not be read (�): ${count}; try another encoding`,
        },
      ];

const table = (name: string, kind: "csv" | "pasted", rows: readonly GridRow[], options: ReadOptions): FileTable => {
  const made = headed(rows, options.headerRow ?? null, true);
  const lost = made.rows.filter((row) => row.some((cell) => cell.includes("\uFFFD"))).length;
  return {
    ...{ name, kind, encoding: null, crs: null, crsText: null, part: 0 },
    ...made,
    parts: [{ name, rows: made.rows.length }],
    notes: [...made.notes, ...unreadable(lost)],
  };
};

/** @throws FileFault */
export async function readText(file: Blob, name: string, options: ReadOptions, progress: (share: number) => void): Promise<FileTable> {
  const head = new Uint8Array(await file.slice(0, 4096).arrayBuffer());
  const wide = wideEncoding(head);
  if (wide === null && !options.encoding && head.includes(0))
    throw fault("这不是表格文件：内容是二进制", "This is no table: its content is binary");
  const decoding = new Decoding(options.encoding ?? wide);
  const rows = new Rows();
  for (let at = 0; at < file.size; at += piece_bytes) {
    rows.push(decoding.push(new Uint8Array(await file.slice(at, at + piece_bytes).arrayBuffer())));
    if (decoding.waiting > longestLine_bytes)
      throw fault("这不是表格文件：16 MB 里没有一个换行", "This is no table: 16 MB without a single line break");
    progress(Math.min(1, (at + piece_bytes) / file.size));
  }
  rows.push(decoding.end());
  const read = table(name, "csv", rows.end(), options);
  return { ...read, encoding: decoding.encoding, notes: [...encodingNotes(decoding), ...read.notes] };
}

/** Rows copied out of a sheet, a document or a chat. @throws FileFault */
export function readRows(text: string, options: ReadOptions): FileTable {
  const rows = new Rows();
  rows.push(text);
  return table("", "pasted", rows.end(), options);
}
