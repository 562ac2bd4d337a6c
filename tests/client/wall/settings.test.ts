/** What a screen keeps of itself, and how it rests. */
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { furthest_px, lightAt, shiftAt } from "../../../client/wall/rest.ts";
import { readSettings, type Settings, usualSettings } from "../../../client/wall/settings.ts";

const hour = fc.integer({ min: 0, max: 23 });
const settings: fc.Arbitrary<Settings> = fc.record({
  token: fc.option(fc.stringMatching(/^[A-Za-z0-9_-]{1,60}$/)),
  lang: fc.constantFrom("zh" as const, "en" as const),
  theme: fc.constantFrom("dark" as const, "light" as const),
  width_mm: fc.option(fc.double({ min: 100, max: 50_000, noNaN: true })),
  distance_m: fc.double({ min: 1e-3, max: 1e6, noNaN: true }),
  arc: fc.constantFrom(16 as const, 20 as const),
  seams: fc.record({ columns: fc.integer(), rows: fc.integer(), bezel_px: fc.double({ min: 0, max: 1e5, noNaN: true }) }),
  dim: fc.option(fc.record({ from: hour, to: hour, share: fc.double({ min: 0.2, max: 1, noNaN: true }) })),
  speech: fc.boolean(),
});

describe("what is kept", () => {
  test("is read back as it was, sense or not: the layout names what makes none", () => {
    fc.assert(
      fc.property(settings, (one) => {
        expect(readSettings(JSON.stringify(one))).toEqual(JSON.parse(JSON.stringify(one)));
      }),
    );
  });
  test("whatever lies there, a wall comes of it", () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.json(), fc.constant(null)), (text) => {
        const read = readSettings(text);
        expect(Object.keys(read).sort()).toEqual(Object.keys(usualSettings).sort());
        expect(Number.isFinite(read.distance_m)).toBe(true);
      }),
    );
  });
  test.each([
    ["nothing", null],
    ["no JSON", "{"],
    ["a list", "[1]"],
    ["wrong kinds", '{"lang":"fr","theme":1,"distance_m":"5","arc":18,"seams":{"columns":"3"},"dim":{"from":25},"token":" ","speech":1}'],
  ])("%s: the usual", (_what, text) => expect(readSettings(text)).toEqual(usualSettings));
  test("one bad field leaves the others", () => {
    expect(readSettings('{"lang":"en","arc":7}')).toEqual({ ...usualSettings, lang: "en" });
    expect(readSettings('{"dim":null}').dim).toBeNull();
  });
});

describe("rest", () => {
  test("the picture wanders, never farther than the margin, and not within the hour", () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 4_000_000_000 }), fc.integer({ min: 0, max: 3599 }), (now, later) => {
        const { x, y } = shiftAt(now);
        expect(Math.max(Math.abs(x), Math.abs(y))).toBeLessThanOrEqual(furthest_px);
        const start = Math.floor(now / 3600) * 3600;
        expect(shiftAt(start + later)).toEqual({ x, y });
      }),
    );
    const places = new Set(Array.from({ length: 24 * 7 }, (_, hour) => JSON.stringify(shiftAt(hour * 3600))));
    expect(places.size).toBeGreaterThan(80);
  });
  test.each([
    [{ from: 22, to: 6, share: 0.6 }, [22, 23, 0, 5], [6, 12, 21]],
    [{ from: 1, to: 5, share: 0.4 }, [1, 4], [0, 5, 23]],
  ])("dim in its hours, over midnight too: %j", (dim, dark, bright) => {
    for (const one of dark) expect(lightAt(one, dim)).toBe(dim.share);
    for (const one of bright) expect(lightAt(one, dim)).toBe(1);
  });
  test("never dim where nobody wants it", () => {
    expect(lightAt(23, null)).toBe(1);
    expect(lightAt(3, { from: 3, to: 3, share: 0.5 })).toBe(1);
  });
});
