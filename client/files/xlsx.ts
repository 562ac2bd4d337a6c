/** A workbook as a table: one of its sheets, with what a person should know of how it was read. */
import type { Word } from "../../server/contract/vocabulary.ts";
import { type Book, type BookSheet, bookOf } from "./book.ts";
import { headed } from "./grid.ts";
import { filledMerges } from "./merged.ts";
import { type Sheet, sheetOf } from "./sheet.ts";
import { FileFault, type FilePart, type FileTable, fault, type ReadOptions } from "./table.ts";
import type { Zip } from "./zip.ts";

const told = (count: number, zh: string, en: string): Word[] => (count > 0 ? [{ zh: `${count} ${zh}`, en: `${en}: ${count}` }] : []);

function notesOf(sheet: Sheet, filled: number, hidden: readonly BookSheet[]): Word[] {
  return [
    ...told(filled, "个合并单元格里的格子已填上同一个值", "Cells covered by merged ones, filled with their value"),
    ...told(sheet.formulas, "个格子是公式：取最近一次算出的值", "Formulas, of which the values last computed were taken"),
    ...told(
      sheet.uncomputed,
      "个公式没有算出的值，按空白处理：请在 Excel 或 WPS 中打开并保存一次",
      "Formulas without a value, taken as blank (open the file in Excel or WPS and save it once)",
    ),
    ...told(sheet.faults, "个格子是错误值（#REF!、#N/A 等），按空白处理", "Cells with an error (#REF!, #N/A …), taken as blank"),
    ...told(
      sheet.cut,
      "个数字超过 15 位，表格软件已丢掉末几位：编号请设为文本格式",
      "Numbers of more than 15 digits, of which the sheet has lost the last (keep such ids as text)",
    ),
    ...told(sheet.hiddenRows, "行在表中是隐藏的，也读了进来", "Rows that are hidden in the sheet, read too"),
    ...(hidden.length > 0
      ? [
          {
            zh: `有隐藏的工作表：${hidden.map(({ name }) => name).join("、")}`,
            en: `There are hidden sheets: ${hidden.map(({ name }) => name).join(", ")}`,
          },
        ]
      : []),
  ];
}

function tableOf(name: string, sheet: Sheet, options: ReadOptions) {
  const { rows, filled } = filledMerges(sheet.rows, sheet.merges);
  return { filled, ...headed(rows, options.headerRow ?? null, false), name };
}

interface Extent {
  /** Lines that hold something, headings not counted. */
  readonly rows: number;
  /** Cells with a value. */
  readonly cells: number;
}
/** How much a sheet holds, without reading it. */
function extentOf(zip: Zip, { path }: BookSheet): Extent {
  const xml = zip.text(path) ?? "";
  let [rows, cells] = [0, 0];
  for (const [, name, end] of xml.matchAll(/<(?:\w+:)?(row|v|is)(?=[\s/>])[^<>]*?(\/?)>/g)) {
    if (name !== "row") cells++;
    else if (end === "") rows++;
  }
  return { rows: Math.max(0, rows - 1), cells };
}

/** The sheet asked for; else the first that is seen and holds half as much as the fullest: what is before that says what the others are of. */
function chosen(book: Book, extents: readonly Extent[], part: number | undefined): number {
  if (part !== undefined) {
    if (!book.sheets[part]) throw fault("工作簿里没有这张工作表", "The workbook has no such sheet");
    return part;
  }
  const cells = book.sheets.map((sheet, i) => (sheet.hidden ? 0 : (extents[i]?.cells ?? 0)));
  const seen = cells.findIndex((count) => count > 0 && count * 2 >= Math.max(...cells));
  return Math.max(0, seen >= 0 ? seen : book.sheets.findIndex((sheet) => !sheet.hidden));
}

/** @throws FileFault */
export function readWorkbook(zip: Zip, name: string, options: ReadOptions, progress: (share: number) => void): FileTable {
  const book = bookOf(zip);
  progress(0.3);
  // One sheet, as most have: it need not be looked through twice.
  const extents = book.sheets.length === 1 ? [] : book.sheets.map((sheet) => extentOf(zip, sheet));
  const part = chosen(book, extents, options.part);
  const own = book.sheets[part] as BookSheet;
  const sheet = sheetOf(zip.text(own.path) ?? "", book);
  progress(0.8);
  let made: ReturnType<typeof tableOf>;
  try {
    made = tableOf(name, sheet, options);
  } catch (error) {
    if (!(error instanceof FileFault)) throw error;
    throw fault(`工作表“${own.name}”：${error.word.zh}`, `Sheet “${own.name}”: ${error.word.en}`);
  }
  const { filled, notes, ...rest } = made;
  const parts: FilePart[] = book.sheets.map((one, i) => ({
    name: one.name,
    rows: i === part ? made.rows.length : (extents[i]?.rows ?? 0),
  }));
  const hidden = book.sheets.filter((one) => one.hidden);
  return {
    ...{ kind: "xlsx", encoding: null, crs: null, crsText: null, part, parts },
    ...rest,
    notes: [...notes, ...notesOf(sheet, filled, hidden)],
  };
}
