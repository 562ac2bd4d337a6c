import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { balanceOf, usualWeights, workOf } from "../../../server/contract/partition/balance.ts";

const works = (...list: number[]) => new Map(list.map((work, i) => [i + 1, work]));

describe("work", () => {
  it("is each figure times its weight, lines by the kilometre and ground by the square kilometre", () => {
    const load = {
      sites: 2,
      byType: {},
      alley_m: 500,
      river_m: 2_000,
      markets: 1,
      open: 3,
      overdue: 1,
      foundPerWeek: 1.5,
      area_m2: 250_000,
    };
    const { site, market, alley_km, river_km, open, overdue, foundPerWeek, area_km2 } = usualWeights;
    const expected = 2 * site + market + alley_km / 2 + 2 * river_km + 3 * open + overdue + 1.5 * foundPerWeek + area_km2 / 4;
    expect(workOf(load, usualWeights)).toBeCloseTo(expected, 9);
  });
});

describe("a balance", () => {
  it("of zones that are alike is 100", () => {
    expect(balanceOf(works(7, 7, 7))).toEqual({ mean: 7, deviation: works(0, 0, 0), worst: 0, index: 100 });
    expect(balanceOf(works(5)).index).toBe(100);
  });
  it("of 60, 100 and 140 has deviations of 40 %, and an index of 100 less their mean", () => {
    const { mean, deviation, worst, index } = balanceOf(works(60, 100, 140));
    expect(mean).toBe(100);
    expect([...deviation.values()].map((d) => Math.round(d * 1e9) / 1e9)).toEqual([-0.4, 0, 0.4]);
    expect(worst).toBeCloseTo(0.4, 12);
    expect(index).toBeCloseTo(100 * (1 - 0.8 / 3), 9);
  });
  it("of one zone with all the work among many is 0, never below", () => {
    expect(balanceOf(works(100, 0, 0, 0)).index).toBe(0);
  });
  it("is not known without zones or without work, and then nobody deviates", () => {
    expect(balanceOf(works())).toEqual({ mean: 0, deviation: new Map(), worst: 0, index: null });
    expect(balanceOf(works(0, 0))).toEqual({ mean: 0, deviation: works(0, 0), worst: 0, index: null });
  });
  it("is between 0 and 100, and its deviations cancel out", () => {
    fc.assert(
      fc.property(
        fc.array(
          fc.nat(1e9).map((n) => n / 1e3),
          { minLength: 1, maxLength: 30 },
        ),
        (list) => {
          const { deviation, index, worst } = balanceOf(works(...list));
          expect(Math.abs([...deviation.values()].reduce((a, b) => a + b, 0))).toBeLessThan(1e-6);
          expect(Number.isFinite(worst)).toBe(true);
          expect(index === null).toBe(Math.max(...list) === 0);
          expect(index ?? 0).toBeGreaterThanOrEqual(0);
          expect(index ?? 0).toBeLessThanOrEqual(100);
        },
      ),
    );
  });
});
