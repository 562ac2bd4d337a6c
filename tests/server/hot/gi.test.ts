/** Getis-Ord Gi* and the false-discovery rate against figures that others published. */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { falseDiscoveryLimit, giStar, levels } from "../../../server/hot/gi.ts";
import { erfc, twoSided } from "../../../server/hot/normal.ts";

/** Neighbours by a distance band. */
const band = (points: readonly (readonly [number, number])[], most: number): number[][] =>
  points.map(([x, y], i) =>
    [...points.keys()].filter((j) => j !== i && Math.hypot((points[j]?.[0] ?? 0) - x, (points[j]?.[1] ?? 0) - y) <= most),
  );

describe("Gi*", () => {
  // Documentation of esda.G_Local (PySAL, esda/getisord.py, "Applying Getis and Ord local G* test using a binary weights object").
  it("has the figures of PySAL's documented example", () => {
    const points = [
      [10, 10],
      [20, 10],
      [40, 10],
      [15, 20],
      [30, 20],
      [30, 30],
    ] as const;
    const { z, p, mean } = giStar([2, 3, 3.2, 5, 8, 7], band(points, 15));
    const published = [-1.39727626, -0.28917762, 0.65064964, -0.28917762, 1.23452088, 2.02424331];
    for (const [i, value] of published.entries()) expect(z[i]).toBeCloseTo(value, 8);
    expect(mean).toBeCloseTo(4.7, 12);
    // C's erfc(2.02424331 / √2).
    expect(p[5]).toBeCloseTo(0.042945123357128905, 8);
  });

  it("says nothing where nothing can be said: all equal, or every place a neighbour of every place", () => {
    const row = [[1], [0, 2], [1]];
    expect(giStar([4, 4, 4], row).z).toEqual([null, null, null]);
    expect(giStar([1, 2, 9], row).z[1]).toBeNull();
    expect(giStar([1, 2, 9], row).z[0]).not.toBeNull();
    expect(giStar([7], [[]])).toMatchObject({ z: [null], p: [null] });
    expect(levels({ z: [null], p: [null] })).toEqual([0]);
  });

  it("is the standardised sum, whatever the values: scale and offset do not matter, and swapping signs turns it round", () => {
    const values = fc.array(fc.integer({ min: 0, max: 1000 }), { minLength: 3, maxLength: 40, size: "max" });
    fc.assert(
      fc.property(values, fc.integer({ min: 1, max: 50 }), fc.integer({ min: -500, max: 500 }), (list, scale, offset) => {
        const ring = list.map((_, i) => [(i + 1) % list.length, (i + list.length - 1) % list.length]);
        const { z } = giStar(list, ring);
        const moved = giStar(
          list.map((v) => -scale * v + offset),
          ring,
        ).z;
        for (const [i, value] of z.entries()) {
          if (value === null) expect(moved[i]).toBeNull();
          else expect(moved[i]).toBeCloseTo(-value, 6);
        }
      }),
    );
  });
});

describe("the normal tails", () => {
  // Values of C's erfc, correctly rounded.
  it.each([
    [0, 1],
    [0.1, 0.8875370839817152],
    [0.5, 0.4795001221869535],
    [1, 0.15729920705028513],
    [1.5, 0.033894853524689274],
    [1.9999, 0.004679802092970608],
    [2, 0.004677734981047265],
    [2.5, 0.0004069520174449589],
    [3, 2.2090496998585438e-5],
    [5, 1.5374597944280351e-12],
    [10, 2.088487583762545e-45],
    [26, 5.663192408856143e-296],
  ])("erfc(%s)", (x, value) => {
    expect(Math.abs(erfc(x) / value - 1)).toBeLessThan(1e-12);
    expect(Math.abs(erfc(-x) - (2 - value))).toBeLessThan(1e-12);
  });

  it("has the table's limits", () => {
    expect(twoSided(1.959963984540054)).toBeCloseTo(0.05, 12);
    expect(twoSided(-2.5758293035489004)).toBeCloseTo(0.01, 12);
    expect(twoSided(0)).toBe(1);
    expect(twoSided(60)).toBe(0);
  });
});

describe("the false-discovery rate", () => {
  // Benjamini and Hochberg (1995), section 4.1: 15 hypotheses of a trial; at 0.05 the four smallest are discoveries.
  const published = [0.0001, 0.0004, 0.0019, 0.0095, 0.0201, 0.0278, 0.0298, 0.0344, 0.0459, 0.324, 0.4262, 0.5719, 0.6528, 0.759, 1];

  it("finds the four of Benjamini and Hochberg's example, whatever the order", () => {
    expect(falseDiscoveryLimit(published, 0.05)).toBe(0.0095);
    expect(falseDiscoveryLimit(published.toReversed(), 0.05)).toBe(0.0095);
    // At 0.01 the third's limit is 0.002, at 0.1 the ninth's is 0.06.
    expect(falseDiscoveryLimit(published, 0.01)).toBe(0.0019);
    expect(falseDiscoveryLimit(published, 0.1)).toBe(0.0459);
    expect(falseDiscoveryLimit([0.9, 0.8], 0.05)).toBe(-1);
    expect(falseDiscoveryLimit([], 0.05)).toBe(-1);
  });

  it("makes levels of them, with the sign of z, and leaves out what has no p", () => {
    const z = published.map((_, i) => (i % 2 ? -1 : 1));
    const expected = [3, -3, 3, -2, 1, -1, 1, -1, 1, 0, 0, 0, 0, 0, 0];
    expect(levels({ z: [null, ...z], p: [null, ...published] })).toEqual([0, ...expected]);
  });

  it("steps up: a p below a discovery is one, too", () => {
    const any = fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { maxLength: 30, size: "max" });
    fc.assert(
      fc.property(any, (p) => {
        const limit = falseDiscoveryLimit(p, 0.1);
        const sorted = p.toSorted((a, b) => a - b);
        const naive = sorted.findLast((value, i) => value * p.length <= 0.1 * (i + 1)) ?? -1;
        expect(limit).toBe(naive);
      }),
    );
  });
});
