/** Text tables: what parts them, what they are written in, where their headings are, and what they may not be. */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { letters } from "../../../client/files/grid.ts";
import { readRows } from "../../../client/files/text.ts";
import { faultOf, notesOf, opened } from "./support/opening.ts";

const utf8 = (text: string) => new TextEncoder().encode(text);
/** 编号,名称 / 1,联通 / 2,中心菜市场 in GBK; 联通 happens to be UTF-8 as well. */
const gbk = (...rows: readonly string[]): Uint8Array => {
  const known: Record<string, readonly number[]> = {
    ...{ 编: [0xb1, 0xe0], 号: [0xba, 0xc5], 名: [0xc3, 0xfb], 称: [0xb3, 0xc6], 联: [0xc1, 0xaa], 通: [0xcd, 0xa8] },
    ...{ 中: [0xd6, 0xd0], 心: [0xd0, 0xc4], 菜: [0xb2, 0xcb], 市: [0xca, 0xd0], 场: [0xb3, 0xa1] },
  };
  return new Uint8Array([...rows.join("\n")].flatMap((sign) => known[sign] ?? [sign.charCodeAt(0)]));
};
const office = ["编号,名称", "1,联通", "2,中心菜市场"];
const read = {
  columns: ["编号", "名称"],
  rows: [
    ["1", "联通"],
    ["2", "中心菜市场"],
  ],
};

describe("encoding", () => {
  it("is told by a mark, by two bytes a sign, or by what the bytes can be", async () => {
    const text = office.join("\r\n");
    expect(await opened(text)).toMatchObject({ ...read, encoding: "utf-8", kind: "csv" });
    expect(await opened(`\uFEFF${text}`)).toMatchObject({ ...read, encoding: "utf-8" });
    expect(await opened(gbk(...office))).toMatchObject({ ...read, encoding: "gb18030", notes: [] });
    const wide = Buffer.from(text, "utf16le");
    expect(await opened(Buffer.concat([Buffer.from([0xff, 0xfe]), wide]))).toMatchObject({ ...read, encoding: "utf-16le" });
    expect(await opened(wide)).toMatchObject({ ...read, encoding: "utf-16le" });
    expect(await opened(Buffer.from(wide).swap16())).toMatchObject({ ...read, encoding: "utf-16be" });
  });
  it("goes as somebody says, and what cannot be read is told", async () => {
    const wrong = await opened(gbk(...office), { encoding: "utf-8" });
    expect(wrong.encoding).toBe("utf-8");
    expect(notesOf(wrong)).toContain("行里有读不出的字");
    expect(await opened(gbk(...office), { encoding: "gb18030" })).toMatchObject(read);
  });
  it("of two in one file is told line by line", async () => {
    const mixed = new Uint8Array([...utf8("编号,名称\n1,甲市场\n2,乙市场\n"), ...gbk("3,中心菜市场"), 10, ...utf8("4,丁市场\n")]);
    const table = await opened(mixed);
    expect(table.rows.map(([, name]) => name)).toEqual(["甲市场", "乙市场", "中心菜市场", "丁市场"]);
    expect(table.encoding).toBe("utf-8");
    expect(notesOf(table)).toContain("第 4 行（共 1 行）按 GB18030 读取");
  });
  it("holds where a sign lies on the edge of a piece", async () => {
    const rows = Array.from({ length: 40_000 }, (_, i) => `${i},淮阴区长江路${i}号菜市场`);
    const table = await opened(`编号,名称\n${rows.join("\n")}`);
    expect(table.rows.map((row) => row.join(","))).toEqual(rows);
  });
});

describe("delimiters and quotes", () => {
  it.each([",", "\t", ";", "|"])("%j parts the cells", async (sign) => {
    expect(await opened(office.join("\n").replaceAll(",", sign))).toMatchObject(read);
  });
  it("is the sign that fits all lines, not the one there is most of", async () => {
    const table = await opened("编号;坐标\n1;119.02,33.6\n2;119.03,33.7");
    expect(table.rows).toEqual([
      ["1", "119.02,33.6"],
      ["2", "119.03,33.7"],
    ]);
    expect((await opened("sep=|\na|b\n1,5|2,5")).rows).toEqual([["1,5", "2,5"]]);
  });
  it("reads quotes, line breaks in cells, old Mac lines, and what exports do to keep text text", async () => {
    const table = await opened('编号,名称\r="001","甲 ""乙"""\r\'=1+1,"上\n下"');
    expect(table.rows).toEqual([
      ["001", '甲 "乙"'],
      ["=1+1", "上\n下"],
    ]);
  });
  it("says in which line a quote opens that never closes", async () => {
    expect(await faultOf('a,b\n1,2\n3,"4\n5,6')).toContain("第 3 行的双引号没有成对");
    expect(await faultOf(`a,b\n1,"${"x\n".repeat(2_100_000)}`)).toContain("长得不像表格的一行");
  });
  it("gives back what was written, however it was cut", () => {
    const cell = fc
      .string({ unit: fc.constantFrom("甲", "a", ",", '"', "\n", ";", "1", " "), minLength: 1, maxLength: 8 })
      .map((text) => `x${text}x`);
    const rows = fc.array(fc.tuple(cell, cell, cell), { minLength: 1, maxLength: 8 });
    fc.assert(
      fc.property(rows, (given) => {
        const text = [["a1", "b1", "c1"], ...given].map((row) => row.map((one) => `"${one.replaceAll('"', '""')}"`).join(",")).join("\r\n");
        expect(readRows(text, { headerRow: 1 }).rows).toEqual(given);
      }),
    );
  });
});

describe("headings", () => {
  it("stand below titles and remarks, which are told; blank rows and columns are left out", async () => {
    const table = await opened("某街道点位台账,,,\n填报：王,2026年11月,,\n编号,名称,,经度\n\n001,甲,,119.1\n,,,\n002,乙,,119.2\n,,,\n");
    expect(table).toMatchObject({ columns: ["编号", "名称", "经度"], headerRow: 3 });
    expect(table.rows).toEqual([
      ["001", "甲", "119.1"],
      ["002", "乙", "119.2"],
    ]);
    expect(notesOf(table)).toContain("标题行上面的 2 行说明已略去");
    expect(notesOf(table)).toContain("3 个空行已略去");
  });
  it("are where somebody says, or nowhere", async () => {
    expect(await opened("a,b\nc,d\n1,2", { headerRow: 2 })).toMatchObject({ columns: ["c", "d"], rows: [["1", "2"]], headerRow: 2 });
    expect(await opened("a,b\n1,2", { headerRow: 0 })).toMatchObject({
      columns: ["A", "B"],
      rows: [
        ["a", "b"],
        ["1", "2"],
      ],
      headerRow: 0,
    });
    expect(await opened("1,119.02\n2,119.03")).toMatchObject({ columns: ["A", "B"], headerRow: 0 });
  });
  it("are each called once, and none nothing", async () => {
    const table = await opened("名称,名称,,经度\n甲,乙,丙,1");
    expect(table.columns).toEqual(["名称", "名称 (2)", "C", "经度"]);
    // Remarks in the place of a heading: no longer than the server takes, and each its own.
    const remarks = await opened(`编号,${"备".repeat(300)},${"备".repeat(299)}\n甲,1,2`, { headerRow: 1 });
    expect(remarks.columns.map((column) => column.length)).toEqual([2, 190, 194]);
    expect([letters(0), letters(25), letters(26), letters(701), letters(702)]).toEqual(["A", "Z", "AA", "ZZ", "AAA"]);
  });
  it("tell rows of another width by their lines", async () => {
    const table = await opened("a,b\n1,2\n3\n4,5,6");
    expect(table.rows).toEqual([
      ["1", "2", ""],
      ["3", "", ""],
      ["4", "5", "6"],
    ]);
    expect(notesOf(table)).toContain("2 行的列数与标题行不同：第 3、4 行");
  });
});

describe("bounds", () => {
  it("more rows than can be taken stop the reading", async () => {
    const rows = "1,2\n".repeat(100_000);
    expect((await opened(`a,b\n${rows}`)).rows.length).toBe(100_000);
    expect(await faultOf(`a,b\n${rows}3,4\n`)).toContain("超过 100000 行");
  });
  it("more columns, longer cells, nothing at all, and what is no text are refused with words", async () => {
    const wide = (columns: number) => Array.from({ length: columns }, (_, i) => `c${i}`).join(",");
    expect((await opened(`${wide(200)}\n${wide(200)}`)).columns.length).toBe(200);
    expect(await faultOf(`${wide(201)}\n${wide(201)}`)).toContain("201 列，最多 200 列");
    expect(await faultOf(`${wide(2000)}\n1`)).toContain("2000 列");
    expect((await opened(`a,b\n1,${"x".repeat(10_000)}`)).rows[0]?.[1]?.length).toBe(10_000);
    expect(await faultOf(`a,b\n1,2\n1,${"x".repeat(10_001)}`)).toContain("第 3 行“b”有 10001 个字符");
    expect(await faultOf(new Uint8Array(18 * 1024 * 1024).fill(97))).toContain("没有一个换行");
    expect(await faultOf("")).toContain("空的");
    expect(await faultOf("编号,名称\n")).toContain("没有数据");
    expect(await faultOf("\n \n")).toContain("没有数据");
    expect(await faultOf(new Uint8Array([1, 2, 3, 0, 0, 0, 0, 9, 9, 9]))).toContain("二进制");
  });
  it("leaves no sign in a cell that a database refuses", async () => {
    const table = await opened("a,b\n1\u0001\u0007,\u200b2\ufeff");
    expect(table.rows).toEqual([["1", "2"]]);
    expect(readRows("a\tb\n\ud800x\t1", {}).rows).toEqual([["\uFFFDx", "1"]]);
  });
});

it("pasted rows are read like a file's", () => {
  const table = readRows("点位\t经纬度\r\n甲市场\t119.02,33.6\r\n", {});
  expect(table).toMatchObject({ kind: "pasted", columns: ["点位", "经纬度"], rows: [["甲市场", "119.02,33.6"]], encoding: null });
});
