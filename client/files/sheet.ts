/** A sheet of a workbook as rows of text: values as they were last computed, merged cells, what a formula left. */
import { mostImportColumns, mostImportRows } from "../../server/contract/importing/importing.ts";
import { type Book, cellText } from "./book.ts";
import { numberText } from "./cells.ts";
import { dayText } from "./days.ts";
import { type GridRow, tooManyColumns, tooManyRows } from "./grid.ts";
import { attribute, scanXml } from "./xml.ts";

export interface Sheet {
  readonly rows: GridRow[];
  readonly formulas: number;
  /** Formulas that were never computed: nothing stands in their cells. */
  readonly uncomputed: number;
  /** #REF!, #DIV/0! … */
  readonly faults: number;
  /** Whole numbers of more than 15 digits: a sheet keeps no more of them. */
  readonly cut: number;
  readonly hiddenRows: number;
  readonly merges: readonly Merge[];
}
export interface Merge {
  readonly top: number;
  readonly left: number;
  readonly bottom: number;
  readonly right: number;
}

/** "BC12" as column 54 (from 0) and line 12. */
export function cellAt(reference: string): { column: number; line: number } | null {
  const found = /^\$?([A-Z]{1,3})\$?(\d{1,7})$/.exec(reference);
  if (!found) return null;
  let column = 0;
  for (const sign of found[1] as string) column = column * 26 + sign.charCodeAt(0) - 64;
  return { column: column - 1, line: Number(found[2]) };
}
function mergeOf(reference: string): Merge | null {
  const [from = "", to = from] = reference.split(":");
  const [a, b] = [cellAt(from), cellAt(to)];
  return a && b && { top: a.line, left: a.column, bottom: b.line, right: b.column };
}

/** Lines above and between that hold nothing. */
const spareRows = 2000;
const precise = 999_999_999_999_999;

class Reader {
  readonly rows: GridRow[] = [];
  readonly merges: Merge[] = [];
  formulas = 0;
  uncomputed = 0;
  faults = 0;
  cut = 0;
  hiddenRows = 0;
  private readonly book: Book;
  private cells: string[] = [];
  private line = 0;
  private column = -1;
  private type = "";
  private style = 0;
  private text = "";
  private formula = false;
  private valued = false;
  private within = false;
  private reading = false;

  constructor(book: Book) {
    this.book = book;
  }

  open(name: string, attributes: string): void {
    if (name === "c") this.cell(attributes);
    else if (name === "v" || name === "t") {
      this.within = !this.reading;
      this.valued = true;
    } else if (name === "f") this.formula = true;
    else if (name === "rPh") this.reading = true;
    else if (name === "row") {
      this.line = Number(attribute(attributes, "r") ?? this.line + 1) || this.line + 1;
      [this.cells, this.column] = [[], -1];
      if (/^(1|true)$/.test(attribute(attributes, "hidden") ?? "")) this.hiddenRows++;
    } else if (name === "mergeCell" && this.merges.length < mostImportRows) {
      const merge = mergeOf(attribute(attributes, "ref") ?? "");
      if (merge) this.merges.push(merge);
    }
  }

  close(name: string): void {
    if (name === "v" || name === "t") this.within = false;
    else if (name === "rPh") this.reading = false;
    else if (name === "c") this.put();
    else if (name === "row" && this.cells.length > 0) {
      this.rows.push({ line: this.line, cells: this.cells });
      if (this.rows.length > mostImportRows + spareRows) throw tooManyRows();
    }
  }

  taken(raw: string): void {
    if (this.within) this.text += raw;
  }

  private cell(attributes: string): void {
    this.column = cellAt(attribute(attributes, "r") ?? "")?.column ?? this.column + 1;
    this.type = attribute(attributes, "t") ?? "n";
    this.style = Number(attribute(attributes, "s") ?? 0);
    this.text = "";
    this.formula = false;
    this.valued = false;
  }

  private put(): void {
    if (this.formula) this.formulas++;
    if (this.formula && !this.valued) this.uncomputed++;
    const value = this.text === "" ? "" : this.value();
    if (value === "") return;
    // A mark far to the right of a table is a slip of the hand; so many columns of values are no table.
    if (this.column > 20 * mostImportColumns) throw tooManyColumns(this.column + 1);
    while (this.cells.length < this.column) this.cells.push("");
    this.cells[this.column] = value;
  }

  private value(): string {
    const { type, text } = this;
    if (type === "s") return this.book.strings[Number(text)] ?? "";
    if (type === "e") this.faults++;
    if (type === "e") return "";
    if (type === "b") return text === "1" ? "TRUE" : "FALSE";
    if (type !== "n") return cellText(text);
    const [number, shown] = [Number(text), this.book.shown[this.style]];
    const day = shown && dayText(number, shown, this.book.from1904);
    if (day) return day;
    if (Number.isInteger(number) && Math.abs(number) > precise) this.cut++;
    const plain = numberText(text);
    return shown && shown.digits > 0 && /^\d+$/.test(plain) ? plain.padStart(shown.digits, "0") : plain;
  }
}

/** @throws FileFault beyond the bounds of what can be taken */
export function sheetOf(xml: string, book: Book): Sheet {
  const reader = new Reader(book);
  scanXml(xml, {
    open: (name, attributes) => reader.open(name, attributes),
    close: (name) => reader.close(name),
    text: (raw) => reader.taken(raw),
  });
  return reader;
}
