import { describe, expect, it } from "vitest";
import { between, choose, later, patchColumns, patchListing, rowOf } from "../../../client/state/acts.ts";
import { type Listing, noListing } from "../../../client/state/app.ts";
import { initials } from "../../../client/state/initials.ts";
import { emptyFilter } from "../../../server/contract/filter.ts";
import type { ProblemRow, ProblemsLayer } from "../../../server/contract/types.ts";
import { detail } from "../panels/acts/detail.ts";
import { row } from "../panels/state.ts";

const layer: ProblemsLayer = {
  revision: 4,
  clock: "2026-11-21T10:00:00Z",
  count: 2,
  states: ["filed", "handling"],
  categories: ["0101"],
  sources: ["patrol"],
  id: [11, 12],
  lon: [119_000_000, 119_100_000],
  lat: [33_500_000, 33_600_000],
  state: [0, 1],
  category: [0, 0],
  source: [0, 0],
  unit: [0, 7],
  zone3: [0, 31],
  found: [1, 2],
  due: [0, 100],
  nearlyDue: [0, 50],
  closed: [0, 0],
  since: "2026-08-21T00:00:00Z",
  total: 2,
};
const seconds = (time: string) => Date.parse(time) / 1000;
const frozen = JSON.stringify(layer);

describe("the map's columns after an act", () => {
  it("change in the one row, in new columns, and leave the old ones alone", () => {
    const now = detail({ state: "handed_back", unit: 9, deadline: "2026-11-24T10:00:00Z", nearlyDue: null });
    const patched = patchColumns(layer, now);
    expect(patched.states[patched.state[1] ?? -1]).toBe("handed_back");
    expect(patched.states.slice(0, 2)).toEqual(layer.states);
    expect(patched.state[0]).toBe(0);
    expect(patched.unit).toEqual([0, 9]);
    expect(patched.due).toEqual([0, seconds("2026-11-24T10:00:00Z")]);
    expect(patched.nearlyDue).toEqual([0, 0]);
    expect(patched.count).toBe(2);
    // What is not touched is the very same column.
    expect(patched.lon).toBe(layer.lon);
    expect(JSON.stringify(layer)).toBe(frozen);
  });

  it("say when it ended only of what has ended, so that a problem taken back from closed is open again", () => {
    const closed = patchColumns(layer, detail({ state: "closed", closed: "2026-11-21T09:00:00Z" }));
    expect(closed.closed).toEqual([0, seconds("2026-11-21T09:00:00Z")]);
    expect(patchColumns(closed, detail({ state: "rechecking", closed: null })).closed).toEqual([0, 0]);
    expect(patchColumns(layer, detail({ unit: null, deadline: null })).unit).toEqual([0, 0]);
  });

  it("get a row more for a new problem, every column as long as the others", () => {
    const fresh = detail({ id: 99, category: "0203", source: "12345", state: "reported", unit: null, deadline: null, nearlyDue: null });
    const patched = patchColumns(layer, fresh);
    expect([patched.count, patched.total]).toEqual([3, 3]);
    const columns = ["id", "lon", "lat", "state", "category", "source", "unit", "zone3", "found", "due", "nearlyDue", "closed"] as const;
    for (const name of columns) expect(patched[name], name).toHaveLength(3);
    expect(patched.id[2]).toBe(99);
    expect([patched.lon[2], patched.lat[2], patched.zone3[2]]).toEqual([119_100_000, 33_600_000, 31]);
    expect(patched.categories[patched.category[2] ?? -1]).toBe("0203");
    expect(patched.sources[patched.source[2] ?? -1]).toBe("12345");
    expect(JSON.stringify(layer)).toBe(frozen);
  });
});

describe("the ledger after an act", () => {
  const context = { clock: seconds("2026-11-21T10:00:00Z"), timeZone: "Asia/Shanghai", categories: [], zones: [] };
  const listing: Listing = { ...noListing, state: "ready", total: 40, rows: [{ ...row, id: 11 }, row] };
  const done = (part: Parameters<typeof detail>[0], filter: Partial<typeof emptyFilter>) => {
    const now = detail(part);
    return patchListing(listing, { ...emptyFilter, ...filter }, patchColumns(layer, now), now, context);
  };

  it("shows the row as it is now while the question still means it", () => {
    const patched = done({ state: "handed_back", status: "recheck", version: 4 }, { status: ["open"] });
    expect(patched?.rows.map(({ id, state, version }) => [id, state, version])).toEqual([
      [11, "handling", 3],
      [12, "handed_back", 4],
    ]);
    expect(patched?.total).toBe(40);
  });

  it("leaves the row out when the question no longer means it, and counts one less", () => {
    const patched = done({ state: "handed_back" }, { status: ["dispatched", "handling", "rework"] });
    expect(patched?.rows.map(({ id }) => id)).toEqual([11]);
    expect(patched?.total).toBe(39);
  });

  it("asks again where columns cannot tell: a person was asked for, or the row is not loaded", () => {
    expect(done({}, { person: [5] })).toBeNull();
    expect(done({ id: 77 }, {})).toBeNull();
  });

  it("is of another time and stays as it is", () => {
    expect(done({ state: "closed" }, { at: "2026-11-20T08:00:00+08:00" })).toBe(listing);
  });

  it("takes a row from a card with nothing more than a row has", () => {
    expect(rowOf(detail())).toEqual(row);
  });
});

describe("which telling of a problem is the later", () => {
  it("is the higher version, then the later clock", () => {
    const [old, fresh] = [detail({ version: 3 }), detail({ version: 4, clock: "2026-11-21T09:00:00Z" })];
    expect(later(old, fresh)).toBe(fresh);
    expect(later(fresh, old)).toBe(fresh);
    const [morning, noon] = [detail({ clock: "2026-11-21T01:00:00Z" }), detail({ clock: "2026-11-21T04:00:00Z" })];
    expect(later(noon, morning)).toBe(noon);
    expect(later(null, old)).toBe(old);
    expect(later(null, null)).toBeNull();
  });
});

describe("choosing rows", () => {
  const rows: ProblemRow[] = [1, 2, 3, 4, 5].map((id) => ({ ...row, id }));

  it("takes a range either way, and one row when the range has no beginning", () => {
    expect(between(rows, 2, 4).map(({ id }) => id)).toEqual([2, 3, 4]);
    expect(between(rows, 4, 2).map(({ id }) => id)).toEqual([2, 3, 4]);
    expect(between(rows, null, 3).map(({ id }) => id)).toEqual([3]);
    expect(between(rows, 1, 99)).toEqual([]);
  });

  it("never takes more than there is room for, and says so", () => {
    const first = choose(new Map(), rows.slice(0, 3), true, 4);
    expect([...first.chosen.keys()]).toEqual([1, 2, 3]);
    expect(first.full).toBe(false);
    const second = choose(first.chosen, rows, true, 4);
    expect([...second.chosen.keys()]).toEqual([1, 2, 3, 4]);
    expect(second.full).toBe(true);
    expect(choose(second.chosen, rows.slice(0, 2), false, 4).chosen.size).toBe(2);
    // One that is chosen already takes no more room.
    expect(choose(second.chosen, rows.slice(0, 1), true, 4).full).toBe(false);
  });
});

describe("pinyin initials", () => {
  it("are those a person types", () => {
    expect([initials("占道经营"), initials("小广告"), initials("非机动车乱停"), initials("河道排污")]).toEqual([
      "zdjy",
      "xgg",
      "fjdclt",
      "hdpw",
    ]);
    expect(initials("12345热线")).toBe("12345rx");
  });
});
