/** Workbooks as offices have them: with titles, merged cells, formulas, days, ids as numbers; locked, old, or meant to do harm. */
import { zipSync } from "fflate";
import readXlsx from "read-excel-file/node";
import { describe, expect, it } from "vitest";
import writeXlsx from "write-excel-file/node";
import { dayText, shownBy } from "../../../client/files/days.ts";
import { faultOf, notesOf, opened, textRows, workbook, zipOf } from "./support/opening.ts";

const head = ["编号", "名称", "经度", "纬度"];
const one = (xml: string, more: Parameters<typeof workbook>[1] = {}) => workbook([{ name: "点位", xml }], more);
const data = (rows: string, after = "") => `<sheetData>${rows}</sheetData>${after}`;

describe("a workbook of a library's making", () => {
  const cells = [
    head.map((value) => ({ value })),
    ...Array.from({ length: 40 }, (_, i) => [
      { value: `00${i}` },
      { value: `甲${i} & <乙>` },
      { value: 119 + i / 7 },
      { value: 33 - i / 9 },
    ]),
  ];
  it("reads as another library reads it", async () => {
    const bytes = await writeXlsx(cells, { sheet: "点位" } as never).toBuffer();
    const table = await opened(bytes);
    const [sheet] = await readXlsx(bytes);
    expect([table.columns, ...table.rows]).toEqual(sheet?.data.map((row) => row.map(String)));
    expect(table).toMatchObject({ kind: "xlsx", headerRow: 1, encoding: null, crs: null, notes: [], part: 0 });
    expect(table.parts).toEqual([{ name: "点位", rows: 40 }]);
  });
  it("has its days as days", async () => {
    const day = new Date("2026-11-22T08:30:15Z");
    const row = ["yyyy-mm-dd hh:mm:ss", "yyyy/m/d", 'yyyy"年"m"月"d"日"', "h:mm"].map((format) => ({ value: day, format }));
    const table = await opened(await writeXlsx([["甲", "乙", "丙", "丁"].map((value) => ({ value })), row]).toBuffer());
    expect(table.rows).toEqual([["2026-11-22 08:30:15", "2026-11-22 08:30:15", "2026-11-22 08:30:15", "2026-11-22 08:30:15"]]);
  });
});

describe("numbers", () => {
  it("are days by their format alone", () => {
    for (const code of ["yyyy/m/d", "m/d/yyyy", "[$-804]yyyy年m月d日", "mmm-yy", '[红色]yyyy"-"mm'])
      expect(shownBy(200, code).day).toBe(true);
    for (const code of ["General", "0.00", "#,##0", "0%", "@", '"日"0', "[Red]0.00", "0.00E+00", "G/通用格式", "¥#,##0.00"]) {
      expect(shownBy(200, code)).toMatchObject({ day: false, time: false });
    }
    expect(shownBy(200, "h:mm:ss")).toMatchObject({ day: false, time: true });
    expect(shownBy(31, null)).toMatchObject({ day: true });
  });
  it("count days from 1900, with the leap day that was none, or from 1904", () => {
    const shown = { day: true, time: false, digits: 0 };
    expect([1, 59, 61, 46_348, 46_348.5].map((serial) => dayText(serial, shown, false))).toEqual([
      ...["1900-01-01", "1900-02-28", "1900-03-01", "2026-11-22", "2026-11-22 12:00"],
    ]);
    expect(dayText(46_348 - 1462, shown, true)).toBe("2026-11-22");
    expect(dayText(0.354_166_666_7, { day: false, time: true, digits: 0 }, false)).toBe("08:30");
    expect([-1, 2_958_466, Number.NaN].map((serial) => dayText(serial, shown, false))).toEqual([null, null, null]);
  });
  it("that are ids stay as they are read: no exponent, noughts as the format shows them; digits a sheet has lost are told", async () => {
    const styles =
      '<numFmts><numFmt numFmtId="170" formatCode="00000"/></numFmts><cellXfs><xf numFmtId="0"/><xf numFmtId="170"/></cellXfs>';
    const row =
      '<row r="2"><c s="1"><v>12</v></c><c><v>3.9500123E7</v></c><c><v>33.600000000000001</v></c><c><v>1.1010519491230999E+17</v></c></row>';
    const table = await opened(one(data(textRows([head]) + row), { styles }));
    expect(table.rows).toEqual([["00012", "39500123", "33.6", "110105194912309980"]]);
    expect(notesOf(table)).toContain("1 个数字超过 15 位");
  });
});

describe("an office's sheet", () => {
  it("has titles above its headings, two lines of them, and merged cells, which are filled", async () => {
    const rows = textRows([
      ["某街道点位台账"],
      ["序号", "名称", "位置", "", "单位"],
      ["", "", "经度", "纬度", ""],
      ["1", "甲", "119.1", "33.1", "城管"],
      ["2", "乙", "119.2", "33.2"],
      ["说明：经度以高德为准"],
    ]);
    const merges = ["A1:E1", "A2:A3", "B2:B3", "C2:D2", "E2:E3", "E4:E5", "A6:E6"].map((ref) => `<mergeCell ref="${ref}"/>`).join("");
    const table = await opened(one(data(rows, `<mergeCells>${merges}</mergeCells>`)));
    expect(table.columns).toEqual(["序号", "名称", "经度", "纬度", "单位"]);
    expect(table.rows).toEqual([
      ["1", "甲", "119.1", "33.1", "城管"],
      ["2", "乙", "119.2", "33.2", "城管"],
    ]);
    expect(table.headerRow).toBe(3);
    expect(notesOf(table)).toContain("整行合并的说明已略去：第 6 行");
    expect(notesOf(table)).toContain("合并单元格");
    expect(notesOf(table)).toContain("标题行上面的 1 行说明已略去");
  });
  it("has formulas: the last value is taken, none is nothing, an error is nothing; each told", async () => {
    const row =
      '<row r="2"><c><f>A1</f><v>7</v></c><c t="str"><f>B1</f><v>甲&amp;乙</v></c><c><f>1/0</f></c><c t="e"><f>1/0</f><v>#DIV/0!</v></c></row>';
    const table = await opened(one(data(textRows([head]) + row)));
    expect(table.rows).toEqual([["7", "甲&乙", "", ""]]);
    const notes = notesOf(table);
    expect(notes).toContain("4 个格子是公式");
    expect(notes).toContain("1 个公式没有算出的值");
    expect(notes).toContain("1 个格子是错误值");
  });
  it("has shared texts with readings and halves, gaps, hidden rows, and prefixes of names", async () => {
    const strings = "<si><t>编号</t></si><si><r><t>名</t></r><r><t>称</t></r><rPh><t>míng</t></rPh></si><si><t>甲_x000D_</t></si>";
    const xml = `<x:sheetData><x:row r="3"><x:c r="B3" t="s"><x:v>0</x:v></x:c><x:c r="D3" t="s"><x:v>1</x:v></x:c></x:row>
      <x:row r="7" hidden="1"><x:c r="B7"><x:v>1</x:v></x:c><x:c r="D7" t="s"><x:v>2</x:v></x:c></x:row></x:sheetData>`;
    const table = await opened(one(xml, { strings }));
    expect(table).toMatchObject({ columns: ["编号", "名称"], rows: [["1", "甲"]], headerRow: 3 });
    expect(notesOf(table)).toContain("1 行在表中是隐藏的");
  });
  it("is one of several: the first that is seen and holds rows, or the one asked for", async () => {
    const sheets = [
      { name: "封面", xml: data(textRows([["封面"]])) },
      { name: "旧", xml: data(textRows([head, ["9", "旧", "1", "2"]])), state: "hidden" as const },
      { name: "新", xml: data(textRows([head, ["1", "甲", "1", "2"], ["2", "乙", "1", "2"]])) },
    ];
    const table = await opened(workbook(sheets));
    expect(table).toMatchObject({
      part: 2,
      parts: [
        { name: "封面", rows: 0 },
        { name: "旧", rows: 1 },
        { name: "新", rows: 2 },
      ],
    });
    expect(notesOf(table)).toContain("有隐藏的工作表：旧");
    expect((await opened(workbook(sheets), { part: 1 })).rows).toEqual([["9", "旧", "1", "2"]]);
    expect(await faultOf(workbook(sheets), { part: 0 })).toContain("工作表“封面”：文件里没有数据");
    expect(await faultOf(workbook(sheets), { part: 7 })).toContain("没有这张工作表");
  });
  it("may be told where its headings are", async () => {
    const xml = data(
      textRows([
        ["a", "b"],
        ["c", "d"],
        ["1", "2"],
      ]),
    );
    expect(await opened(one(xml), { headerRow: 2 })).toMatchObject({ columns: ["c", "d"], rows: [["1", "2"]] });
    expect(await opened(one(xml), { headerRow: 0 })).toMatchObject({ columns: ["A", "B"], headerRow: 0 });
  });
});

describe("what is no workbook of ours is named", () => {
  const ole = (stream: string) =>
    Buffer.concat([
      Buffer.from([0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1]),
      Buffer.alloc(504),
      Buffer.from(stream, "utf16le"),
      Buffer.alloc(512),
    ]);
  it.each([
    [".xls", ole("Workbook"), "a.xls", "旧版 Excel"],
    [".et", ole("Workbook"), "台账.et", "WPS 表格的 .et"],
    ["a locked one", ole("EncryptedPackage"), "a.xlsx", "打开密码"],
    [".doc", ole("WordDocument"), "a.doc", "文字文档"],
    [".xlsb", zipOf({ "xl/workbook.bin": "x" }), "a.xlsb", "xlsb"],
    [".docx", zipOf({ "word/document.xml": "x" }), "a.docx", "Word 文档"],
    [".ods", zipOf({ "content.xml": "x" }), "a.ods", "OpenDocument"],
    ["a web page", "<html><table><tr><td>1</td></tr></table>", "a.xls", "网页格式"],
    ["XML of 2003", '<?xml version="1.0"?><?mso-application progid="Excel.Sheet"?><Workbook/>', "a.xls", "XML 表格 2003"],
    ["a PDF", "%PDF-1.7", "a.xlsx", "PDF"],
    ["RAR", "Rar!\u001a\u0007", "a.rar", "RAR"],
    ["a .shp alone", new Uint8Array([0, 0, 0x27, 0x0a, 0, 0]), "a.shp", "打成一个 zip"],
    ["a zip of nothing known", zipOf({ "a.exe": "x" }), "a.zip", "没有 .shp"],
    ["half a zip", one(data(textRows([head]))).subarray(0, 200), "a.xlsx", "不是完整的 zip"],
  ])("%s", async (_, bytes, name, words) => expect(await faultOf(bytes, {}, name)).toContain(words));
  it("whatever it is called, what is in it counts", async () => {
    expect(await opened(one(data(textRows([head, ["1", "甲", "1", "2"]]))), {}, "a.csv")).toMatchObject({ kind: "xlsx" });
    expect(await opened("a,b\n1,2", {}, "a.xlsx")).toMatchObject({ kind: "csv" });
    expect(await opened(zipOf({ "台账.csv": "a,b\n1,2" }))).toMatchObject({ kind: "csv", rows: [["1", "2"]] });
  });
});

describe("harm", () => {
  it("bombs are stopped by what comes out, not by what they say", async () => {
    const bomb = zipSync({ "xl/workbook.xml": new Uint8Array(36 * 1024 * 1024) }, { level: 1 });
    expect(bomb.length).toBeLessThan(200_000);
    expect(await faultOf(bomb)).toContain("压缩比异常");
    const many = zipSync(Object.fromEntries(Array.from({ length: 4001 }, (_, i) => [`${i}`, new Uint8Array(0)])), { level: 0 });
    expect(await faultOf(many)).toContain("4001 个文件");
  });
  it("lines a billion below, columns without end and merges of everything cost nothing", async () => {
    const far = data(`${textRows([head, ["1", "甲", "1", "2"]])}<row r="999999999"><c r="A999999999"><v>1</v></c></row>`);
    expect((await opened(one(far))).rows.length).toBe(2);
    expect(await faultOf(one(data('<row r="1"><c r="ZZZ1"><v>1</v></c></row>')))).toContain("列，最多 200 列");
    const merges = '<mergeCell ref="A1:XFD1048576"/>'.repeat(1000);
    expect(await faultOf(one(data(textRows([head, ["1", "甲", "1", "2"]]), `<mergeCells>${merges}</mergeCells>`)))).toContain("没有数据");
  });
  it("a sheet with more rows or a document type is refused", async () => {
    const rows = `<row><c><v>1</v></c></row>`.repeat(102_001);
    expect(await faultOf(one(data(rows)))).toContain("超过 100000 行");
    expect(await faultOf(one('<!DOCTYPE a [<!ENTITY b "c">]><sheetData/>'))).toContain("DTD");
  });
  it("a locked zip is told", async () => {
    const bytes = one(data(textRows([head])));
    const at = Buffer.from(bytes).lastIndexOf(Buffer.from([0x50, 0x4b, 1, 2]));
    for (let i = 0; i < bytes.length - 8; i++)
      if (bytes[i] === 0x50 && bytes[i + 1] === 0x4b && bytes[i + 2] === 1 && bytes[i + 3] === 2) bytes[i + 8] = 1;
    expect(at).toBeGreaterThan(0);
    expect(await faultOf(bytes)).toContain("有密码");
  });
});
