/** Rows of cells become a table: which line holds the headings, what each column is called, and which rows hold nothing. */
import { longestCell, mostImportColumns, mostImportRows } from "../../server/contract/importing/importing.ts";
import type { Word } from "../../server/contract/vocabulary.ts";
import { cleaned, isWord } from "./cells.ts";
import { fault } from "./table.ts";

export interface GridRow {
  /** In the file, the first is 1. */
  readonly line: number;
  readonly cells: readonly string[];
  /** Filled from cells above that are merged with them: by column. */
  readonly fromAbove?: ReadonlySet<number>;
  /** One merged cell across: words, no row. */
  readonly across?: true;
}
export interface Headed {
  readonly columns: readonly string[];
  readonly rows: readonly (readonly string[])[];
  readonly headerRow: number;
  readonly notes: readonly Word[];
}

/** Headings stand within so many lines. */
const lookedAt = 30;
const longestHeading = 60;

const filled = (cells: readonly string[]): string[] => cells.filter((cell) => cell !== "");
const different = ({ cells }: GridRow): number => new Set(filled(cells)).size;

/** Whether a row could be headings of a table so wide: words, short, most of them different. @param share of the columns that it names at least */
function couldHead(row: GridRow, width: number, share: number): boolean {
  const words = filled(row.cells);
  if (words.length === 0 || row.across || different(row) < Math.max(1, Math.ceil(width * share))) return false;
  return words.every((cell) => cell.length <= longestHeading) && words.filter(isWord).length >= words.length * 0.8;
}

/** Place of the headings among the rows, -1 = there are none. */
function headingAt(rows: readonly GridRow[]): number {
  const first = rows.slice(0, lookedAt);
  const width = Math.max(0, ...first.map((row) => (row.across ? 0 : different(row))));
  // What stands above a table names few of its columns; but some tables name few of them themselves.
  const at = [0.7, 0.4].map((share) => first.findIndex((row) => couldHead(row, width, share))).find((found) => found >= 0) ?? -1;
  // Two lines of headings: what is merged downwards repeats in the second.
  const [row, below] = [rows[at], rows[at + 1]];
  return row && below?.fromAbove && below.fromAbove.size > 0 && couldHead(below, width, 0.7) ? at + 1 : at;
}

/** A, B … Z, AA: as a sheet calls its columns. */
export function letters(column: number): string {
  const rest = Math.floor(column / 26);
  return (rest > 0 ? letters(rest - 1) : "") + String.fromCharCode(65 + (column % 26));
}

/** Each name once, none empty. */
export function uniqueNames(names: readonly string[]): string[] {
  const taken = new Set<string>();
  return names.map((name, column) => {
    // The server takes 200 characters of a heading; half a sign at the end is none.
    const base =
      name
        .replace(/\s+/g, " ")
        .trim()
        .slice(0, 190)
        .replace(/[\uD800-\uDBFF]$/, "") || letters(column);
    let [unique, n] = [base, 1];
    while (taken.has(unique)) unique = `${base} (${++n})`;
    taken.add(unique);
    return unique;
  });
}

/** Names of two lines of headings: the lower one's, with the upper one's where two are alike. */
function headings(rows: readonly GridRow[], at: number): string[] {
  const head = rows[at]?.cells ?? [];
  if (!rows[at]?.fromAbove?.size) return [...head];
  const above = rows[at - 1]?.cells ?? [];
  return head.map((name, i) => {
    const upper = above[i] ?? "";
    if (name === "") return upper;
    return upper !== "" && upper !== name && head.filter((other) => other === name).length > 1 ? upper + name : name;
  });
}

const named = (lines: readonly number[]): string => lines.slice(0, 10).join("、") + (lines.length > 10 ? " …" : "");
const namedEn = (lines: readonly number[]): string => lines.slice(0, 10).join(", ") + (lines.length > 10 ? " …" : "");

/** @throws FileFault for a cell that is too long to be one */
function checkCells(row: GridRow, columns: readonly string[]): void {
  const at = row.cells.findIndex((cell) => cell.length > longestCell);
  if (at < 0) return;
  const [name, length] = [columns[at] ?? letters(at), row.cells[at]?.length ?? 0];
  throw fault(
    `第 ${row.line} 行“${name}”有 ${length} 个字符，一格最多 ${longestCell} 个：请检查这一行的引号，或缩短内容`,
    `Line ${row.line}, “${name}”: ${length} characters, a cell may have ${longestCell}: look for a quote that never closes, or shorten it`,
  );
}

export const tooManyRows = () =>
  fault(
    `超过 ${mostImportRows} 行，读到这里为止：请分成几个文件导入`,
    `More than ${mostImportRows} rows; reading stopped there: cut the file into several`,
  );
export const tooManyColumns = (columns: number) =>
  fault(
    `有 ${columns} 列，最多 ${mostImportColumns} 列：请删去不用的列`,
    `${columns} columns, at most ${mostImportColumns} can be taken: delete those not needed`,
  );
export const noRows = () => fault("文件里没有数据：标题行下面一行内容也没有", "The file holds no data: nothing stands below the headings");

function notesOf(skipped: number, blank: number, uneven: readonly number[], across: readonly number[]): Word[] {
  const notes: Word[] = [];
  if (skipped > 0) notes.push({ zh: `标题行上面的 ${skipped} 行说明已略去`, en: `Lines above the headings, skipped: ${skipped}` });
  if (blank > 0) notes.push({ zh: `${blank} 个空行已略去`, en: `Blank rows, left out: ${blank}` });
  if (across.length > 0)
    notes.push({
      zh: `整行合并的说明已略去：第 ${named(across)} 行`,
      en: `Lines merged across, which are no rows, were left out: ${namedEn(across)}`,
    });
  if (uneven.length > 0)
    notes.push({
      zh: `${uneven.length} 行的列数与标题行不同：第 ${named(uneven)} 行，请核对`,
      en: `Rows with another number of cells than the headings: ${uneven.length} (line ${namedEn(uneven)}); look at them`,
    });
  return notes;
}

/** Columns in which nothing stands, not even a heading, are none. */
function usedColumns(head: readonly string[], rows: readonly GridRow[]): number[] {
  const used = new Set<number>();
  for (const [i, name] of head.entries()) if (name !== "") used.add(i);
  for (const { cells } of rows) for (let i = 0; i < cells.length; i++) if (cells[i] !== "") used.add(i);
  return [...used].sort((a, b) => a - b);
}

/**
 * @param rows as they stand, blank ones too; cells are cleaned here
 * @param headerRow as somebody says; null = guessed
 * @param even whether a row of another width is worth telling: of text it is, a sheet's rows end anywhere
 * @throws FileFault
 */
export function headed(raw: readonly GridRow[], headerRow: number | null, even: boolean): Headed {
  const all = raw.map((row) => ({ ...row, cells: row.cells.map(cleaned) }));
  const rows = all.filter(({ cells }) => cells.some((cell) => cell !== ""));
  const at = headerRow === null ? headingAt(rows) : rows.findLastIndex(({ line }) => line <= headerRow);
  const head = headerRow === 0 ? -1 : at;
  const below = rows.slice(head + 1);
  const data = below.filter(({ across }) => !across);
  if (data.length === 0) throw noRows();
  if (data.length > mostImportRows) throw tooManyRows();
  const titles = headings(rows, head);
  const used = usedColumns(titles, data);
  if (used.length > mostImportColumns) throw tooManyColumns(used.length);
  const columns = uniqueNames(used.map((i) => titles[i] || letters(i)));
  for (const row of data) checkCells(row, columns);
  const line = head < 0 ? 0 : (rows[head]?.line ?? 0);
  const width = rows[head]?.cells.length;
  const uneven = even && width !== undefined ? data.filter(({ cells }) => cells.length !== width).map((row) => row.line) : [];
  const blank = all.filter((row) => row.line > line && !row.cells.some((cell) => cell !== "")).length;
  const across = below.filter((row) => row.across).map((row) => row.line);
  return {
    columns,
    rows: data.map(({ cells }) => used.map((i) => cells[i] ?? "")),
    headerRow: line,
    notes: notesOf(Math.max(0, rows[head]?.fromAbove?.size ? head - 1 : head), blank, uneven, across),
  };
}
