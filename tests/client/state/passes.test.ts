/** Passes over columns and tallies, against the same said row by row. */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { keepBetween, keepLit, keepNamed, litCount, named } from "../../../client/state/passes.ts";
import { statusCounts } from "../../../client/state/tally.ts";
import { typedOf } from "../../../client/state/typed.ts";
import { statusOf } from "../../../server/contract/status.ts";
import { type ProblemState, problemStates, statusOrder } from "../../../server/contract/vocabulary.ts";
import { problemsOf } from "../wall/columns.ts";

/** Small ones, which a table holds, and large ones, which it does not. */
const id = fc.oneof(fc.integer({ min: -2, max: 30 }), fc.integer({ min: 2 ** 24 - 2, max: 2 ** 24 + 2 }), fc.constant(2 ** 40));
const rows = fc.array(fc.tuple(id, fc.boolean()), { maxLength: 40 });
const maskOf = (all: readonly (readonly [number, boolean])[]) => Uint8Array.from(all, ([, lit]) => Number(lit));

describe("a pass", () => {
  it("keeps the rows whose value is named, whether by a table or a set", () => {
    fc.assert(
      fc.property(rows, fc.array(id), (all, values) => {
        const mask = maskOf(all);
        keepNamed(mask, typedOf(all.map(([one]) => one)), named(values));
        // Nothing in a database has a number below zero.
        const meant = (one: number) => values.includes(one) && (one >= 0 || values.some((each) => each >= 2 ** 24));
        expect([...mask]).toEqual(all.map(([one, lit]) => Number(lit && meant(one))));
        expect(litCount(mask)).toBe(mask.filter((bit) => bit === 1).length);
      }),
      { numRuns: 300 },
    );
  });

  it("keeps what lies between, both ends included", () => {
    fc.assert(
      fc.property(rows, id, id, (all, from, to) => {
        const mask = maskOf(all);
        keepBetween(
          mask,
          all.map(([one]) => one),
          from,
          to,
        );
        expect([...mask]).toEqual(all.map(([one, lit]) => Number(lit && one >= from && one <= to)));
      }),
    );
  });

  it("keeps what is lit in another mask, or is not", () => {
    const other = Uint8Array.of(0, 1, 0, 1);
    const [lit, unlit] = [Uint8Array.of(0, 0, 1, 1), Uint8Array.of(0, 0, 1, 1)];
    keepLit(lit, other, true);
    keepLit(unlit, other, false);
    expect([[...lit], [...unlit]]).toEqual([
      [0, 0, 0, 1],
      [0, 0, 1, 0],
    ]);
  });
});

describe("statuses", () => {
  it("are counted as each row's own is told", () => {
    const states = Object.keys(problemStates) as ProblemState[];
    const clock = 1_800_000_000;
    const time = fc.oneof(fc.constant(0), fc.integer({ min: clock - 2, max: clock + 2 }));
    const row = fc.record({ state: fc.nat(states.length - 1), due: time, nearlyDue: time, lit: fc.boolean() });
    fc.assert(
      fc.property(fc.array(row, { maxLength: 60 }), fc.boolean(), (all, masked) => {
        const column = (name: "state" | "due" | "nearlyDue") => typedOf(all.map((one) => one[name]));
        const layer = { ...problemsOf(all.map((_, i) => ({ id: i + 1 }))), states };
        const typed = { ...layer, state: column("state"), due: column("due"), nearlyDue: column("nearlyDue") };
        const counts = statusCounts(typed, masked ? Uint8Array.from(all, ({ lit }) => Number(lit)) : null, clock);
        const expected = statusOrder.map((status) => {
          const those = all.filter(
            (one) => (one.lit || !masked) && statusOf(states[one.state] as ProblemState, one.nearlyDue, one.due, clock) === status,
          );
          return [status, those.length] as const;
        });
        expect([...counts]).toEqual(expected);
      }),
      { numRuns: 300 },
    );
  });
});
