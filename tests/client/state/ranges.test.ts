/** The filter as ranges for the GPU says what the columns' mask says: whole by itself, in part together with the mask. */
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { localMask } from "../../../client/state/columnsTest.ts";
import { looks, looksOf, mostWords, type Ranges, rangesOf } from "../../../client/state/ranges.ts";
import { emptyFilter, type Filter } from "../../../server/contract/filter.ts";
import { statusOf } from "../../../server/contract/status.ts";
import type { Category, ProblemsLayer } from "../../../server/contract/types.ts";
import { type ProblemState, problemStates } from "../../../server/contract/vocabulary.ts";

const clock = Date.parse("2026-11-21T10:00:00+08:00") / 1000;
const day = 86_400;
const states = Object.keys(problemStates) as ProblemState[];
const codes = ["0101", "0102", "0201"];
const campaigns = ["appearance", null, "sanitation"] as const;
const categories: Category[] = codes.map((code, i) => ({
  code,
  major: code.slice(0, 2),
  name: { zh: code, en: code },
  campaign: campaigns[i] ?? null,
  limit: null,
  retired: false,
}));
const context = { clock, timeZone: "Asia/Shanghai", categories, zones: [] };

const time = fc.integer({ min: clock - 20 * day, max: clock + day });
const row = fc.record({
  state: fc.nat(states.length - 1),
  category: fc.nat(codes.length - 1),
  found: time,
  due: fc.oneof(fc.constant(0), time),
  nearlyDue: fc.oneof(fc.constant(0), time),
  closed: time,
  unit: fc.integer({ min: 1, max: 3 }),
});
type Row = typeof row extends fc.Arbitrary<infer T> ? T : never;

function layerOf(rows: readonly Row[], names: readonly string[] = codes): ProblemsLayer {
  const column = (name: keyof Row) => rows.map((one) => one[name]);
  const zeros = rows.map(() => 0);
  const head = { revision: 1, clock: "", count: rows.length, working: rows.length, total: rows.length, since: "" };
  const lists = { states, categories: [...names], sources: ["patrol"], siteTypes: [""] };
  const times = { found: column("found"), due: column("due"), nearlyDue: column("nearlyDue") };
  const closed = rows.map((one) => (states[one.state] === "closed" || states[one.state] === "rejected" ? one.closed : 0));
  const rest = { source: zeros, siteType: zeros, zone3: zeros, lon: zeros, lat: zeros };
  return {
    ...{ ...head, ...lists, ...times, ...rest, closed },
    ...{ id: rows.map((_, i) => i + 1), state: column("state"), category: column("category"), unit: column("unit") },
  };
}

const span = fc.constantFrom(null, null, { days: 3 }, { from: "2026-11-05", to: "2026-11-15" }, { from: null, to: "2026-11-20" });
const filter: fc.Arbitrary<Filter> = fc.record({
  ...(Object.fromEntries(Object.entries(emptyFilter).map(([name, value]) => [name, fc.constant(value)])) as {
    [Name in keyof Filter]: fc.Arbitrary<Filter[Name]>;
  }),
  status: fc.uniqueArray(fc.constantFrom("open", "overdue", "nearly_due", "closed", "rejected", "handling", "reported"), { maxLength: 3 }),
  category: fc.uniqueArray(fc.constantFrom("01", "0101", "0201"), { maxLength: 2 }),
  campaign: fc.uniqueArray(fc.constantFrom("appearance", "sanitation"), { maxLength: 1 }),
  found: span,
  closed: span,
  unit: fc.oneof({ weight: 2, arbitrary: fc.constant([]) }, { weight: 1, arbitrary: fc.constant([2]) }),
});

/** What the GPU does with a point. */
function drawn(ranges: Ranges, layer: ProblemsLayer, mask: Uint8Array): number[] {
  const all = looksOf(layer, clock);
  const within = (value: number, [from, to]: readonly [number, number]) => value >= from && value <= to;
  return Array.from(layer.id).filter(
    (_, i) =>
      (ranges.looks?.includes(all[i] as number) ?? true) &&
      (ranges.categories?.includes(layer.category[i] as number) ?? true) &&
      within(layer.found[i] as number, ranges.found) &&
      within(layer.closed[i] as number, ranges.closed) &&
      (ranges.whole || mask[i] === 1),
  );
}

describe("ranges for the GPU", () => {
  test("say what the mask says", () => {
    let [whole, some] = [0, 0];
    fc.assert(
      fc.property(fc.array(row, { maxLength: 60 }), filter, (rows, asked) => {
        const layer = layerOf(rows);
        const mask = localMask(asked, layer, context);
        const ranges = rangesOf(asked, layer, context);
        const lit = Array.from(layer.id).filter((_, i) => mask[i] === 1);
        expect(drawn(ranges, layer, mask)).toEqual(lit);
        if (ranges.whole) whole++;
        if (lit.length > 0 && lit.length < rows.length) some++;
      }),
      { numRuns: 1000, seed: 20261123 },
    );
    expect(Math.min(whole, some)).toBeGreaterThan(50);
  });

  test("a look is the state and the status that it has under the clock, and there are few enough for the GPU", () => {
    expect(looks.length).toBeLessThanOrEqual(mostWords);
    fc.assert(
      fc.property(fc.array(row, { minLength: 1, maxLength: 20 }), (rows) => {
        const layer = layerOf(rows);
        expect(Array.from(looksOf(layer, clock), (look) => looks[look])).toEqual(
          rows.map(({ state, nearlyDue, due }) => ({
            state: states[state],
            status: statusOf(states[state] as ProblemState, nearlyDue || null, due || null, clock),
          })),
        );
      }),
    );
  });

  test("more categories than the GPU has room for are left to the mask", () => {
    const many = Array.from({ length: mostWords + 1 }, (_, i) => `c${i}`);
    const ranges = rangesOf({ ...emptyFilter, category: ["c1"] }, layerOf([], many), context);
    expect([ranges.categories, ranges.whole]).toEqual([null, false]);
  });
});
