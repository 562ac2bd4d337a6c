import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { between_m, type Place, routeOrder, way_m } from "../../../client/draw/route.ts";

const place = fc.record({ lon: fc.double({ min: 119, max: 119.2, noNaN: true }), lat: fc.double({ min: 33.5, max: 33.7, noNaN: true }) });

function permutations(n: number): number[][] {
  if (n === 0) return [[]];
  return permutations(n - 1).flatMap((order) => Array.from({ length: n }, (_, at) => order.toSpliced(at, 0, n - 1)));
}
const length = (from: Place | null, stops: readonly Place[], order: readonly number[]) =>
  way_m(
    from,
    order.map((i) => stops[i] as Place),
  );
const shortest = (from: Place | null, stops: readonly Place[]) =>
  Math.min(...permutations(stops.length).map((order) => length(from, stops, order)));

describe("the order to go", () => {
  it("names every stop once", () => {
    fc.assert(
      fc.property(fc.option(place), fc.array(place, { maxLength: 30 }), (from, stops) => {
        expect(routeOrder(from, stops).toSorted((a, b) => a - b)).toEqual(stops.map((_, i) => i));
      }),
    );
  });

  it("is never more than a quarter longer than the shortest way of up to seven stops, and the shortest in most cases", () => {
    let [exact, all] = [0, 0];
    fc.assert(
      fc.property(fc.option(place), fc.array(place, { minLength: 1, maxLength: 7 }), (from, stops) => {
        const [found, best] = [length(from, stops, routeOrder(from, stops)), shortest(from, stops)];
        expect(found).toBeLessThanOrEqual(best * 1.25 + 0.001);
        all += 1;
        if (found <= best * 1.000001 + 0.001) exact += 1;
      }),
      { numRuns: 60, seed: 7 },
    );
    expect(exact / all).toBeGreaterThan(0.8);
  });

  it("goes along a street from one end to the other, wherever the stops stand in the list", () => {
    const street = [3, 0, 4, 1, 2].map((i) => ({ lon: 119.1 + i / 1000, lat: 33.6 }));
    expect(routeOrder({ lon: 119.099, lat: 33.6 }, street)).toEqual([1, 3, 4, 0, 2]);
  });

  it("of eight stops on a ring, it goes round", () => {
    const ring = Array.from({ length: 8 }, (_, i) => ({
      lon: 119.1 + Math.cos((i * Math.PI) / 4) / 100,
      lat: 33.6 + Math.sin((i * Math.PI) / 4) / 120,
    }));
    const from = { lon: 119.111, lat: 33.599 };
    expect(length(from, ring, routeOrder(from, ring))).toBeCloseTo(shortest(from, ring), 3);
  });

  it("measures on the ellipsoid, and does not mind being at a stop already", () => {
    // A degree of longitude on the 60th parallel, by GeographicLib.
    expect(between_m({ lon: 0, lat: 60 }, { lon: 0.01, lat: 60 })).toBeCloseTo(558.0, 0);
    expect(routeOrder({ lon: 1, lat: 1 }, [{ lon: 1, lat: 1 }])).toEqual([0]);
    expect(routeOrder(null, [])).toEqual([]);
  });

  it("takes a hundred stops in well under a second", () => {
    const stops = fc.sample(place, { numRuns: 100, seed: 1 });
    const began = performance.now();
    routeOrder({ lon: 119.1, lat: 33.6 }, stops);
    expect(performance.now() - began).toBeLessThan(1000);
  });
});
