/** Workbooks: read back by another program as they were meant, whatever the cells hold. */
import fc from "fast-check";
import { strFromU8, unzipSync } from "fflate";
import readXlsxFile from "read-excel-file/node";
import { describe, expect, it } from "vitest";
import { plainText } from "../../../server/files/table.ts";
import { mostCharacters, xlsx } from "../../../server/files/xlsx.ts";
import { found, row, table, written } from "./table.ts";

type Cell = string | number | boolean | Date | null;
async function read(bytes: Buffer): Promise<Record<string, Cell[][]>> {
  const sheets = await readXlsxFile(bytes, { trim: false });
  return Object.fromEntries(sheets.map(({ sheet, data }) => [sheet, data as Cell[][]]));
}

describe("a workbook", () => {
  it("says on the first sheet what it is, and holds the rows on the second: real dates, numbers, ids as text", async () => {
    const sheets = await read(await written(xlsx, [row("00123", "占道经营"), row("440106198001011234", "=1+1")]));
    expect(Object.keys(sheets)).toEqual(["说明", "数据"]);
    expect(sheets.说明).toEqual([
      ["内容", "测试表"],
      ["筛选", "=全部"],
    ]);
    // A sheet's dates have no zone: what the wall shows reads as UTC's.
    const rest = [-12.35, 7, new Date("2026-11-20T23:30:00Z"), new Date("2026-03-01T00:00:00Z"), 119.01];
    expect(sheets.数据).toEqual([
      ["编号", "标题", "面积", "未销号", "发现时间", "生效日期", "经度"],
      ["00123", "占道经营", ...rest],
      ["440106198001011234", "=1+1", ...rest],
    ]);
  });

  it("freezes the heading row, sets widths, and marks dates as dates and text as text", async () => {
    const files = unzipSync(await written(xlsx, [row("1", "一")]));
    const sheet = strFromU8(files["xl/worksheets/sheet2.xml"] as Uint8Array);
    expect(sheet).toMatch(/<pane [^>]*ySplit="1"[^>]*state="frozen"/);
    expect([...sheet.matchAll(/<col [^>]*width="([\d.]+)"/g)].map((m) => Number(m[1]))).toEqual(table.columns.map(({ width }) => width));
    const styles = strFromU8(files["xl/styles.xml"] as Uint8Array);
    expect(styles).toContain("yyyy-mm-dd hh:mm");
    // The number of days since 30 December 1899, at the wall's time.
    const days = (found + 8 * 3_600_000) / 86_400_000 + 25_569;
    expect(sheet).toContain(`<v>${days}</v>`);
    expect(sheet).not.toContain("<f>");
  });

  it("is printed with all columns on a page's width, its heading on every page, and page numbers", async () => {
    const files = unzipSync(await written(xlsx, [row("1", "一")]));
    const text = (name: string) => strFromU8(files[name] as Uint8Array);
    for (const sheet of ["sheet1", "sheet2"]) {
      const xml = text(`xl/worksheets/${sheet}.xml`);
      expect(xml).toMatch(/<worksheet[^>]*><sheetPr><pageSetUpPr fitToPage="1"\/><\/sheetPr>/);
      const [, given = ""] = /<pageSetup ([^>]*)\/><headerFooter>/.exec(xml) ?? [];
      for (const one of ['orientation="landscape"', 'paperSize="9"', 'fitToWidth="1"', 'fitToHeight="0"']) expect(given).toContain(one);
      expect(xml).toMatch(/&amp;P.*&amp;N.*<\/worksheet>$/);
    }
    const wide = { ...table, columns: table.columns.map((column) => ({ ...column, width: 40 })) };
    const a3 = unzipSync(await written(xlsx, [row("1", "一")], wide));
    expect(strFromU8(a3["xl/worksheets/sheet2.xml"] as Uint8Array)).toMatch(/<pageSetup [^>]*paperSize="8"/);
    expect(text("xl/workbook.xml")).toContain(">'数据'!$1:$1</definedName>");
  });

  it("cuts what a cell cannot hold, and says so", async () => {
    const sheets = await read(await written(xlsx, [row("1", "网".repeat(40_000)), row("2", "😀".repeat(20_000)), row("3", "short")]));
    const [, first, second] = sheets.数据 as Cell[][];
    for (const text of [first?.[1], second?.[1]] as string[]) {
      expect(text.length).toBeLessThanOrEqual(mostCharacters);
      expect(text).toMatch(/（已截断）$/);
      expect(plainText(text)).toBe(text);
    }
    expect(sheets.说明?.at(-1)).toEqual(["截断", `超过 ${mostCharacters} 个字符的内容已截断：标题 2 格`]);
  });

  it("holds any text as it is but for what no sheet can hold", async () => {
    const words = fc.constantFrom(
      "=",
      "+",
      "-",
      "@",
      "\t",
      "\u0000",
      "\ud800",
      "😀",
      "_x0041_",
      "__proto__",
      "constructor",
      "<b>&amp;",
      "\r\n",
      " ",
      "'",
      '"',
    );
    const text = fc.array(fc.oneof(words, fc.string({ unit: "binary", maxLength: 5 })), { maxLength: 5 }).map((parts) => parts.join(""));
    await fc.assert(
      fc.asyncProperty(fc.array(text, { minLength: 1, maxLength: 5 }), async (texts) => {
        const sheets = await read(
          await written(
            xlsx,
            texts.map((one, i) => row(String(i), one)),
          ),
        );
        const back = (sheets.数据 as Cell[][]).slice(1).map((cells) => cells[1] ?? "");
        // The reader does not undo the escape of _xHHHH_, as sheets do.
        const asSheet = (cell: Cell): string => String(cell).replaceAll("_x005F_x", "_x");
        expect(back.map(asSheet)).toEqual(texts.map((one) => sheetText(one)));
      }),
      { numRuns: 200 },
    );
  });
});

/** What the writer leaves of a text: it drops the mark of a character that was lost. */
const sheetText = (text: string): string => plainText(text).replaceAll("\ufffd", "");
