/** What the wall counts by itself, against a plain count over the same problems. */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { dayText } from "../../../client/state/calendar.ts";
import { byDay, byStatus, byZone, overdueSpans } from "../../../client/wall/tallies.ts";
import { statusOf } from "../../../server/contract/status.ts";
import type { District, ProblemsLayer } from "../../../server/contract/types.ts";
import { type ProblemState, problemStates } from "../../../server/contract/vocabulary.ts";

const states = Object.keys(problemStates) as ProblemState[];
/** Midday after London's and New York's clocks went back, within 30 days of both. */
const clock = Date.parse("2026-11-21T16:00:00Z") / 1000;

interface Row {
  state: ProblemState;
  zone3: number;
  found: number;
  due: number;
  nearlyDue: number;
  closed: number;
}
const moment = fc.integer({ min: clock - 40 * 86_400, max: clock });
const someRow: fc.Arbitrary<Row> = fc.record({
  state: fc.constantFrom(...states),
  zone3: fc.constantFrom(0, 31, 32, 33, 99),
  found: moment,
  due: fc.oneof(
    fc.constant(0),
    moment,
    moment.map((at) => at + 30 * 86_400),
  ),
  nearlyDue: fc.oneof(fc.constant(0), moment),
  closed: fc.oneof(fc.constant(0), moment),
});

function layerOf(rows: readonly Row[]): ProblemsLayer {
  const zeros = rows.map(() => 0);
  const column = (name: keyof Omit<Row, "state">) => rows.map((row) => row[name]);
  return {
    ...{ revision: 1, clock: "", count: rows.length, working: rows.length, total: rows.length, since: "2026-08-21T00:00:00Z" },
    ...{ states, categories: ["0101"], sources: ["patrol"], siteTypes: [""] },
    ...{ id: rows.map((_, i) => i + 1), lon: zeros, lat: zeros, category: zeros, source: zeros, unit: zeros, siteType: zeros },
    state: rows.map(({ state }) => states.indexOf(state)),
    ...{ zone3: column("zone3"), found: column("found"), due: column("due"), nearlyDue: column("nearlyDue"), closed: column("closed") },
  };
}
const statusAt = (row: Row) => statusOf(row.state, row.nearlyDue, row.due, clock);
const isOpen = ({ state }: Row) => state !== "closed" && state !== "rejected";
const masked = fc
  .array(fc.tuple(someRow, fc.boolean()), { maxLength: 60 })
  .map((all) => ({ rows: all.map(([row]) => row), mask: Uint8Array.from(all, ([, lit]) => (lit ? 1 : 0)) }));

describe("the wall's own counts", () => {
  it("of each status are those that are lit", () => {
    fc.assert(
      fc.property(masked, ({ rows, mask }) => {
        const lit = rows.filter((_, i) => mask[i]);
        for (const [status, n] of byStatus(layerOf(rows), mask, clock)) {
          expect(n).toBe(lit.filter((row) => statusAt(row) === status).length);
        }
        const all = [...byStatus(layerOf(rows), null, clock).values()].reduce((sum, n) => sum + n, 0);
        expect(all).toBe(rows.length);
      }),
    );
  });

  it("of each day are by the district's days, also where clocks change", () => {
    const zone = fc.constantFrom("Asia/Shanghai", "Europe/London", "America/New_York", "Pacific/Auckland");
    fc.assert(
      fc.property(fc.array(someRow, { maxLength: 60 }), zone, (rows, timeZone) => {
        const days = byDay(layerOf(rows), clock, timeZone);
        expect(days).toHaveLength(30);
        expect(days.at(-1)?.day).toBe(dayText(clock, timeZone));
        for (const { day, found, closed } of days) {
          expect(found, day).toBe(rows.filter((row) => dayText(row.found, timeZone) === day).length);
          const ended = rows.filter((row) => row.state === "closed" && row.closed && dayText(row.closed, timeZone) === day);
          expect(closed, day).toBe(ended.length);
        }
      }),
    );
  });

  it("of sub-districts are all that is open, each once; what is in no known cell is said to be in none", () => {
    const zones: District["zones"] = [
      { id: 1, level: 1, name: "甲", parent: null },
      { id: 2, level: 1, name: "乙", parent: null },
      { id: 21, level: 2, name: "甲一", parent: 1 },
      { id: 31, level: 3, name: "一格", parent: 21 },
      { id: 32, level: 3, name: "二格", parent: 2 },
      { id: 33, level: 3, name: "无主", parent: null },
    ];
    const home: Readonly<Record<number, number>> = { 31: 1, 32: 2 };
    fc.assert(
      fc.property(masked, ({ rows, mask }) => {
        const tallies = byZone(layerOf(rows), mask, zones, clock);
        const open = rows.filter((row, i) => mask[i] && isOpen(row));
        for (const one of tallies) {
          const inside = open.filter(({ zone3 }) => (home[zone3] ?? 0) === one.zone);
          expect(one).toMatchObject({ open: inside.length, overdue: inside.filter((row) => statusAt(row) === "overdue").length });
        }
        expect(tallies.reduce((sum, one) => sum + one.open, 0)).toBe(open.length);
        expect(tallies.map(({ zone }) => zone)).toEqual(expect.arrayContaining([1, 2]));
      }),
    );
  });

  it("of how long over are all that is overdue, each once", () => {
    fc.assert(
      fc.property(masked, ({ rows, mask }) => {
        const over = rows.filter((row, i) => mask[i] && statusAt(row) === "overdue").map(({ due }) => (clock - due) / 86_400);
        expect(overdueSpans(layerOf(rows), mask, clock, [1, 3, 7])).toEqual([
          over.filter((days) => days <= 1).length,
          over.filter((days) => days > 1 && days <= 3).length,
          over.filter((days) => days > 3 && days <= 7).length,
          over.filter((days) => days > 7).length,
        ]);
      }),
    );
  });
});
