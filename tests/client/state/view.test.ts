import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  defaultView,
  effectiveFilter,
  formatView,
  landingFilter,
  nearModes,
  readView,
  sorts,
  type View,
} from "../../../client/state/view.ts";
import { emptyFilter, type Filter } from "../../../server/contract/filter.ts";
import type { GeoClause } from "../../../server/contract/geo.ts";
import { campaigns, problemSources, problemStates, type SiteType, siteTypes } from "../../../server/contract/vocabulary.ts";

const split = (address: string) => {
  const [search = "", hash] = address.split("#");
  return [search, hash === undefined ? "" : `#${hash}`] as const;
};
const names = <K extends string>(words: Record<K, unknown>) => Object.keys(words) as K[];
const some = <T>(values: readonly T[]) => fc.uniqueArray(fc.constantFrom(...values), { maxLength: 3 });
const id = fc.integer({ min: 1, max: 1e9 });
const degrees = (most: number) => fc.integer({ min: -most * 1e5, max: most * 1e5 }).map((n) => n / 1e5);
const anchor = fc.oneof(
  fc.constantFrom(...(names(siteTypes) as SiteType[])).map((type) => ({ type })),
  id.map((site) => ({ site })),
  id.map((zone) => ({ zone })),
  fc.tuple(degrees(180), degrees(90)).map((point) => ({ draw: { kind: "point" as const, points: [point] } })),
);
const clause: fc.Arbitrary<GeoClause> = fc.oneof(
  fc.record({
    op: fc.constantFrom("within" as const, "beyond" as const),
    distance_m: fc.integer({ min: 1, max: 20_000 }),
    of: fc.array(anchor, { minLength: 1, maxLength: 1 }),
  }),
  id.map((zone) => ({ op: "inside" as const, areas: [{ zone }] })),
);
const filter: fc.Arbitrary<Filter> = fc.record({
  status: some([...names(problemStates), "open", "overdue", "nearly_due"] as const),
  category: some(["01", "0101", "A_b-3"]),
  unit: fc.uniqueArray(id, { maxLength: 3 }),
  person: fc.uniqueArray(id, { maxLength: 3 }),
  source: some(names(problemSources)),
  campaign: some(names(campaigns)),
  found: fc.constantFrom(null, { days: 7 }, { from: "2026-11-01", to: null }, { from: "2026-11-01", to: "2026-11-21" }),
  closed: fc.constantFrom(null, { days: 30 }, { from: null, to: "2026-11-21" }),
  at: fc.constantFrom(null, "2026-11-20T08:00+08:00"),
  siteType: fc.constant([]),
  hour: fc.constant([]),
  problem: fc.constant([]),
  during: fc.constant(null),
  repeat: fc.constant(null),
  q: fc.constantFrom(null, "占道 & 经营?", "a+b%20#=,c", "小区/东门:1"),
  geo: fc.uniqueArray(clause, { maxLength: 3, selector: (c) => JSON.stringify(c) }),
});
const view: fc.Arbitrary<View> = fc.record({
  filter,
  near: fc.option(fc.record({ of: fc.array(anchor, { minLength: 1, maxLength: 1 }), within_m: fc.integer({ min: 1, max: 20_000 }) })),
  nearMode: fc.constantFrom(...nearModes),
  sort: fc.constantFrom(...sorts),
  hot: fc.constantFrom(null, { kind: "clusters" as const, within_m: 80, least: 5 }, { kind: "hexagons" as const, cell_m: 300 }),
  time: fc.boolean(),
  size: fc.constantFrom("normal" as const, "large" as const),
  panel: fc.constantFrom(null, "ledger" as const, "near" as const, "card" as const),
  selected: fc.option(fc.record({ kind: fc.constantFrom("problem" as const, "site" as const, "zone" as const), id })),
  layers: fc.option(some(["problems", "problemHeat", "zones1"])),
  map: fc.option(fc.record({ lon: degrees(180), lat: degrees(90), zoom: fc.integer({ min: 0, max: 2200 }).map((n) => n / 100) })),
  lang: fc.constantFrom("zh" as const, "en" as const),
  theme: fc.constantFrom("dark" as const, "light" as const),
  list: fc.boolean(),
});

describe("the view's address", () => {
  it("reads back to the view it was made of, without faults", () => {
    fc.assert(
      fc.property(view, (made) => {
        const { view: read, faults } = readView(...split(formatView(made)));
        expect(faults).toEqual([]);
        expect(read).toEqual(made);
      }),
    );
  });

  it("never throws, whatever the address holds, and what it reads has an address", () => {
    const name = fc.constantFrom(
      "status",
      "geo",
      "found",
      "at",
      "q",
      "of",
      "within",
      "sort",
      "panel",
      "selected",
      "layers",
      "map",
      "lang",
      "theme",
      "list",
      "x",
    );
    const value = fc.oneof(
      fc.string(),
      fc.string({ unit: "binary" }),
      fc.constantFrom("within:500:market", "%", "%E0%A4%A", "inside:view/1,2", "draw/p", "site/0"),
    );
    fc.assert(
      fc.property(fc.array(fc.tuple(name, value)), fc.string(), (pairs, hash) => {
        const { view: read } = readView(`?${pairs.map((pair) => pair.join("=")).join("&")}`, `#map=${hash}`);
        const again = readView(...split(formatView(read)));
        expect(again.faults).toEqual([]);
        expect(again.view).toEqual(read);
      }),
    );
  });

  it("leaves defaults out, and is never the bare address, which opens with what is still open", () => {
    expect(formatView(defaultView)).toBe("#all");
    expect(readView("", "#all").view.filter).toEqual(emptyFilter);
    expect(readView("", "").view.filter).toEqual(landingFilter);
  });

  it("names a parameter it cannot read and restores the rest", () => {
    const { view: read, faults } = readView("?status=nonsense&unit=17&geo=within:500:market&geo=within:x:market&sort=up", "#map=500,1,2");
    expect(faults.map((fault) => fault.parameter)).toEqual(["status", "geo", "sort", "map"]);
    expect(read.filter.unit).toEqual([17]);
    expect(read.filter.geo).toHaveLength(1);
    expect(read.map).toBeNull();
  });

  it("names a parameter it does not know: a misspelt filter must not look like none", () => {
    expect(readView("?staus=open&unit=1", "").faults.map((fault) => fault.parameter)).toEqual(["staus"]);
  });

  it("keeps what a person reads readable", () => {
    const filter: Filter = {
      ...emptyFilter,
      status: ["open"],
      geo: [{ op: "within", distance_m: 500, of: [{ type: "market" }, { site: 8 }] }],
    };
    expect(formatView({ ...defaultView, filter, map: { lon: 119.123456, lat: 33.5, zoom: 12.345 } })).toBe(
      "?status=open&geo=within:500:market,site/8#map=119.12346,33.5,12.35",
    );
  });

  it("lets a visitor's preference stand where the address says nothing", () => {
    expect(readView("?unit=1", "", { theme: "light" }).view.theme).toBe("light");
    expect(readView("?theme=dark", "", { theme: "light" }).view.theme).toBe("dark");
  });

  it("asks the near question as one more clause of the filter", () => {
    const near = { of: [{ type: "market" as const }], within_m: 300 };
    expect(effectiveFilter({ filter: emptyFilter, near }).geo).toEqual([{ op: "within", distance_m: 300, of: near.of }]);
    expect(effectiveFilter({ filter: emptyFilter, near: null })).toBe(emptyFilter);
  });
});
