/** How large type is: the whole table "Type on a wall" of the conventions, and where it stops. */
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { hanSize_px, leastHan_px, mapScale, reach_m, rootFor } from "../../../client/wall/typeSize.ts";

/** Millimetres a pixel → at 3, 5, 8 and 10 m: [16′, 20′]. Copied from the conventions; not made by the code. */
const table: readonly (readonly [string, number, readonly (readonly [number, number])[]])[] = [
  [
    "86″ 4K",
    0.496,
    [
      [32, 40],
      [52, 65],
      [83, 103],
      [103, 129],
    ],
  ],
  [
    "98″ 4K",
    0.565,
    [
      [28, 34],
      [46, 57],
      [72, 91],
      [91, 112],
    ],
  ],
  [
    "3×3 of 55″",
    0.632,
    [
      [25, 31],
      [41, 52],
      [65, 81],
      [81, 102],
    ],
  ],
  [
    "the same fed one 4K signal",
    0.948,
    [
      [17, 21],
      [28, 34],
      [44, 55],
      [55, 68],
    ],
  ],
  [
    "LED P1.25",
    1.25,
    [
      [24, 24],
      [24, 27],
      [33, 42],
      [42, 52],
    ],
  ],
  [
    "LED P2.5",
    2.5,
    [
      [24, 24],
      [24, 24],
      [24, 24],
      [24, 27],
    ],
  ],
];
const entries = table.flatMap(([screen, mm, row]) =>
  row.flatMap((sizes, i) => sizes.map((px, j) => ({ screen, mm, distance: [3, 5, 8, 10][i] as number, arc: j ? 20 : 16, px }))),
);

describe("type on a wall", () => {
  test("the table has every entry", () => expect(entries).toHaveLength(48));
  test.each(entries)("$screen from $distance m at $arc′: $px px", ({ mm, distance, arc, px }) => {
    expect(Math.abs(hanSize_px(distance, arc, mm) - Math.max(leastHan_px, px))).toBeLessThanOrEqual(1);
  });
  test("never under 24, larger from farther away, smaller on coarser screens", () => {
    const distance = fc.double({ min: 0.5, max: 60, noNaN: true });
    const mm = fc.double({ min: 0.05, max: 20, noNaN: true });
    fc.assert(
      fc.property(distance, mm, (d, p) => {
        const [sixteen, twenty] = [hanSize_px(d, 16, p), hanSize_px(d, 20, p)];
        expect(sixteen).toBeGreaterThanOrEqual(24);
        expect(twenty).toBeGreaterThanOrEqual(sixteen);
        expect(hanSize_px(d * 1.5, 16, p)).toBeGreaterThanOrEqual(sixteen);
        expect(hanSize_px(d, 16, p * 1.5)).toBeLessThanOrEqual(sixteen);
      }),
    );
  });
  test.each([
    [1280, 720, 24],
    [1920, 1080, 27],
    [3840, 1080, 27],
    [3840, 2160, 54],
    [5760, 2160, 54],
    [1080, 1920, 27],
  ])("nobody measured %i × %i: %i px", (width, height, px) => {
    expect(rootFor({ width, height }, { width_mm: null, distance_m: 5, arc: 16 })).toBe(px);
  });
  test("a size is read from where it was asked for", () => {
    const settings = { width_mm: 1904, distance_m: 8, arc: 20 } as const;
    const screen = { width: 3840, height: 2160 };
    expect(reach_m(rootFor(screen, settings), screen, settings)).toBeGreaterThanOrEqual(8);
    expect(reach_m(rootFor(screen, settings) - 2, screen, settings)).toBeLessThan(8);
  });
  test("the map's smallest words are never under 24 px, nor far from the root's", () => {
    for (let root = 24; root < 200; root++) {
      const px = mapScale(root) * 10.5;
      expect(px).toBeGreaterThanOrEqual(24 - 1e-9);
      expect(px).toBeGreaterThan(root * 0.84);
      expect(px).toBeLessThanOrEqual(Math.max(24, root) + 1e-9);
    }
  });
});
