/** Hexagons and hulls: plain geometry against plainer geometry. */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { decodeShape } from "../../../server/contract/draw.ts";
import {
  type Cells,
  cellsWithin,
  cornersOf,
  type Lattice,
  latticeAt,
  middleOf,
  neighboursOf,
  placeOf,
} from "../../../server/hot/hexagons.ts";
import { around, covers, hullOf, insideOf, spanOf } from "../../../server/hot/hull.ts";
import { apart } from "../../../server/hot/metres.ts";
import { between, inRing } from "../questions/oracle.ts";
import type { Point } from "../questions/town.ts";

const centre = fc
  .tuple(fc.integer({ min: -170_000_000, max: 170_000_000 }), fc.integer({ min: -60_000_000, max: 65_000_000 }))
  .map(([x, y]): Point => [x / 1e6, y / 1e6]);
// Never on a border: those are whole 1e-5 degrees, or halves of them.
const offset = fc.integer({ min: -200_000, max: 200_000 }).map((n) => n / 1e6 + 0.000_000_137);
const size = fc.integer({ min: 50, max: 5000 });
const ringOf = (lattice: Lattice, [x, y]: Point): Point[] => cornersOf(lattice).map(([dx, dy]) => [x + dx, y + dy]);
const closed = (ring: readonly Point[]): Point[] => [...ring, ring[0] as Point];
const middles = (lattice: Lattice, cells: Cells): Point[] => cells.row.map((r, i) => middleOf(lattice, r, cells.column[i] as number));

describe("hexagons", () => {
  it("are as wide as asked, to 1 m, with corners that a drawing keeps", () => {
    fc.assert(
      fc.property(centre, size, (at, cell_m) => {
        const lattice = latticeAt(at, cell_m);
        const ring = ringOf(lattice, middleOf(lattice, 0, 0));
        const width = between(ring[1] as Point, ring[5] as Point);
        // Measured at its side's end, which lies further from the equator, or nearer.
        expect(Math.abs(width - cell_m)).toBeLessThan(1.2 + cell_m * 5e-4);
        const height = between(ring[0] as Point, ring[3] as Point);
        expect(Math.abs(height - (cell_m * 2) / Math.sqrt(3))).toBeLessThan(2.4);
        const drawn = decodeShape(insideOf(ring).slice("inside:draw/".length));
        for (const [i, [x, y]] of ring.entries()) {
          expect(drawn?.points[i]?.[0]).toBeCloseTo(x, 9);
          expect(drawn?.points[i]?.[1]).toBeCloseTo(y, 9);
        }
      }),
    );
  });

  it("hold what lies in them, and no other does", () => {
    fc.assert(
      fc.property(centre, size, offset, offset, ([lon, lat], cell_m, dx, dy) => {
        const lattice = latticeAt([lon, lat], cell_m);
        const point: Point = [lon + dx, lat + dy];
        const [row, column] = placeOf(lattice, ...point);
        const own = [row - 1, row, row + 1].flatMap((r) =>
          [column - 1, column, column + 1]
            .filter((c) => inRing(point, closed(ringOf(lattice, middleOf(lattice, r, c)))))
            .map((c) => [r, c]),
        );
        // On a border to the last digit, either is right.
        fc.pre(own.length === 1);
        expect(own).toEqual([[row, column]]);
      }),
      { numRuns: 2000 },
    );
  });

  it("over rings are those whose middles lie in them, holes left out, and count beyond what is kept", () => {
    const corner = fc.tuple(offset, offset);
    const rings = fc.array(fc.array(corner, { minLength: 3, maxLength: 9, size: "max" }), { minLength: 1, maxLength: 3 });
    fc.assert(
      fc.property(centre, rings, fc.integer({ min: 2000, max: 5000 }), ([lon, lat], offsets, cell_m) => {
        const lattice = latticeAt([lon, lat], cell_m);
        const shape = offsets.map((ring) => ring.map(([x, y]): Point => [lon + x, lat + y]));
        const { total, cells } = cellsWithin(lattice, shape, 1e9);
        const inside = (point: Point) => shape.filter((ring) => inRing(point, closed(ring))).length % 2 === 1;
        const expected: string[] = [];
        for (let r = -60; r <= 60; r++) for (let c = -60; c <= 60; c++) if (inside(middleOf(lattice, r, c))) expected.push(`${r} ${c}`);
        fc.pre(Math.abs(lat) < 62);
        expect(cells.row.map((r, i) => `${r} ${cells.column[i]}`)).toEqual(expected);
        expect(total).toBe(expected.length);
        const few = cellsWithin(lattice, shape, 5);
        expect([few.total, few.cells.row.length]).toEqual([total, Math.min(5, total)]);
      }),
    );
  });

  it("have for neighbours those one width away", () => {
    const lattice = latticeAt([119, 33.5], 300);
    const square: Point[] = [
      [118.98, 33.48],
      [119.02, 33.48],
      [119.02, 33.52],
      [118.98, 33.52],
    ];
    const hole: Point[] = [
      [118.99, 33.49],
      [119, 33.49],
      [119, 33.51],
      [118.99, 33.5],
    ];
    const { cells } = cellsWithin(lattice, [square, hole], 1000);
    const points = middles(lattice, cells);
    const neighbours = neighboursOf(cells);
    expect(points.length).toBeGreaterThan(100);
    expect(new Set(neighbours.map((list) => list.length))).toEqual(
      new Set([1, 2, 3, 4, 5, 6].filter((n) => neighbours.some((l) => l.length === n))),
    );
    for (const [i, list] of neighbours.entries()) {
      const expected = [...points.keys()].filter((j) => j !== i && apart(...(points[i] as Point), ...(points[j] as Point)) < 330);
      expect(list.toSorted((a, b) => a - b)).toEqual(expected);
    }
  });
});

describe("hulls", () => {
  const points = fc.array(fc.tuple(fc.integer({ min: 0, max: 30 }), fc.integer({ min: 0, max: 30 })), {
    minLength: 1,
    maxLength: 40,
    size: "max",
  });
  const placed = points.map((list) => list.map(([x, y]): Point => [119 + x * 1e-3, 33.5 + y * 1e-3]));

  it("hold every point, turn left at every corner, and span the two farthest", () => {
    fc.assert(
      fc.property(placed, (list) => {
        const hull = hullOf(list);
        const names = list.map(String);
        for (const corner of hull) expect(names).toContain(String(corner));
        if (hull.length > 2)
          for (const point of list)
            expect(
              covers(
                hull.map(([x, y]): Point => [x, y]),
                point,
              ),
            ).toBe(true);
        const farthest = Math.max(...list.flatMap((a) => list.map((b) => between(a, b))));
        expect(Math.abs(spanOf(hull) - farthest)).toBeLessThan(1e-4 * farthest + 1e-9);
      }),
    );
  });

  it("are drawn around every point, though a drawing has five decimals", () => {
    const fine = fc.tuple(fc.double({ min: 119, max: 119.001, noNaN: true }), fc.double({ min: 33.5, max: 33.501, noNaN: true }));
    fc.assert(
      fc.property(fc.array(fine, { minLength: 1, maxLength: 30, size: "max" }), (list) => {
        const drawn = decodeShape(insideOf(around(hullOf(list))).slice("inside:draw/".length));
        const ring = drawn?.points ?? [];
        expect(ring.length).toBeGreaterThan(3);
        for (const point of list) expect(covers(ring, point)).toBe(true);
      }),
    );
    const circle = Array.from({ length: 4000 }, (_, i): Point => [119 + Math.cos(i / 636.6), 33.5 + Math.sin(i / 636.6)]);
    expect(around(hullOf(circle))).toHaveLength(4);
  });
});
