/** Whatever bytes come: a table or words, nothing else. */
import fc from "fast-check";
import initSqlJs from "sql.js";
import { describe, expect, it } from "vitest";
import { openFile } from "../../../client/files/open.ts";
import { FileFault, type FileTable } from "../../../client/files/table.ts";
import { readRows } from "../../../client/files/text.ts";
import { shapefile } from "../../../server/files/shapefile.ts";
import { textRows, workbook, zipOf } from "./support/opening.ts";

/** What every table is, whatever it came of. */
function expectTable({ columns, rows, parts, part, notes }: FileTable): void {
  expect(new Set(columns).size).toBe(columns.length);
  expect(columns.every((name) => name !== "")).toBe(true);
  expect(rows.length).toBeGreaterThan(0);
  expect(rows.every((row) => row.length === columns.length && row.every((cell) => typeof cell === "string" && !cell.includes("\0")))).toBe(
    true,
  );
  expect(parts[part]).toBeDefined();
  expect(notes.every(({ zh, en }) => zh !== "" && en !== "")).toBe(true);
}
async function read(bytes: Uint8Array): Promise<void> {
  try {
    expectTable(await openFile(new Blob([new Uint8Array(bytes)]), "a", {}, () => {}, null));
  } catch (error) {
    expect(error).toBeInstanceOf(FileFault);
  }
}

const square: [number, number][] = [
  [119, 33],
  [119, 33.1],
  [119.1, 33.1],
  [119, 33],
];
async function samples(): Promise<readonly Uint8Array[]> {
  const files = shapefile([{ polygons: [[square]], fields: { name: "甲", n: 1 } }], new Date(0));
  const sqlite = await initSqlJs();
  const db = new sqlite.Database();
  db.exec(`create table gpkg_contents (table_name, data_type, identifier); create table a (fid integer primary key, name text);
    insert into gpkg_contents values ('a', 'attributes', '甲'); insert into a values (1, '甲'), (2, '乙')`);
  const text = (value: string) => new TextEncoder().encode(value);
  const point = '{"type":"Feature","properties":{"a":1},"geometry":{"type":"Point","coordinates":[119,33]}}';
  return [
    workbook([
      {
        name: "甲",
        xml: `<sheetData>${textRows([
          ["编号", "名称"],
          ["1", "甲"],
        ])}</sheetData><mergeCells><mergeCell ref="A1:B1"/></mergeCells>`,
      },
    ]),
    zipOf({ "a.shp": files.shp, "a.dbf": files.dbf, "a.prj": files.prj }),
    db.export(),
    text(`{"type":"FeatureCollection","features":[${point}]}`),
    text(
      '<kml xmlns="http://www.opengis.net/kml/2.2"><Placemark><name>甲</name><Point><coordinates>119,33</coordinates></Point></Placemark></kml>',
    ),
    text('编号,名称\n1,"甲"\n2,乙\n'),
  ];
}

describe("bytes", async () => {
  const all = await samples();
  it("as they should be are tables", async () => {
    for (const bytes of all) expectTable(await openFile(new Blob([new Uint8Array(bytes)]), "a", {}, () => {}, null));
  });
  it("cut off anywhere", () =>
    fc.assert(
      fc.asyncProperty(fc.constantFrom(...all), fc.double({ min: 0, max: 1, noNaN: true }), (bytes, share) =>
        read(bytes.subarray(0, Math.floor(bytes.length * share))),
      ),
      { numRuns: 150 },
    ));
  it("changed anywhere", () => {
    const change = fc.tuple(fc.double({ min: 0, max: 0.999_999, noNaN: true }), fc.integer({ min: 0, max: 255 }));
    return fc.assert(
      fc.asyncProperty(fc.constantFrom(...all), fc.array(change, { minLength: 1, maxLength: 20 }), (bytes, changes) => {
        const other = new Uint8Array(bytes);
        for (const [at, byte] of changes) other[Math.floor(at * other.length)] = byte;
        return read(other);
      }),
      { numRuns: 300 },
    );
  });
  it("at random, also behind the marks of known kinds", () => {
    const marks = fc.constantFrom(
      [],
      [0x50, 0x4b, 3, 4],
      [0x1f, 0x8b, 8],
      [...Buffer.from("SQLite format 3\0")],
      [0xff, 0xfe],
      [0x3c, 0x6b, 0x6d, 0x6c],
      [0x7b, 0x22],
    );
    return fc.assert(
      fc.asyncProperty(marks, fc.uint8Array({ maxLength: 2000 }), (mark, rest) => read(new Uint8Array([...mark, ...rest]))),
      { numRuns: 300 },
    );
  });
  it("within a sheet's XML", () => {
    const signs = [
      "<row>",
      "<row r='3'>",
      "</row>",
      "<c>",
      '<c r="B2" t="s">',
      "</c>",
      "<v>",
      "</v>",
      "1",
      "<f>",
      "<t>",
      "</t>",
      "&#0;",
      "&amp;",
      "甲",
      "<!--",
      "-->",
      "<![CDATA[",
      "<",
      ">",
      '"',
      '<mergeCell ref="A1:C3"/>',
      "<is>",
    ];
    return fc.assert(
      fc.asyncProperty(fc.array(fc.constantFrom(...signs), { maxLength: 60 }), (parts) =>
        read(workbook([{ name: "甲", xml: parts.join("") }])),
      ),
      { numRuns: 300 },
    );
  });
  it("within pasted text", () => {
    const text = fc.string({
      unit: fc.constantFrom("a", "甲", ",", "\t", '"', "\n", "\r", ";", "1", "\u0000", "\ud800", "=", "'"),
      maxLength: 200,
    });
    fc.assert(
      fc.property(text, (pasted) => {
        try {
          expectTable(readRows(pasted, {}));
        } catch (error) {
          expect(error).toBeInstanceOf(FileFault);
        }
      }),
      { numRuns: 1000 },
    );
  });
});
