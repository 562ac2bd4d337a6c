import fc from "fast-check";
import geodesic from "geographiclib-geodesic";
import { describe, expect, it } from "vitest";
import {
  boxOf,
  boxShape,
  distanceAt,
  dragged,
  type Handle,
  handlesOf,
  inserted,
  isBox,
  offLine_m,
  removed,
  said_m,
} from "../../../client/draw/edit.ts";
import { decodeShape, encodeShape, type Position, type Shape } from "../../../server/contract/draw.ts";

const wgs84 = geodesic.Geodesic.WGS84;
const metres = (a: Position, b: Position) => wgs84.Inverse(a[1], a[0], b[1], b[0]).s12 as number;
const box = boxShape([119.1, 33.5, 119.2, 33.6]);
const triangle: Shape = {
  kind: "area",
  points: [
    [119.1, 33.5],
    [119.2, 33.5],
    [119.15, 33.6],
  ],
};
const handle = (shape: Shape, part: Handle["part"], index: number): Handle =>
  handlesOf(shape).find((one) => one.part === part && one.index === index) as Handle;

describe("a shape under the hand", () => {
  it("has a handle on each vertex and on the middle of each edge", () => {
    expect(handlesOf(triangle)).toHaveLength(6);
    expect(handlesOf({ kind: "line", points: triangle.points })).toHaveLength(5);
    expect(handlesOf({ kind: "point", points: [[119.1, 33.5]] })).toHaveLength(1);
    expect(handle(triangle, "mid", 2).at).toEqual([119.125, 33.55]);
  });
  it("moves a vertex, and puts one in where a middle is dragged", () => {
    expect(dragged(triangle, handle(triangle, "vertex", 1), [119.3, 33.400001]).points[1]).toEqual([119.3, 33.4]);
    const more = dragged(triangle, handle(triangle, "mid", 2), [119.11, 33.58]);
    expect(more.points).toEqual([...triangle.points, [119.11, 33.58]]);
  });
  it("never loses its last vertices", () => {
    expect(removed(triangle, 0)).toBeNull();
    expect(removed(inserted(triangle, 0) as Shape, 1)).toEqual(triangle);
    expect(removed({ kind: "line", points: triangle.points.slice(0, 2) }, 0)).toBeNull();
  });
  it("goes on beyond a line's end", () => {
    const line: Shape = {
      kind: "line",
      points: [
        [119, 33],
        [119.1, 33],
      ],
    };
    expect(inserted(line, 1)?.points).toEqual([
      [119, 33],
      [119.1, 33],
      [119.15, 33],
    ]);
    expect(inserted(line, 0)?.points[1]).toEqual([119.05, 33]);
  });
});

describe("a rectangle under the hand", () => {
  it("stays a rectangle, whichever corner or side goes where, and keeps the opposite corner", () => {
    const degrees = (min: number, max: number) => fc.double({ min, max, noNaN: true });
    fc.assert(
      fc.property(
        fc.constantFrom("vertex" as const, "mid" as const),
        fc.integer({ min: 0, max: 3 }),
        fc.tuple(degrees(119, 119.3), degrees(33.4, 33.7)),
        fc.boolean(),
        (part, index, to, backwards) => {
          const first = backwards ? { ...box, points: box.points.toReversed() } : box;
          const made = dragged(first, handle(first, part, index), to);
          expect(isBox(made)).toBe(true);
          expect(made.points[(index + 2) % 4]).toEqual(first.points[(index + 2) % 4]);
          expect(decodeShape(encodeShape(made))).toEqual(made);
        },
      ),
    );
  });
  it("moves one side alone by its middle", () => {
    expect(boxOf(dragged(box, handle(box, "mid", 1), [119.25, 33.9]).points)).toEqual([119.1, 33.5, 119.25, 33.6]);
  });
  it("is one along the parallels only", () => {
    expect(isBox(box)).toBe(true);
    expect(isBox({ kind: "area", points: [...box.points.slice(0, 3), [119.1, 33.59999]] })).toBe(false);
    expect(isBox(triangle)).toBe(false);
    expect(isBox({ ...box, kind: "line" })).toBe(false);
  });
});

describe("the distance under the hand", () => {
  it("stands as far from the shape as it says, on the ellipsoid", () => {
    for (const distance of [50, 500, 5000]) {
      const at = distanceAt(triangle.points, distance);
      expect(metres([119.2, 33.5], at) / distance).toBeCloseTo(1, 3);
      expect(offLine_m(at, triangle.points, true) / distance).toBeCloseTo(1, 3);
    }
  });
  it("is a figure one would say, within what can be asked", () => {
    expect([0, 3.4, 103, 488, 1234, 99_999].map(said_m)).toEqual([1, 3, 105, 490, 1250, 20_000]);
  });
});
