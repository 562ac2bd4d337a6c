import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { searchText } from "../../../server/ask/searchText.ts";
import { codeOf } from "../../../server/import/load/categories.ts";
import { copyText } from "../../../server/import/load/copyText.ts";
import type { LayerSpec } from "../../../server/import/manifest.ts";
import { misplaced } from "../../../server/import/nearby.ts";
import { Fields } from "../../../server/import/read/fields.ts";
import type { Row } from "../../../server/import/read/row.ts";
import { type Shape, shapeOf } from "../../../server/import/read/shape.ts";
import { parseWkt } from "../../../server/import/read/wkt.ts";
import { RowRefused, RowSkipped } from "../../../server/import/report.ts";
import { rowsAsCsv } from "../../../server/import/reportFiles.ts";
import { parseTime } from "../../../server/import/time.ts";
import { ewkb } from "../../../server/import/wkb.ts";

const row = (cells: Record<string, unknown>, geometry?: unknown): Row => ({
  row: 7,
  geometry,
  cell: (c) => (Object.hasOwn(cells, c) ? cells[c] : undefined),
});
const layer = (fields: LayerSpec["fields"], more: Partial<LayerSpec> = {}): LayerSpec => ({
  id: "l",
  into: "sites",
  file: "f",
  format: "geojson",
  crs: "EPSG:4326",
  fields: fields ?? {},
  ...more,
});
const read = (
  field: string,
  spec: NonNullable<LayerSpec["fields"]>[string],
  cells: Record<string, unknown>,
  more: Partial<LayerSpec> = {},
) => new Fields(layer({ [field]: spec }, more), "Asia/Shanghai", 0).text(row(cells), field);

describe("a field", () => {
  it("comes from a column, a constant, several columns, or the row's number", () => {
    expect(read("address", "a", { a: "  x " })).toBe("x");
    expect(read("address", { value: 5 }, {})).toBe("5");
    expect(read("address", { columns: ["a", "b", "c"], join: "-" }, { a: "1", b: "", c: 3 })).toBe("1-3");
    expect(read("address", { column: "@row", prefix: "r" }, {})).toBe("r7");
  });

  it("is empty for empty text and for the words that mean it", () => {
    expect(read("address", "a", { a: " " })).toBeNull();
    expect(read("address", "a", { a: "NULL" }, { nulls: ["NULL"] })).toBeNull();
    expect(read("address", "a", { a: "NULL" })).toBe("NULL");
    expect(() => read("name", "a", { a: "" })).toThrow(RowRefused);
  });

  it("maps words, and refuses, keeps, skips or replaces the others as the manifest says", () => {
    const values = { alley: "back_alley", street: null };
    expect(read("siteType", { column: "a", values }, { a: "alley" })).toBe("back_alley");
    expect(() => read("siteType", { column: "a", values }, { a: "street" })).toThrow(RowSkipped);
    expect(() => read("siteType", { column: "a", values }, { a: "toString" })).toThrow(RowRefused);
    expect(read("siteType", { column: "a", values, otherwise: "keep" }, { a: "park" })).toBe("park");
    expect(() => read("siteType", { column: "a", values, otherwise: "skip" }, { a: "park" })).toThrow(RowSkipped);
    expect(read("siteType", { column: "a", values, otherwise: { value: "mall" } }, { a: "park" })).toBe("mall");
  });

  it("is refused with a NUL, or when it is endless", () => {
    expect(() => read("name", "a", { a: "x\u0000" })).toThrow(/NUL/);
    expect(() => read("name", "a", { a: "x".repeat(20_001) })).toThrow(/longer/);
  });
});

describe("a time", () => {
  it.each([
    ["2026-11-20T08:00:00+08:00", "iso", "2026-11-20T00:00:00.000Z"],
    ["2016-07-08T00:19:28.000Z", "iso", "2016-07-08T00:19:28.000Z"],
    ["2026-11-20 08:00", "iso", "2026-11-20T00:00:00.000Z"],
    ["2026-11-20", "iso", "2026-11-19T16:00:00.000Z"],
    ["2018/05/08 07:51:45+00", "yyyy/MM/dd HH:mm:ssX", "2018-05-08T07:51:45.000Z"],
    ["2026/3/5 9:05:00", "yyyy/MM/dd HH:mm:ss", "2026-03-05T01:05:00.000Z"],
    ["2026/11/20", "yyyy/MM/dd", "2026-11-19T16:00:00.000Z"],
  ] as const)("%s as %s is %s", (text, format, expected) => {
    expect(new Date(parseTime(text, format, "Asia/Shanghai") ?? Number.NaN).toISOString()).toBe(expected);
  });

  it("follows summer time where there is one", () => {
    const at = (text: string) => new Date(parseTime(text, "iso", "America/New_York") ?? 0).toISOString();
    expect(at("2016-08-16 12:00")).toBe("2016-08-16T16:00:00.000Z");
    expect(at("2016-12-16 12:00")).toBe("2016-12-16T17:00:00.000Z");
  });

  it.each(["2026-02-30", "2026-13-01", "20261120", "0001-01-01", "9999-01-01", "2026-11-20T25:00:00Z", "1e9", ""])("%s is none", (text) => {
    expect(parseTime(text, "iso", "Asia/Shanghai")).toBeNull();
  });
});

describe("a shape", () => {
  const shape = (geometry: unknown, mended: string[] = []) => shapeOf(row({}, geometry), layer({}), (m) => mended.push(m.en));
  it.each<[string, unknown]>([
    ["none", null],
    ["an empty one", { type: "Polygon", coordinates: [] }],
    ["another kind", { type: "GeometryCollection", geometries: [] }],
    ["words for numbers", { type: "Point", coordinates: ["119", "33"] }],
    ["wrong nesting", { type: "Polygon", coordinates: [[1, 2]] }],
    [
      "a line without length",
      {
        type: "LineString",
        coordinates: [
          [1, 1],
          [1, 1],
        ],
      },
    ],
    [
      "a ring of two points",
      {
        type: "Polygon",
        coordinates: [
          [
            [0, 0],
            [1, 1],
            [0, 0],
          ],
        ],
      },
    ],
    [
      "several points",
      {
        type: "MultiPoint",
        coordinates: [
          [0, 0],
          [1, 1],
        ],
      },
    ],
  ])("is refused: %s", (_name, geometry) => {
    expect(() => shape(geometry)).toThrow(RowRefused);
  });

  it("loses its heights, and an open ring is closed and said so", () => {
    expect(shape({ type: "Point", coordinates: [1, 2, 3] })).toEqual({ type: "Point", coordinates: [1, 2] });
    const mended: string[] = [];
    const ring = shape(
      {
        type: "Polygon",
        coordinates: [
          [
            [0, 0],
            [1, 0],
            [1, 1],
          ],
        ],
      },
      mended,
    ) as Extract<Shape, { type: "Polygon" }>;
    expect(ring.coordinates[0]).toHaveLength(4);
    expect(mended).toEqual(["a ring was not closed; it was closed"]);
  });

  it("is read from well-known text", () => {
    expect(parseWkt("POINT Z (1 2 3)")).toEqual({ type: "Point", coordinates: [1, 2] });
    expect(parseWkt("multipoint((1 2))")).toEqual({ type: "MultiPoint", coordinates: [[1, 2]] });
    expect(parseWkt("MULTIPOLYGON(((0 0,1 0,1 1,0 0)),((5 5,6 5,6 6,5 5)))")?.coordinates).toHaveLength(2);
    for (const bad of ["", "POINT", "POINT(1)", "POINT(1 x)", "POLYGON((0 0,1 1)", "CIRCLE(1 2)", "SRID=4326;POINT(1 2)"])
      expect(parseWkt(bad)).toBeNull();
    expect(parseWkt(`POLYGON${"(".repeat(100_000)}`)).toBeNull();
  });

  it("never breaks on any text", () => {
    fc.assert(fc.property(fc.string(), (text) => void parseWkt(`POINT(${text}`)));
  });

  it("becomes EWKB", () => {
    expect(ewkb({ type: "Point", coordinates: [1, 2] }, 4326)).toBe("0101000020e6100000000000000000f03f0000000000000040");
  });
});

describe("a place far from the city", () => {
  const centre = [119.02, 33.6] as const;
  it("is told apart: swapped, off the globe, in another country, right", () => {
    expect(misplaced([33.6, 119.02], centre, "EPSG:4326", [119.02, 33.6])?.en).toMatch(/swapped/);
    expect(misplaced([500_000, 3_700_000], centre, "EPSG:4326", [3_700_000, 500_000])?.en).toMatch(/range of degrees/);
    expect(misplaced([-77, 38.9], centre, "EPSG:4326", [38.9, -77])?.en).toMatch(/^\d+ km from the city's centre/);
    expect(misplaced([Number.NaN, 1], centre, "EPSG:4549", null)?.en).toMatch(/range/);
    expect(misplaced([119.1, 33.7], centre, "EPSG:4326", null)).toBeNull();
  });
});

describe("small things", () => {
  it("codes of words stay apart and within the rule", () => {
    expect(codeOf("S0361")).toBe("S0361");
    expect(codeOf("SW-Dirty Alley")).toMatch(/^SW-Dirty-Alley-[0-9a-f]{6}$/);
    fc.assert(fc.property(fc.string({ minLength: 1, unit: "binary" }), (word) => /^[A-Za-z0-9_-]{1,32}$/.test(codeOf(word))));
    expect(codeOf("占道")).not.toBe(codeOf("经营"));
  });

  it("COPY lines carry any text", () => {
    expect(copyText(["a\tb\\c\nd\r", null, 1, true])).toBe("a\\tb\\\\c\\nd\\r\t\\N\t1\ttrue\n");
  });

  it("a name is found by itself, its pinyin and its initials", () => {
    expect(searchText("城南农贸市场", "Rd 5")).toBe("城南农贸市场 rd 5 chengnannongmaoshichang cnnmsc");
    expect(searchText("Rock Creek", null)).toBe("rock creek");
  });

  it("a report's CSV runs nothing in a spreadsheet", () => {
    const note = { row: 1, field: "title", value: '=cmd|"x"', reason: { zh: "坏", en: "bad" } };
    const empty = {
      read: 1,
      loaded: 0,
      added: 0,
      changed: 0,
      unchanged: 0,
      gone: 0,
      removed: 0,
      skipped: [],
      notes: [],
      ms: 0,
      failed: null,
    };
    const report = {
      ...empty,
      layer: "l",
      into: "sites",
      file: "f",
      refusedRows: 1,
      mendedRows: 0,
      notedRows: 0,
      refused: [note, { ...note, value: "-77.1 38" }],
      mended: [],
      noted: [],
    };
    const lines = rowsAsCsv({ bundle: "b", name: note.reason, at: "", dryRun: false, ok: true, notes: [], layers: [report], ms: 0 }).split(
      "\r\n",
    );
    expect(lines[1]).toBe(`l,f,refused,1,,title,"'=cmd|""x""",坏,bad`);
    expect(lines[2]).toContain(",-77.1 38,");
  });
});
