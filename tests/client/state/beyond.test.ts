/** What the map is drawn from, held against a whole history: from columns only what they hold, every row of it. */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { drawnFrom, isPart } from "../../../client/state/beyond.ts";
import { holdsAsBefore, localMask } from "../../../client/state/columnsTest.ts";
import { emptyFilter, type Filter } from "../../../server/contract/filter.ts";
import type { ProblemsLayer } from "../../../server/contract/types.ts";
import { problemStates } from "../../../server/contract/vocabulary.ts";

const clock = Date.parse("2026-11-22T10:00:00Z") / 1000;
const day = 86_400;
const since = clock - 90 * day;
const states = Object.keys(problemStates);
const [open, closed] = [states.indexOf("handling"), states.indexOf("closed")];

interface One {
  readonly found: number;
  /** 0 = open. */
  readonly ended: number;
}

/** Rows as the server would send them. @param total of all there are */
function layerOf(rows: readonly (One & { readonly id: number })[], working: number, total: number): ProblemsLayer {
  const zeros = rows.map(() => 0);
  return {
    ...{ revision: 1, clock: new Date(clock * 1000).toISOString(), since: new Date(since * 1000).toISOString() },
    ...{ count: rows.length, working, total, states, categories: ["0101"], sources: ["patrol"], siteTypes: [""] },
    ...{ lon: zeros, lat: zeros, category: zeros, source: zeros, unit: zeros, siteType: zeros, zone3: zeros, due: zeros, nearlyDue: zeros },
    id: rows.map(({ id }) => id),
    found: rows.map(({ found }) => found),
    state: rows.map(({ ended }) => (ended ? closed : open)),
    closed: rows.map(({ ended }) => ended),
  };
}

const one: fc.Arbitrary<One> = fc
  .record({ back: fc.integer({ min: 0, max: 300 * day }), lasts: fc.option(fc.integer({ min: 0, max: 300 * day })) })
  .map(({ back, lasts }) => {
    const found = clock - back;
    return { found, ended: lasts !== null && found + lasts <= clock ? found + lasts : 0 };
  });

const dates = ["2026-03-01", "2026-08-20", "2026-08-24", "2026-09-15", "2026-11-20", "2026-11-22"] as const;
const span = fc.oneof(
  fc.constant(null),
  fc.integer({ min: 1, max: 200 }).map((days) => ({ days })),
  fc.record({ from: fc.option(fc.constantFrom(...dates)), to: fc.option(fc.constantFrom(...dates)) }),
);
const asked: fc.Arbitrary<Filter> = fc.record({
  status: fc.uniqueArray(fc.constantFrom("open", "handling", "closed", "rejected"), { maxLength: 2 }),
  found: span,
  closed: span,
  during: fc.constantFrom(
    null,
    { from: "2026-03-01", to: null },
    { from: "2026-09-15", to: "2026-11-20" },
    { from: null, to: "2026-11-20" },
  ),
  problem: fc.oneof(fc.constant([]), fc.uniqueArray(fc.integer({ min: 1, max: 40 }), { minLength: 1, maxLength: 6 })),
}) as unknown as fc.Arbitrary<Filter>;

const context = { clock, timeZone: "Asia/Shanghai", categories: [], zones: [] };
const meant = (filter: Filter, layer: ProblemsLayer): number[] =>
  [...localMask(filter, layer, context)].flatMap((bit, row) => (bit ? [layer.id[row] as number] : [])).sort((a, b) => a - b);

/** A whole history, and the columns that hold at most so many of its working set. */
function world(history: readonly One[], most: number) {
  const rows = history.map((row, i) => ({ ...row, id: i + 1 })).sort((a, b) => b.found - a.found || b.id - a.id);
  const working = rows.filter(({ ended }) => ended === 0 || ended >= since);
  const all = layerOf(rows, rows.length, rows.length);
  return { all, sent: layerOf(working.slice(0, most), working.length, rows.length) };
}

describe("what the map is drawn from", () => {
  it("is never the columns when they lack a problem that is meant", () => {
    let fromColumns = 0;
    fc.assert(
      fc.property(fc.array(one, { maxLength: 40 }), fc.integer({ min: 1, max: 50 }), asked, (history, most, part) => {
        const filter = { ...emptyFilter, ...part };
        const { all, sent } = world(history, most);
        const plain = JSON.stringify(filter) === JSON.stringify(emptyFilter);
        if (drawnFrom(filter, sent) === "tiles" || plain) return;
        fromColumns++;
        expect(meant(filter, sent)).toEqual(meant(filter, all));
      }),
      { numRuns: 2000 },
    );
    expect(fromColumns).toBeGreaterThan(200);
  });

  const months: One[] = Array.from({ length: 300 }, (_, i) => ({ found: clock - i * day, ended: i % 3 ? clock - i * day + 3600 : 0 }));
  const whole = () => world(months, 1000).sent;
  const part = () => world(months, 20).sent;
  const of = (filter: Partial<Filter>, layer = whole()) => drawnFrom({ ...emptyFilter, ...filter }, layer);

  it("is the columns for no question, open ones, and what was found, closed or open since they begin", () => {
    expect(of({})).toBe("columns");
    expect(of({ status: ["open"] })).toBe("columns");
    expect(of({ status: ["overdue", "handling"], q: "墙" })).toBe("columns");
    expect(of({ found: { days: 30 } })).toBe("columns");
    expect(of({ closed: { days: 90 } })).toBe("columns");
    expect(of({ during: { from: "2026-11-01", to: null } })).toBe("columns");
    expect(of({ problem: [1, 2, 4] })).toBe("columns");
  });
  it("is the tiles for what may have ended before, and for another moment", () => {
    expect(of({ status: ["closed"] })).toBe("tiles");
    expect(of({ status: ["open", "closed"] })).toBe("tiles");
    expect(of({ category: ["0101"] })).toBe("tiles");
    expect(of({ found: { days: 91 } })).toBe("tiles");
    expect(of({ found: { from: null, to: "2026-11-20" } })).toBe("tiles");
    expect(of({ closed: { from: "2026-08-01", to: null } })).toBe("tiles");
    expect(of({ problem: [1, 299] })).toBe("tiles");
    expect(of({ status: ["open"], at: "2026-11-01T08:00:00+08:00" })).toBe("tiles");
  });
  it("is the columns for anything where nothing else exists", () => {
    const young = world(months.slice(0, 40), 1000).sent;
    expect(of({ status: ["closed"] }, young)).toBe("columns");
    expect(of({ category: ["0101"] }, young)).toBe("columns");
  });
  it("is the tiles where the working set is too large to travel, but for what was found last", () => {
    expect(isPart(part())).toBe(true);
    expect(of({}, part())).toBe("tiles");
    expect(of({ status: ["open"] }, part())).toBe("tiles");
    expect(of({ status: ["open"], found: { days: 5 } }, part())).toBe("columns");
    expect(of({ status: ["open"], found: { days: 60 } }, part())).toBe("tiles");
  });
  it("stays so when an older problem is patched in beside the part", () => {
    const layer = part();
    const rows = [...months.slice(0, 20), months[250] as One].map((row, i) => ({ ...row, id: i + 1 }));
    const patched = layerOf(rows, layer.working, 300);
    holdsAsBefore(patched, layer);
    expect(isPart(patched)).toBe(true);
    expect(of({ status: ["open"], found: { days: 60 } }, patched)).toBe("tiles");
    expect(of({ status: ["open"], found: { days: 5 } }, patched)).toBe("columns");
  });
});
