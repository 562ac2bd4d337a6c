/** How fresh the picture is, and what time it is there, by the steady count alone. */
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { freshnessAfter, jumped, timeAt, told } from "../../../client/wall/run/fresh.ts";
import { expected_s } from "../../../server/contract/wall.ts";

describe("freshness", () => {
  test("late after twice, stale after five times what is expected; never fresher as time goes by", () => {
    expect([0, 29.9, 30, 74.9, 75, 1e6].map((s) => freshnessAfter(s))).toEqual(["fresh", "fresh", "late", "late", "stale", "stale"]);
    expect(expected_s).toBe(15);
    const order = ["fresh", "late", "stale"];
    fc.assert(
      fc.property(
        fc.double({ min: 0, max: 500, noNaN: true }),
        fc.double({ min: 0, max: 500, noNaN: true }),
        fc.boolean(),
        (a, more, doubt) => {
          expect(order.indexOf(freshnessAfter(a + more, doubt))).toBeGreaterThanOrEqual(order.indexOf(freshnessAfter(a, doubt)));
        },
      ),
    );
  });

  test("after a sleep nothing counts as live before the next word", () => {
    expect(freshnessAfter(0, true)).toBe("late");
    expect(freshnessAfter(100, true)).toBe("stale");
  });
});

describe("the clock", () => {
  test("goes on by the steady count; a snapshot's stands", () => {
    const known = told(null, 1000, 500);
    expect(timeAt(known, 10_500)).toBe(1010);
    expect(timeAt(known, 10_500, true)).toBe(1000);
  });

  test("words that were slow on their way never set it back, and it is never ahead of the server", () => {
    const delays = fc.array(fc.tuple(fc.integer({ min: 1, max: 15_000 }), fc.integer({ min: 0, max: 5_000 })), {
      minLength: 1,
      maxLength: 30,
    });
    fc.assert(
      fc.property(delays, (words) => {
        let known = null as Parameters<typeof told>[0];
        let sent = 0;
        let shown = 0;
        let arrived = 0;
        for (const [gap, delay] of words) {
          sent += gap;
          arrived = Math.max(arrived, sent + delay);
          known = told(known, 5000 + sent / 1000, arrived);
          const now = timeAt(known, arrived);
          expect(now).toBeGreaterThanOrEqual(shown);
          expect(now).toBeLessThanOrEqual(5000 + arrived / 1000 + 1e-6);
          shown = now;
        }
      }),
    );
  });

  test("a word that says something else altogether is believed, either way", () => {
    const known = told(null, 100_000, 0);
    expect(timeAt(told(known, 90_000, 1000), 1000)).toBe(90_000);
    expect(timeAt(told(known, 128_800, 1000), 1000)).toBe(128_800);
  });
});

describe("a sleep", () => {
  const at = (steady_ms: number, clock_ms: number) => ({ steady_ms, clock_ms });
  test("is told by a gap of the steady count, or of the clock where that stood still", () => {
    expect(jumped(at(0, 0), at(250, 250))).toBe(false);
    expect(jumped(at(0, 0), at(3_000, 3_100))).toBe(false);
    expect(jumped(at(0, 0), at(3_600_000, 3_600_000))).toBe(true);
    expect(jumped(at(0, 0), at(250, 3_600_000))).toBe(true);
    expect(jumped(at(0, 7_200_000), at(250, 250))).toBe(true);
  });
});
