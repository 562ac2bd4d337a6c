import fc from "fast-check";
import geodesic from "geographiclib-geodesic";
import { describe, expect, it } from "vitest";
import { brush } from "../../../client/planner/tools/brush.ts";
import { type CursorKey, cursorHears, metresPerPixelAt, outOfSight, withCursor } from "../../../client/planner/tools/cursor.ts";
import { cut } from "../../../client/planner/tools/cut.ts";
import { placeAt, readTyped } from "../../../client/planner/tools/typed.ts";
import type { Position } from "../../../server/contract/draw.ts";
import { zoneShapes } from "../../../server/contract/partition/shapes.ts";
import { at, district, metresOf, Played } from "./played.ts";

const centre: Position = [119.1, 33.6];
const read = (text: string, from: Position | null = centre) => readTyped(text, from, centre);
const place = (text: string, from: Position | null = centre): Position => {
  const said = read(text, from);
  if (!("at" in said)) throw new Error(`${text}: ${said.why.en}`);
  return said.at;
};
const why = (text: string, from: Position | null = centre): string => {
  const said = read(text, from);
  return "why" in said ? said.why.en : "read";
};

describe("typed coordinates", () => {
  it.each([
    ["119.10432 33.60021", [119.10432, 33.60021]],
    ["119.10432,33.60021", [119.10432, 33.60021]],
    ["119.10432，33.60021", [119.10432, 33.60021]],
    ["33.60021N 119.10432E", [119.10432, 33.60021]],
    ["N33.60021, E119.10432", [119.10432, 33.60021]],
    ["东经119.10432° 北纬33.60021°", [119.10432, 33.60021]],
    ["119°6′15.552″E 33°36′0.756″N", [119.10432, 33.60021]],
    ["119°6'15.552\" 33°36'0.756\"", [119.10432, 33.60021]],
    ["119度6分15.552秒，33度36分0.756秒", [119.10432, 33.60021]],
    ["119°6.2592′ 33°36.0126′", [119.10432, 33.60021]],
  ])("reads %s", (text, [lon, lat]) => {
    const [x, y] = place(text);
    expect(x).toBeCloseTo(lon as number, 8);
    expect(y).toBeCloseTo(lat as number, 8);
  });
  it("reads back whatever it is told to five decimals", () => {
    const about = fc.tuple(fc.integer({ min: 11_700_000, max: 12_100_000 }), fc.integer({ min: 3_200_000, max: 3_500_000 }));
    fc.assert(
      fc.property(about, ([lon, lat]) => {
        expect(place(`${lon / 1e5} ${lat / 1e5}`)).toEqual([lon / 1e5, lat / 1e5]);
      }),
    );
  });
});

describe("a typed distance and bearing", () => {
  it.each(["120 m 45°", "120 45", "120m,45", "120 米 45度", "0.12 km 45", "120 @ 45"])("reads %s", (text) => {
    const [x, y] = metresOf(place(text, at(0, 0)));
    expect(x).toBeCloseTo(84.85, 1);
    expect(y).toBeCloseTo(84.85, 1);
  });
  it("is so long, and leads there, on the ellipsoid", () => {
    const wgs84 = geodesic.Geodesic.WGS84;
    fc.assert(
      fc.property(fc.double({ min: 1, max: 3000, noNaN: true }), fc.double({ min: 0, max: 359, noNaN: true }), (distance, bearing) => {
        const [lon, lat] = placeAt(centre, distance, bearing);
        const { s12 = 0, azi1 = 0 } = wgs84.Inverse(centre[1], centre[0], lat, lon);
        expect(Math.abs(s12 / distance - 1)).toBeLessThan(1e-5);
        expect(Math.abs(((azi1 - bearing + 540) % 360) - 180)).toBeLessThan(0.03);
      }),
    );
  });
});

describe("what cannot be read", () => {
  it.each([
    ["", /cannot be read/],
    ["next to the market", /cannot be read/],
    ["119.1", /cannot be read/],
    ["119°75′E 33°36′N", /cannot be read/],
    ["119.1E 33.6E", /cannot be read/],
    ["1 2 3 4 5", /cannot be read/],
    ["33.60021E 119.10432N", /longitude first/],
    ["10°0′0″E 50°0′0″N", /nowhere near/],
    ["-5 m 45", /no distance/],
    ["0 45", /no distance/],
    ["500 km 45", /no distance/],
    ["120 m 400", /no bearing/],
  ])("%s is answered with what would be right", (text, sentence) => {
    expect(why(text)).toMatch(sentence);
  });
  it("a distance without a place to begin at", () => {
    expect(why("120 m 45°", null)).toMatch(/no last vertex/);
  });
  it("nothing that is typed throws, and each answer is a place near or a sentence in both languages", () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.stringMatching(/^[\d. °′″NSEWm,-]{0,24}$/)), (text) => {
        const said = read(text);
        if ("at" in said) expect(said.at.every(Number.isFinite)).toBe(true);
        else expect(said.why.zh.length * said.why.en.length).toBeGreaterThan(100);
      }),
      { numRuns: 400 },
    );
  });
});

const key = (name: string, more: Partial<CursorKey> = {}): CursorKey => ({
  key: name,
  shiftKey: false,
  ctrlKey: false,
  altKey: false,
  ...more,
});
/** Plays keys on a tool, as the page does. */
function typing<S>(played: Played<S>, middle: Position) {
  let cursor: Parameters<typeof cursorHears>[0] = null;
  const press = (name: string, more: Partial<CursorKey> = {}, times = 1) => {
    for (let i = 0; i < times; i++) {
      const heard = cursorHears(cursor, key(name, more), middle, 1);
      if (!heard) throw new Error(`${name} is not the cursor's`);
      cursor = heard.cursor;
      for (const told of heard.tells) played.hear(told);
    }
  };
  return { press, place: () => metresOf(cursor?.at ?? [0, 0]), cursor: () => cursor };
}

describe("the keyboard's cursor", () => {
  it("comes up in the middle with the first arrow, then goes 10, 50 and 1 px", () => {
    const { press, place } = typing(new Played(cut), at(100, 100));
    press("ArrowRight");
    expect(place().map(Math.round)).toEqual([100, 100]);
    press("ArrowRight");
    press("ArrowUp", { shiftKey: true });
    press("ArrowLeft", { ctrlKey: true });
    expect(place().map(Math.round)).toEqual([109, 150]);
  });
  it("cuts a zone in two without a mouse", () => {
    const played = new Played(cut);
    const { press } = typing(played, at(50, 50));
    press("ArrowDown");
    press("ArrowDown", { shiftKey: true });
    press("Enter");
    press("ArrowUp", { shiftKey: true }, 4);
    press("Enter");
    press("Enter", { shiftKey: true });
    expect(played.refused).toEqual([]);
    expect(zoneShapes(played.partition, 2).size).toBe(5);
  });
  it("takes hold with Space and paints a stroke", () => {
    const played = new Played(brush, district(), { target: 21 });
    const { press } = typing(played, at(50, 50));
    press("ArrowRight");
    press(" ");
    press("ArrowRight", { shiftKey: true }, 2);
    press(" ");
    expect(played.steps).toEqual([{ kind: "assign", level: 2, pieces: [1, 2], to: 21 }]);
  });
  it("has no other keys, and none but arrows while it is not shown", () => {
    expect(cursorHears(null, key("Enter"), centre, 1)).toBeNull();
    expect(cursorHears(null, key(" "), centre, 1)).toBeNull();
    expect(cursorHears({ at: centre, holds: false }, key("x"), centre, 1)).toBeNull();
  });
  it("is drawn over what the tool draws, and says when the map is to follow it", () => {
    const cursor = { at: at(10, 10), holds: false };
    expect(withCursor(null, null)).toBeNull();
    expect(withCursor(null, cursor)?.points).toEqual([{ at: cursor.at, kind: "crosshair" }]);
    const box = [...at(0, 0), ...at(1000, 1000)] as unknown as [number, number, number, number];
    expect(outOfSight(cursor, box)).toBe(true);
    expect(outOfSight({ ...cursor, at: at(500, 500) }, box)).toBe(false);
    expect(metresPerPixelAt(0, 0)).toBeCloseTo(78_271.5, 0);
  });
});
