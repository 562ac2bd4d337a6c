/**
 * XLSX: the first sheet says what the file is; the second is the table, its heading row frozen, real dates in the district's time, ids as text.
 * All rows are held until the end: 20,000 of them at most, see the caps of server/contract/exporting.ts.
 */
import writeExcelFile, { type CellObject, type SheetData } from "write-excel-file/node";
import { type Cell, type Column, type MakeEncoder, plainText, type Shown, shownIn, type Table } from "./table.ts";
import { ZoneTime } from "./zoneTime.ts";

/** Excel's limit. */
export const mostCharacters = 32_767;
const cutMark = "…（已截断）";
/** Names that every object has: the writer's index of texts is a plain object and would take them for texts it knows. Control characters are dropped as it writes. */
const inherited = new Set(Object.getOwnPropertyNames(Object.prototype));
const firstDay = Date.UTC(1900, 2, 1);

/** Text as a sheet shows it: _x0041_ would be read as A. */
function shownText(text: string): string {
  const escaped = plainText(text).replace(/_x(?=[0-9A-Fa-f]{4}_)/g, "_x005F_x");
  return inherited.has(escaped) ? `${escaped}\u0001` : escaped;
}

/** A text that fits a cell, cut between two characters. */
function fitting(text: string): { readonly text: string; readonly cut: boolean } {
  const whole = plainText(text);
  if (whole.length <= mostCharacters) return { text: whole, cut: false };
  return { text: plainText(whole.slice(0, mostCharacters - cutMark.length)) + cutMark, cut: true };
}

const heading = (text: string): CellObject => ({ value: text, type: String, fontWeight: "bold", backgroundColor: "#e8edf4", wrap: true });
const words = (text: string): CellObject => ({ value: shownText(text), type: String, format: "@" });

/** What is printed first and last of a sheet's page set-up; the writer has no words for them. */
const fitted = '<sheetPr><pageSetUpPr fitToPage="1"/></sheetPr>';
const pageNumbers = "<headerFooter><oddFooter>&amp;C第 &amp;P 页 共 &amp;N 页</oddFooter></headerFooter>";

/** A4 lying; the table's paper is A3 when its letters would be too small to read, by its width in characters. */
const paper = { orientation: "landscape" } as const;
const mostOnA4 = 180;

/** All columns on one page's width, as many pages as there are rows for, page numbers under them. */
function printable(xml: string, { columns }: { readonly columns?: readonly { width?: number }[] }): string {
  const wide = (columns ?? []).reduce((sum, { width = 0 }) => sum + width, 0) > mostOnA4;
  const start = xml.indexOf(">", xml.indexOf("<worksheet")) + 1;
  const end = xml.lastIndexOf("<pageMargins");
  const tail = xml
    .slice(end)
    .replace(/(left|right)="[\d.]+"/g, '$1="0.4"')
    .replace(
      /<pageSetup ([^>]*?)\/>/,
      (_tag, given: string) =>
        `<pageSetup ${wide ? given.replace('paperSize="9"', 'paperSize="8"') : given} fitToWidth="1" fitToHeight="0"/>${pageNumbers}`,
    );
  return xml.slice(0, start) + fitted + xml.slice(start, end) + tail;
}

/** The second sheet's heading stands on every printed page. */
const headings = `<definedNames><definedName name="_xlnm.Print_Titles" localSheetId="1">'数据'!$1:$1</definedName></definedNames>`;
const printing = {
  files: {
    transform: {
      "xl/worksheets/sheet{id}.xml": { transform: printable },
      "xl/workbook.xml": { transform: (xml: string) => xml.replace("<definedNames/>", headings) },
    },
  },
};

class Sheet {
  readonly #shown: Shown;
  readonly #zone: ZoneTime;
  readonly rows: SheetData = [];
  /** How many cells were cut, by their heading. */
  readonly cut = new Map<string, number>();

  constructor(table: Table, shown: Shown) {
    this.#shown = shown;
    this.#zone = new ZoneTime(table.timeZone);
  }

  add(cells: readonly Cell[]): void {
    this.rows.push(this.#shown.map(({ column, i }) => this.#cell(cells[i] ?? null, column)));
  }

  #cell(value: Cell, column: Column): CellObject | null {
    if (value === null || value === "") return null;
    if (typeof value === "string") return this.#text(value, column);
    if (column.kind === "time") return this.#time(value);
    if (!Number.isFinite(value)) return null;
    return { value: Number(value.toFixed(column.digits ?? 0)), type: Number };
  }

  #text(value: string, { kind, name }: Column): CellObject {
    if (kind === "day") {
      const at = Date.parse(`${value}T00:00:00Z`);
      if (at >= firstDay) return { value: new Date(at), type: Date, format: "yyyy-mm-dd" };
    }
    const { text, cut } = fitting(value);
    if (cut) this.cut.set(name.zh, (this.cut.get(name.zh) ?? 0) + 1);
    return words(text);
  }

  /** Sheets know no time before 1900. */
  #time(at: number): CellObject {
    const wall = this.#zone.wall(at);
    return wall >= firstDay ? { value: new Date(wall), type: Date, format: "yyyy-mm-dd hh:mm" } : words(this.#zone.text(at));
  }
}

export const xlsx: MakeEncoder = (table) => {
  const shown = shownIn("sheet", table);
  const sheet = new Sheet(table, shown);
  const head = shown.map(({ column }) => heading(column.name.zh));
  return {
    rows(page) {
      for (const { cells } of page) sheet.add(cells);
      return [];
    },
    async end() {
      const cuts = [...sheet.cut].map(([name, n]) => `${name} ${n} 格`).join("、");
      const said = [...table.about, ...(cuts ? [["截断", `超过 ${mostCharacters} 个字符的内容已截断：${cuts}`] as const] : [])];
      const about: SheetData = said.map(([label, text]) => [heading(label), { ...words(fitting(text).text), wrap: true }]);
      const columns = shown.map(({ column }) => ({ width: column.width }));
      const sheets = [
        { sheet: "说明", data: about, columns: [{ width: 11 }, { width: 70 }], ...paper },
        { sheet: "数据", data: [head, ...sheet.rows], columns, stickyRowsCount: 1, ...paper },
      ];
      return [await writeExcelFile(sheets, { features: [printing] }).toBuffer()];
    },
  };
};
