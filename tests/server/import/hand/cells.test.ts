import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { siteTypeWords, sourceWords, WordList } from "../../../../server/contract/importing/words.ts";
import { RowCells } from "../../../../server/import/hand/cells.ts";
import { Bounds, type Work } from "../../../../server/import/hand/work.ts";
import { isNear } from "../../../../server/import/nearby.ts";
import { LayerLog } from "../../../../server/import/report.ts";

const centre = [119.02, 33.6] as const;
const words = { siteTypes: new WordList(siteTypeWords), sources: new WordList(sourceWords), categories: new WordList([]) };

function workOn(crs: string, text: boolean): Work {
  const place = text ? { kind: "text" as const, column: "a" } : { kind: "xy" as const, x: "a", y: "b" };
  const fields = { name: { column: "a" }, siteType: { column: "b" }, unit: { column: "a" }, key: { column: "b" } };
  return {
    ...{
      tx: null as never,
      batchId: 1,
      into: "sites",
      columns: ["a", "b"],
      log: new LayerLog(),
      words,
      categoryNames: new Map(),
      units: new Map(),
    },
    spec: { into: "sites", crs, place, fields, dateOrder: null, existing: "skip" },
    ground: { timeZone: "Asia/Shanghai", language: "zh", centre, clock_ms: Date.parse("2026-11-22T12:00:00+08:00"), nearlyDueHours: 24 },
    ...{ sites: [], sitesByName: new Map(), lastSite: 0, shift: [], bounds: new Bounds(), outside: 0 },
  };
}

const number = fc.oneof(fc.double(), fc.double({ min: 118, max: 120 }), fc.double({ min: 33, max: 34 }), fc.integer()).map(String);
const piece = fc.constantFrom(
  "119",
  ".02",
  "33.6",
  "°",
  "′",
  "'",
  '"',
  "E",
  "N",
  "北纬",
  "东经",
  " ",
  ",",
  "，",
  "度",
  "分",
  "POINT",
  "POLYGON",
  "(",
  ")",
  "-",
  "39500000",
);
const cell = fc.oneof(
  number,
  fc.string({ unit: "grapheme" }),
  fc.array(piece, { maxLength: 12 }).map((parts) => parts.join("")),
);
const systems = fc.constantFrom("EPSG:4326", "GCJ-02", "BD-09", "EPSG:4528", "EPSG:4549", "EPSG:3857");

describe("cells", () => {
  it("are a value or a refusal with both languages, whatever stands in them", () => {
    fc.assert(
      fc.property(cell, cell, systems, fc.boolean(), (a, b, crs, text) => {
        const work = workOn(crs, text);
        const cells = new RowCells(work, 1, [a, b]);
        const placed = cells.try(() => cells.place());
        cells.try(() => cells.name("name"));
        cells.try(() => cells.word("siteType", words.siteTypes));
        cells.try(() => cells.unit());
        cells.try(() => cells.flag("key"));
        if (placed?.shape.type === "Point") expect(isNear(placed.shape.coordinates, centre)).toBe(true);
        for (const note of work.log.finish({ id: "", into: "", file: "" }).refused) {
          expect(note.reason.zh && note.reason.en).toBeTruthy();
          expect(note.field).not.toBe("geometry");
        }
      }),
      { numRuns: 3_000 },
    );
  });

  it.each([
    ["119.02", "33.6", true],
    ["119°1′12″", "33°36′", true],
    ["东经119度1分12秒", "北纬33度36分", true],
    ["33.6", "119.02", false],
    ["119,02", "33,6", false],
    ["", "33.6", false],
    ["119.02 33.6", "33.6", false],
  ])("%s and %s: %s", (x, y, stands) => {
    const work = workOn("EPSG:4326", false);
    const cells = new RowCells(work, 1, [x, y]);
    const placed = cells.try(() => cells.place());
    expect(placed !== null).toBe(stands);
    if (placed) expect(placed.shape).toEqual({ type: "Point", coordinates: [expect.closeTo(119.02, 6), expect.closeTo(33.6, 6)] });
  });
});
