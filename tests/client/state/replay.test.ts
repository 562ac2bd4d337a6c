/** The past, folded: any moment in any order is what a plain reading of all events says; days count what happened on them. */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { localMask } from "../../../client/state/columnsTest.ts";
import { daily, dayOf, Fold, lastingParts } from "../../../client/state/replay.ts";
import { emptyFilter } from "../../../server/contract/filter.ts";
import type { ProblemsLayer, Replay } from "../../../server/contract/types.ts";
import { endStates, type ProblemState, problemStates } from "../../../server/contract/vocabulary.ts";

const day = 86_400;
const from = 1_795_000_000;
const length = 120 * day;
const states = Object.keys(problemStates) as ProblemState[];
const isEnd = (state: number) => (endStates as readonly string[]).includes(states[state] ?? "");

interface Look {
  readonly state: number;
  readonly unit: number;
  readonly due: number;
}
/** A problem: how it stood at first, and what it was from moments on. */
interface Story {
  readonly first: Look & { readonly ago: number };
  readonly later: readonly (Look & { readonly after: number })[];
}
const look = {
  state: fc.integer({ min: -1, max: states.length - 1 }),
  unit: fc.integer({ min: 0, max: 3 }),
  due: fc.integer({ min: 0, max: 9 }),
};
const story: fc.Arbitrary<Story> = fc.record({
  first: fc.record({ ...look, ago: fc.integer({ min: 0, max: 100 * day }) }),
  later: fc.array(fc.record({ ...look, after: fc.integer({ min: 1, max: length }) }), { maxLength: 8 }),
});
const moment = fc.oneof(fc.integer({ min: 0, max: length }), fc.constantFrom(0, length, 90 * day));

/** When something ended: as it did, no later than it says so. */
const closedOf = (state: number, at: number) => (isEnd(state) ? at : 0);

function replayOf(stories: readonly Story[]): Replay {
  const events = stories
    .flatMap(({ later }, row) => later.map((one) => ({ row, at: from + one.after, ...one })))
    .sort((a, b) => a.at - b.at);
  const zeros = stories.map(() => 0);
  const iso = (unix: number) => new Date(unix * 1000).toISOString();
  return {
    ...{ clock: iso(from + length), from: iso(from), to: iso(from + length), count: stories.length },
    ...{ states, categories: ["01"], sources: ["patrol"], siteTypes: [""] },
    ...{ id: stories.map((_, i) => i + 1), lon: zeros, lat: zeros, category: zeros, source: zeros, siteType: zeros, zone3: zeros },
    found: stories.map(({ first, later }) =>
      first.state < 0 ? from + Math.min(length, ...later.map((one) => one.after)) : from - first.ago,
    ),
    state: stories.map(({ first }) => first.state),
    unit: stories.map(({ first }) => first.unit),
    due: stories.map(({ first }) => first.due),
    nearlyDue: zeros,
    closed: stories.map(({ first }) => closedOf(first.state, from - first.ago)),
    events: {
      row: events.map((one) => one.row),
      at: events.map((one) => one.at),
      state: events.map((one) => one.state),
      unit: events.map((one) => one.unit),
      due: events.map((one) => one.due),
      nearlyDue: events.map(() => 0),
      closed: events.map((one) => closedOf(one.state, one.at)),
    },
  };
}

/** The last that was said of each row, by reading everything. */
function plainly(replay: Replay, unix: number): Map<number, readonly number[]> {
  const rows = replay.id.map((id, i) => [id, replay.state[i], replay.unit[i], replay.due[i], replay.closed[i]] as number[]);
  const { row, at, state, unit, due, closed } = replay.events;
  row.forEach((one, i) => {
    if ((at[i] as number) <= unix) rows[one] = [replay.id[one], state[i], unit[i], due[i], closed[i]] as number[];
  });
  const inSet = rows.filter(([, state = -1, , , ended = 0]) => state >= 0 && (!isEnd(state) || ended >= unix - 90 * day));
  return new Map(inSet.map(([id = 0, ...rest]) => [id, rest]));
}

const folded = (layer: ProblemsLayer) =>
  new Map(Array.from(layer.id, (id, i) => [id, [layer.state[i], layer.unit[i], layer.due[i], layer.closed[i]] as number[]]));

describe("a stretch of the past", () => {
  it("at any moments, one after another in any order, is what all events up to it say", () => {
    fc.assert(
      fc.property(fc.array(story, { maxLength: 30 }), fc.array(moment, { minLength: 1, maxLength: 12 }), (stories, moments) => {
        const replay = replayOf(stories);
        const fold = new Fold(replay);
        for (const after of moments) {
          const layer = fold.at(from + after);
          expect(folded(layer)).toEqual(plainly(replay, from + after));
          expect(layer.total).toBe(layer.count);
          for (const column of ["lon", "lat", "category", "source", "siteType", "zone3", "found", "nearlyDue"] as const)
            expect(layer[column]).toHaveLength(layer.count);
        }
      }),
      { numRuns: 300, seed: 5 },
    );
  });

  it("gives columns that the page's own filter reads: overdue is of that moment's clock", () => {
    const overdue = { state: states.indexOf("handling"), unit: 1 };
    const replay = replayOf([{ first: { ...overdue, due: from + 2 * day, ago: day }, later: [] }]);
    const fold = new Fold(replay);
    const lit = (unix: number) =>
      localMask({ ...emptyFilter, status: ["overdue"] }, fold.at(unix), { clock: unix, timeZone: "UTC", categories: [], zones: [] })[0];
    expect([lit(from + day), lit(from + 2 * day), lit(from + 2 * day + 1), lit(from)]).toEqual([0, 0, 1, 0]);
  });

  it("says of each day what was found on it and what was open at its end, of some units or all", () => {
    fc.assert(
      fc.property(fc.array(story, { maxLength: 25 }), fc.subarray([0, 1, 2, 3]), (stories, units) => {
        const replay = replayOf(stories);
        const edges = Array.from({ length: 15 }, (_, i) => from + i * 8 * day);
        const figures = daily(replay, edges, units);
        const wanted = (unit = 0) => units.length === 0 || units.includes(unit);
        figures.forEach(({ found, open }, i) => {
          const [begins, ends] = [edges[i] as number, edges[i + 1] as number];
          // Nothing that is open leaves the working set.
          const then = [...plainly(replay, ends - 1).values()].filter(([state = -1, unit]) => !isEnd(state) && wanted(unit));
          expect(open).toBe(then.length);
          const last = (row: number) => replay.events.unit[replay.events.row.lastIndexOf(row)] ?? replay.unit[row];
          expect(found).toBe(replay.found.filter((at, row) => at >= begins && at < ends && wanted(last(row))).length);
        });
      }),
      { numRuns: 200, seed: 6 },
    );
  });

  it("finds a moment's day, and none outside", () => {
    const edges = [10, 20, 21, 40];
    expect([9, 10, 19, 20, 21, 39, 40].map((at) => dayOf(edges, at))).toEqual([null, 0, 0, 1, 2, 2, null]);
    expect(dayOf([], 5)).toBeNull();
  });

  it("is asked with what holds at any time, and no more", () => {
    const filter = {
      ...emptyFilter,
      status: ["open"],
      unit: [3],
      category: ["01"],
      q: "路灯",
      at: "2026-11-20T08:00Z",
      found: { days: 3 },
      closed: { days: 30 },
    } as const;
    expect(lastingParts({ ...filter, during: { from: null, to: "2026-11-01" } })).toEqual({ ...emptyFilter, category: ["01"], q: "路灯" });
  });
});
