/** The interval of a rate, against published values and against what defines it. */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { wilson } from "../../../server/contract/wilson.ts";

const z = 1.959963984540054;

describe("the interval of a rate", () => {
  it.each([
    // R. G. Newcombe, "Two-sided confidence intervals for the single proportion", Statistics in Medicine 17 (1998), table I, method 3.
    [81, 263, 0.2553, 0.3662],
    [15, 148, 0.0624, 0.1605],
    [0, 20, 0, 0.1611],
    [1, 29, 0.0061, 0.1718],
  ])("of %i of %i is as published", (hits, of, lower, upper) => {
    const found = wilson(hits, of);
    expect(found?.lower).toBeCloseTo(lower, 4);
    expect(found?.upper).toBeCloseTo(upper, 4);
  });

  it("of nothing is none: no rate", () => {
    expect(wilson(0, 0)).toBeNull();
  });

  it("has at its ends the shares from which what was seen is 1.96 deviations away", () => {
    const seen = fc.integer({ min: 1, max: 50_000 }).chain((of) => fc.tuple(fc.integer({ min: 0, max: of }), fc.constant(of)));
    fc.assert(
      fc.property(seen, ([hits, of]) => {
        const found = wilson(hits, of);
        if (!found) throw new Error("There is something to judge by.");
        const { lower, upper } = found;
        expect(lower).toBeGreaterThanOrEqual(0);
        expect(upper).toBeLessThanOrEqual(1);
        expect(lower).toBeLessThanOrEqual(hits / of);
        expect(upper).toBeGreaterThanOrEqual(hits / of);
        for (const end of [lower, upper]) expect((hits / of - end) ** 2).toBeCloseTo((z * z * end * (1 - end)) / of, 9);
        // The same seen from the other side.
        const other = wilson(of - hits, of);
        expect(other?.lower).toBeCloseTo(1 - upper, 9);
        expect(other?.upper).toBeCloseTo(1 - lower, 9);
      }),
    );
  });

  it("is the narrower the more cases there are", () => {
    const width = (n: number) => {
      const found = wilson(9 * n, 10 * n);
      return found ? found.upper - found.lower : Number.NaN;
    };
    for (let n = 1; n < 1000; n *= 3) expect(width(n * 3)).toBeLessThan(width(n));
  });
});
