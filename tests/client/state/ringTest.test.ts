import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { inRing, ringTest } from "../../../client/state/ring.ts";

/** Few enough places that points often lie on edges, vertices and level with them. */
const near = fc.tuple(fc.integer({ min: -6, max: 6 }), fc.integer({ min: -6, max: 6 }));
const far = fc.tuple(fc.integer({ min: -18e7, max: 18e7 }), fc.integer({ min: -9e7, max: 9e7 }));

describe("the quick test of a ring", () => {
  it("says what the plain one says, on edges, vertices and rings that cross themselves too", () => {
    const ringAndPoints = (place: typeof near) =>
      fc.record({ ring: fc.array(place, { minLength: 3, maxLength: 40 }), points: fc.array(place, { minLength: 1, maxLength: 60 }) });
    fc.assert(
      fc.property(fc.oneof(ringAndPoints(near), ringAndPoints(far)), ({ ring, points }) => {
        const inside = ringTest(ring);
        for (const [x, y] of [...points, ...ring]) expect(inside(x, y)).toBe(inRing(x, y, ring));
      }),
      { numRuns: 400 },
    );
  });

  it("of a ring without height holds what lies on it", () => {
    const inside = ringTest([
      [0, 5],
      [10, 5],
      [4, 5],
    ]);
    expect([inside(3, 5), inside(3, 6), inside(11, 5)]).toEqual([true, false, false]);
  });
});
