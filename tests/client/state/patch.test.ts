/** What a change does to what the page holds: after any changes it is as if everything had been asked again. */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type Changed, type Listing, noListing } from "../../../client/state/app.ts";
import { type Context, holdsAll, localMask } from "../../../client/state/columnsTest.ts";
import { catchUp, inOrder, liveOf, patchColumns, patchListing, rowOf, seenChanges } from "../../../client/state/patch.ts";
import { typedLayer } from "../../../client/state/typed.ts";
import { emptyFilter, type Filter } from "../../../server/contract/filter.ts";
import { statusOf } from "../../../server/contract/status.ts";
import type { LiveProblem, ProblemRow, ProblemsLayer } from "../../../server/contract/types.ts";
import { endStates, type ProblemSource, type ProblemState, problemSources, problemStates } from "../../../server/contract/vocabulary.ts";
import { detail } from "../panels/acts/detail.ts";
import { row } from "../panels/state.ts";

const clock = Date.parse("2026-11-21T10:00:00Z");
const states = Object.keys(problemStates) as ProblemState[];
const sources = Object.keys(problemSources) as ProblemSource[];
const columns = [
  "id",
  "lon",
  "lat",
  "state",
  "category",
  "source",
  "unit",
  "siteType",
  "zone3",
  "found",
  "due",
  "nearlyDue",
  "closed",
] as const;
const iso = (at: number | null) => (at === null ? null : new Date(at).toISOString());
const seconds = (time: string | null) => (time === null ? 0 : Date.parse(time) / 1000);

const minute = fc.integer({ min: -20_000, max: 20_000 }).map((n) => clock + n * 60_000);
const problem = (id: number): fc.Arbitrary<LiveProblem> =>
  fc
    .record({
      state: fc.constantFrom(...states),
      category: fc.constantFrom("0101", "0102", "0203"),
      source: fc.constantFrom(...sources),
      siteType: fc.constantFrom(null, "market" as const, "school" as const),
      unit: fc.constantFrom(null, 7, 8),
      found: minute,
      deadline: fc.option(minute),
      ended: minute,
      version: fc.integer({ min: 1, max: 2 }),
      lon: fc.integer({ min: 118_990_000, max: 119_010_000 }),
    })
    .map(({ state, found, deadline, ended, lon, ...rest }) => {
      const nearly = deadline === null ? null : deadline - 3_600_000;
      const closed = endStates.some((end) => end === state) ? ended : null;
      return {
        ...{ ...row, ...rest, id, state, lon: lon / 1e6, zone3: 31, zone: 31, act: "file" as const },
        ...{ found: iso(found) as string, deadline: iso(deadline), nearlyDue: iso(nearly), closed: iso(closed) },
        status: statusOf(state, nearly, deadline, clock),
      };
    });

const siteTypes = ["", "market", "school"];
/** The layer as the server would make it of these problems, in that order. */
function layerOf(problems: readonly LiveProblem[], revision = 1): ProblemsLayer {
  const categories = ["0101"];
  const index = (list: string[], word: string) => (list.includes(word) ? list.indexOf(word) : list.push(word) - 1);
  const made: Record<(typeof columns)[number], (p: LiveProblem) => number> = {
    id: (p) => p.id,
    lon: (p) => Math.round(p.lon * 1e6),
    lat: (p) => Math.round(p.lat * 1e6),
    state: (p) => states.indexOf(p.state),
    category: (p) => index(categories, p.category),
    source: (p) => sources.indexOf(p.source),
    unit: (p) => p.unit ?? 0,
    siteType: (p) => siteTypes.indexOf(p.siteType ?? ""),
    zone3: (p) => p.zone3 ?? 0,
    found: (p) => seconds(p.found),
    due: (p) => seconds(p.deadline),
    nearlyDue: (p) => seconds(p.nearlyDue),
    closed: (p) => seconds(p.closed),
  };
  const values = Object.fromEntries(columns.map((name) => [name, problems.map(made[name])]));
  const head = {
    revision,
    clock: iso(clock) as string,
    states,
    sources,
    siteTypes,
    categories,
    count: problems.length,
    working: problems.length,
    total: problems.length,
  };
  return { ...head, since: "2026-08-21T00:00:00Z", ...values } as unknown as ProblemsLayer;
}

/** A layer's rows by id, its words spelt out: what two layers must agree in, however their lists are ordered. */
const spelt = (layer: ProblemsLayer) =>
  new Map(
    Array.from(layer.id, (id, i) => [
      id,
      columns.map((name) => {
        const value = layer[name][i] as number;
        if (name === "state") return layer.states[value];
        if (name === "category") return layer.categories[value];
        if (name === "siteType") return layer.siteTypes[value];
        return name === "source" ? layer.sources[value] : value;
      }),
    ]),
  );

interface Story {
  readonly first: readonly LiveProblem[];
  readonly changed: readonly LiveProblem[];
  readonly gone: readonly number[];
}
const story: fc.Arbitrary<Story> = fc
  .tuple(fc.integer({ min: 0, max: 12 }), fc.array(fc.integer({ min: 1, max: 16 }), { maxLength: 8 }))
  .chain(([n, touched]) =>
    fc.record({
      first: fc.tuple(...Array.from({ length: n }, (_, i) => problem(i + 1))),
      changed: fc.tuple(...touched.map((id) => problem(id))),
      gone: fc.uniqueArray(fc.integer({ min: 1, max: 16 }), { maxLength: 3 }).map((ids) => ids.filter((id) => !touched.includes(id))),
    }),
  );
/** What is true after the story. */
function end({ first, changed, gone }: Story): LiveProblem[] {
  const all = new Map(first.map((one) => [one.id, one]));
  // A place and a day of finding never change: what a change says of a known problem is the rest.
  for (const one of changed) {
    const known = all.get(one.id);
    const lasting = known && {
      lon: known.lon,
      lat: known.lat,
      category: known.category,
      source: known.source,
      found: known.found,
      zone3: known.zone3,
      siteType: known.siteType,
    };
    all.set(one.id, { ...one, ...lasting });
  }
  for (const id of gone) all.delete(id);
  return [...all.values()];
}
/** Changes as they are told: of a known problem with what never changes. */
const told = (one: Story): LiveProblem[] => {
  let now = [...one.first];
  return one.changed.map((change) => {
    now = end({ first: now, changed: [change], gone: [] });
    return now.find(({ id }) => id === change.id) as LiveProblem;
  });
};

describe("the map's columns after changes", () => {
  it("are what the server would send, and the old ones are as they were", () => {
    fc.assert(
      fc.property(story, (one) => {
        const before = layerOf(one.first);
        const frozen = JSON.stringify(before);
        const after = patchColumns(before, told(one), one.gone);
        const fresh = layerOf(end(one));
        expect(spelt(after)).toEqual(spelt(fresh));
        expect([after.count, after.total]).toEqual([fresh.count, fresh.total]);
        for (const name of columns) expect(after[name], name).toHaveLength(after.count);
        expect(JSON.stringify(before)).toBe(frozen);
        // Told again, nothing differs, and nothing is drawn again.
        expect(patchColumns(after, told(one).slice(-1), [])).toBe(after);
      }),
      { numRuns: 300 },
    );
  });

  it("are as they were for whoever holds an older state, when they are typed and grow", () => {
    fc.assert(
      fc.property(fc.array(story, { minLength: 2, maxLength: 5 }), (stories) => {
        const first = (stories[0] as Story).first;
        let now = [...first];
        const states = [{ layer: typedLayer(layerOf(first)), problems: now }];
        for (const { changed, gone } of stories) {
          const next: Story = { first: now, changed, gone };
          const from = states.at(-1)?.layer as ProblemsLayer;
          // Another's change to the same state: it grows another way.
          patchColumns(from, told({ ...next, changed: [...changed].reverse() }), []);
          now = end(next);
          states.push({ layer: patchColumns(from, told(next), gone), problems: now });
        }
        for (const { layer, problems } of states) {
          expect(spelt(layer)).toEqual(spelt(layerOf(problems)));
          expect([layer.count, layer.working, layer.total]).toEqual([problems.length, problems.length, problems.length]);
          for (const name of columns) expect(ArrayBuffer.isView(layer[name]), name).toBe(true);
        }
      }),
      { numRuns: 80 },
    );
  });

  it("learn words that they had not, and widen where those no longer fit", () => {
    const many = { ...typedLayer(layerOf([liveOf(detail({ id: 1 }))])), categories: Array.from({ length: 256 }, (_, i) => `${i}`) };
    const after = patchColumns(many, [liveOf(detail({ id: 2, category: "new" }))]);
    expect([after.categories[256], after.category[1], after.category.length]).toEqual(["new", 256, 2]);
    expect([many.categories.length, many.category.length]).toEqual([256, 1]);
  });

  it("take in nothing that did not travel because the working set is too large, and everything that is new", () => {
    const at = (id: number, found: string, unit = 5) => liveOf(detail({ id, unit, found }));
    const some = typedLayer({ ...layerOf([at(5, "2026-11-03T00:00:00Z"), at(6, "2026-11-04T00:00:00Z")]), working: 100, total: 900 });
    const after = patchColumns(some, [at(2, "2026-11-01T00:00:00Z"), at(5, "2026-11-03T00:00:00Z", 6), at(7, "2026-11-05T00:00:00Z")]);
    expect([[...after.id], [...after.unit], after.count, after.working, after.total]).toEqual([[5, 6, 7], [6, 5, 5], 3, 101, 901]);
    const later = patchColumns(after, [at(3, "2026-11-02T00:00:00Z")], [5]);
    expect([[...later.id], later.count, later.working, later.total]).toEqual([[6, 7], 2, 100, 900]);
    // The row that was found first is gone; of what is older it still holds nothing.
    expect([...patchColumns(later, [at(4, "2026-11-02T12:00:00Z")]).id]).toEqual([6, 7]);
  });

  it("share what is not touched", () => {
    const before = layerOf([liveOf(detail({ id: 1 })), liveOf(detail({ id: 2 }))]);
    const after = patchColumns(before, [liveOf(detail({ id: 2, unit: 9 }))]);
    expect(after.unit[1]).toBe(9);
    expect(after.lon).toBe(before.lon);
    expect(after.state).toBe(before.state);
  });

  it("say when it ended only of what has ended, so that a problem taken back from closed is open again", () => {
    const before = layerOf([liveOf(detail())]);
    const closed = patchColumns(before, [liveOf(detail({ state: "closed", closed: "2026-11-21T09:00:00Z" }))]);
    expect([...closed.closed]).toEqual([seconds("2026-11-21T09:00:00Z")]);
    expect([...patchColumns(closed, [liveOf(detail({ state: "rechecking", closed: null }))]).closed]).toEqual([0]);
  });

  it("catch up with what changed while they were on their way, and with nothing older", () => {
    const [one, two] = [liveOf(detail({ id: 1, unit: 5 })), liveOf(detail({ id: 2, unit: 5 }))];
    const changed = new Map<number, Changed>([
      [1, { revision: 8, now: { ...one, unit: 6 } }],
      [2, { revision: 6, now: { ...two, unit: 6 } }],
      [3, { revision: 9, now: null }],
    ]);
    expect([...catchUp(layerOf([one, two], 7), changed).unit]).toEqual([6, 5]);
    const three = layerOf([one, liveOf(detail({ id: 3 }))], 7);
    expect([...catchUp(three, changed).id]).toEqual([1]);
    expect(catchUp(three, new Map())).toBe(three);
  });
});

const context: Context = { clock: clock / 1000, timeZone: "Asia/Shanghai", categories: [], zones: [] };
const filters: fc.Arbitrary<Filter> = fc
  .record({
    status: fc.subarray(["open", "overdue", "closed", "handling", "dispatched"] as const, { maxLength: 2 }),
    category: fc.subarray(["0101", "0102"], { maxLength: 1 }),
    unit: fc.subarray([7], { maxLength: 1 }),
  })
  .map((part) => ({ ...emptyFilter, ...part }));
const sorts = fc.constantFrom("-found", "found", "-deadline", "deadline", "-closed", "closed", "-id", "id");

/** The ledger as the server would answer it. */
function answered(problems: readonly LiveProblem[], filter: Filter, sort: string, limit: number): Pick<Listing, "rows" | "total" | "next"> {
  const layer = layerOf(problems);
  const mask = localMask(filter, layer, context);
  const rows = problems
    .filter((_one, i) => mask[i] === 1)
    .map(rowOf)
    .toSorted(inOrder(sort));
  return { rows: rows.slice(0, limit), total: rows.length, next: rows.length > limit ? "more" : null };
}

describe("the ledger after changes", () => {
  it("is what the server would answer, as far as its rows go", () => {
    fc.assert(
      fc.property(story, filters, sorts, fc.integer({ min: 2, max: 20 }), (one, filter, sort, limit) => {
        const before = layerOf(one.first);
        const changes = told(one);
        const after = patchColumns(before, changes, one.gone);
        const listing: Listing = { ...noListing, state: "ready", ...answered(one.first, filter, sort, limit) };
        const patched = patchListing(listing, changes, one.gone, { filter, sort, before, after, context });
        const fresh = answered(end(one), filter, sort, 1000);
        expect(patched?.total).toBe(fresh.total);
        // Rows that left make room that the next page fills when it is asked for: what is there is the beginning of the whole.
        expect(patched?.rows).toEqual(fresh.rows.slice(0, patched?.rows.length));
        if (listing.next === null) expect(patched?.rows).toHaveLength(fresh.rows.length);
      }),
      { numRuns: 500 },
    );
  });

  it("orders as the server does: what has no such time last, either way", () => {
    const at = (id: number, deadline: string | null): ProblemRow => ({ ...row, id, deadline });
    const rows = [at(1, null), at(2, "2026-11-20T00:00:00Z"), at(3, "2026-11-22T00:00:00Z"), at(4, null)];
    expect(rows.toSorted(inOrder("deadline")).map(({ id }) => id)).toEqual([2, 3, 1, 4]);
    expect(rows.toSorted(inOrder("-deadline")).map(({ id }) => id)).toEqual([3, 2, 4, 1]);
  });

  it("asks again where it cannot know: what ended long ago was in no column", () => {
    const asked = { filter: emptyFilter, sort: "-found", before: layerOf([]), after: layerOf([]), context };
    const listing: Listing = { ...noListing, state: "ready", total: 40, rows: [row] };
    expect(patchListing(listing, [liveOf(detail({ id: 99, state: "closed", version: 9 }))], [], asked)).toBeNull();
  });

  it("is of another time and stays as it is", () => {
    const asked = {
      filter: { ...emptyFilter, at: "2026-11-20T08:00:00+08:00" },
      sort: "-found",
      before: layerOf([]),
      after: layerOf([]),
      context,
    };
    const listing: Listing = { ...noListing, state: "ready", total: 40, rows: [row] };
    expect(patchListing(listing, [liveOf(detail())], [], asked)).toBe(listing);
  });

  it("takes a row from a card with nothing more than a row has", () => {
    expect(rowOf(detail())).toEqual(row);
  });
});

describe("what pulses", () => {
  it("is what the question means, before or after, whatever place it asks for", () => {
    const [mine, other] = [liveOf(detail({ id: 1, unit: 7 })), liveOf(detail({ id: 2, unit: 8 }))];
    const before = layerOf([mine, other]);
    const moved = { ...mine, unit: 8 };
    const after = patchColumns(before, [moved, { ...other, state: "handed_back" }]);
    const asked = { filter: { ...emptyFilter, unit: [7] }, sort: "-found", before, after, context };
    expect(seenChanges([moved, other], asked).map(({ id }) => id)).toEqual([1]);
  });
});

describe("counting without asking", () => {
  it("is for open problems only: what ended long ago is not in the columns", () => {
    const layer = layerOf([]);
    const by = (status: Filter["status"]) => holdsAll({ ...emptyFilter, status }, layer, []);
    expect([by(["open"]), by(["overdue"]), by(["handling", "rework"])]).toEqual([true, true, true]);
    expect([by([]), by(["closed"]), by(["open", "rejected"])]).toEqual([false, false, false]);
    expect(holdsAll({ ...emptyFilter, status: ["open"], person: [5] }, layer, [])).toBe(false);
  });

  it("is not for a question that may reach what did not travel", () => {
    const found = (id: number, day: string) => liveOf(detail({ id, found: `2026-11-${day}T00:00:00Z` }));
    const some = { ...layerOf([found(5, "10"), found(6, "12")]), working: 100, clock: "2026-11-21T10:00:00Z" };
    const here = (part: Partial<Filter>, on: ProblemsLayer = some) => holdsAll({ ...emptyFilter, status: ["open"], ...part }, on, []);
    expect(here({})).toBe(false);
    expect(here({}, { ...some, working: 2 })).toBe(true);
    expect([here({ found: { days: 11 } }), here({ found: { days: 12 } })]).toEqual([true, false]);
    const from = (day: string | null) => here({ found: { from: day, to: "2026-11-20" } });
    expect([from("2026-11-12"), from("2026-11-10"), from(null)]).toEqual([true, false, false]);
    expect([here({ problem: [5, 6] }), here({ problem: [5, 7] })]).toEqual([true, false]);
    // What a change takes away does not make it hold more.
    const less = patchColumns(some, [], [5]);
    expect(holdsAll({ ...emptyFilter, status: ["open"], found: { days: 11 } }, less, [])).toBe(true);
    expect(holdsAll({ ...emptyFilter, status: ["open"], found: { days: 12 } }, less, [])).toBe(false);
  });
});
