import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type Draft, finish } from "../../../client/draw/draft.ts";
import { crossesItself, mend, simplify } from "../../../client/draw/trace.ts";
import { maxVertices, type Position } from "../../../server/contract/draw.ts";
import { area_m2 } from "../../../server/contract/partition/drawn.ts";
import { degree_m } from "../../../server/contract/partition/ellipsoid.ts";

const [east, north] = degree_m(33.6);
/** Metres from a corner of the district as degrees. */
const at = (x: number, y: number): Position => [119.1 + x / east, 33.6 + y / north];
const circle = (turns: number, radius = 500, count = 300): Position[] =>
  Array.from({ length: count }, (_, i) => {
    const a = (i / (count - 1)) * 2 * Math.PI * turns;
    return at(radius * Math.cos(a), radius * Math.sin(a));
  });
const metres = ([x, y]: Position) => [(x - 119.1) * east, (y - 33.6) * north] as const;
function offLine(p: Position, line: readonly Position[]): number {
  const [px, py] = metres(p);
  let least = Number.POSITIVE_INFINITY;
  for (let i = 1; i < line.length; i++) {
    const [ax, ay] = metres(line[i - 1] as Position);
    const [bx, by] = metres(line[i] as Position);
    const long = (bx - ax) ** 2 + (by - ay) ** 2;
    const t = long ? Math.max(0, Math.min(1, ((px - ax) * (bx - ax) + (py - ay) * (by - ay)) / long)) : 0;
    least = Math.min(least, Math.hypot(px - ax - t * (bx - ax), py - ay - t * (by - ay)));
  }
  return least;
}

describe("a track simplified", () => {
  it("leaves nothing farther from it than the tolerance, keeps its ends, and invents no vertex", () => {
    const place = fc.tuple(fc.integer({ min: -2000, max: 2000 }), fc.integer({ min: -2000, max: 2000 })).map(([x, y]) => at(x, y));
    fc.assert(
      fc.property(fc.array(place, { minLength: 2, maxLength: 80 }), fc.integer({ min: 1, max: 400 }), (track, tolerance) => {
        const left = simplify(track, tolerance);
        expect(left[0]).toBe(track[0]);
        expect(left.at(-1)).toBe(track.at(-1));
        expect(left.every((p) => track.includes(p))).toBe(true);
        for (const p of track) expect(offLine(p, left)).toBeLessThan(tolerance * 1.001 + 0.01);
      }),
      { numRuns: 200 },
    );
  });
  it("never holds more vertices than a shape may have", () => {
    const wild = Array.from({ length: 6000 }, (_, i) => at((i % 2) * 300, i));
    expect(simplify(wild, 1).length).toBeLessThanOrEqual(maxVertices);
    expect(simplify(circle(1), 1).length).toBeLessThan(80);
  });
});

describe("a lasso that crosses itself", () => {
  it("loses the tail by which the hand went past its beginning", () => {
    const past = [...circle(1.05, 500), at(520, 120), at(430, 190)];
    expect(crossesItself(past)).toBe(true);
    const { points, crosses } = mend(past);
    expect(crosses).toBe(false);
    expect(area_m2(points) / (Math.PI * 500 ** 2)).toBeCloseTo(1, 1);
  });
  it("loses a small loop in the middle of its way", () => {
    const around = circle(1, 500, 60);
    const loop = [at(-510, 20), at(-540, 40), at(-560, 0), at(-510, 10)];
    const { points, crosses } = mend([...around.slice(0, 30), ...loop, ...around.slice(30)]);
    expect(crosses).toBe(false);
    expect(area_m2(points) / (Math.PI * 500 ** 2)).toBeCloseTo(1, 1);
  });
  it("keeps both halves of an eight, and says that it crosses", () => {
    const eight = [at(-500, -500), at(500, 500), at(500, -500), at(-500, 500)];
    expect(mend(eight)).toEqual({ points: eight, crosses: true });
    const draft: Draft = { tool: "lasso", kind: "area", points: eight, cursor: null };
    expect(finish(draft, 1)).toMatchObject({ note: "crosses", shape: { kind: "area" } });
  });
  it("is never larger than it was drawn, and has at least three vertices, whatever was drawn", () => {
    const place = fc.tuple(fc.integer({ min: -900, max: 900 }), fc.integer({ min: -900, max: 900 })).map(([x, y]) => at(x, y));
    fc.assert(
      fc.property(fc.array(place, { minLength: 3, maxLength: 40 }), (ring) => {
        const { points, crosses } = mend(ring);
        expect(points.length).toBeGreaterThanOrEqual(3);
        expect(points.length).toBeLessThanOrEqual(ring.length);
        expect(crosses).toBe(crossesItself(points));
      }),
      { numRuns: 200 },
    );
  });
});

describe("what cannot be a shape", () => {
  const made = (tool: Draft["tool"], ...points: Position[]) =>
    finish({ tool, kind: tool === "point" || tool === "line" ? tool : "area", points, cursor: null });
  it("is refused with its reason", () => {
    expect(made("area", at(0, 0), at(100, 0))).toEqual({ refused: "tooFew" });
    expect(made("area", at(0, 0), at(100, 100), at(200, 200))).toEqual({ refused: "noArea" });
    expect(made("rectangle", at(0, 0), at(0, 300))).toEqual({ refused: "noArea" });
    expect(made("lasso", at(0, 0), at(0, 300), at(0, 100), at(0, 0))).toEqual({ refused: "noArea" });
    expect(made("line", at(0, 0), at(0, 0.2))).toEqual({ refused: "tooFew" });
  });
  it("and a rectangle is four corners of two", () => {
    const one = made("rectangle", [119.1, 33.6], [119.2, 33.5]);
    expect(one).toEqual({
      note: null,
      shape: {
        kind: "area",
        points: [
          [119.1, 33.6],
          [119.2, 33.6],
          [119.2, 33.5],
          [119.1, 33.5],
        ],
      },
    });
  });
});
