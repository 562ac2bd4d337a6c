/** What is drawn against what is counted: every layer, what is wrong and nothing else. */
import { describe, expect, test } from "vitest";
import { differencesOf, twice } from "../../../client/wall/run/differs.ts";
import { usualSettings } from "../../../client/wall/settings.ts";
import { firstState, type Shown, type WallState } from "../../../client/wall/state.ts";
import { emptyFilter, type Filter } from "../../../server/contract/filter.ts";
import type { LayerCounts, SitesLayer, ZonesLayer } from "../../../server/contract/types.ts";
import { district, noon, problemsOf } from "./columns.ts";

const line = { l: [[0, 0, 1, 1]] };
const sites = {
  revision: 3,
  count: 5,
  types: ["market", "river", "bank", "back_alley"],
  id: [1, 2, 3, 4, 5],
  type: [0, 1, 2, 2, 3],
  // An alley without a shape of its own: it is counted, and cannot be drawn as a line.
  geometry: [null, line, null, null, null],
} as unknown as SitesLayer;
const zones = { revision: 2, count: 3, id: [1, 2, 3], level: [1, 2, 3] } as unknown as ZonesLayer;

const shown: Shown = {
  index: 0,
  scene: { kind: "view", title: null, seconds: 20, query: "" },
  ...{
    filter: emptyFilter,
    layers: new Set<string>(),
    camera: null,
    mask: Uint8Array.from([1, 1, 0]),
    total: 2,
    fault: null,
    hot: null,
    stood: null,
  },
};
const state: WallState = {
  ...firstState(usualSettings),
  district,
  now: noon,
  data: { problems: problemsOf([{ id: 1 }, { id: 2 }, { id: 3 }]), sites, zones },
  shown,
};
const counts: LayerCounts = {
  clock: district.clock,
  revisions: { problems: 5, sites: 3, zones: 2 },
  problems: { rows: 3, hits: 2 },
  sites: { market: 1, river: 1, point: 2, alley: 1 },
  zones: { "1": 1, "2": 1, "3": 1 },
};
const drawn = { problems: 2, markets: 1, riverSegments: 1, evaluatedPoints: 2, backAlleys: 0, zones1: 1, overlay: 0 };
const lit = { shown: 2, atCount: 2 };
const asking = (filter: Partial<Filter>): WallState => ({ ...state, shown: { ...shown, filter: { ...emptyFilter, ...filter } } });

describe("a comparison", () => {
  test("finds nothing where all agree, and compares no layer that is not switched on", () => {
    expect(differencesOf(state, drawn, counts, lit)).toEqual([]);
    expect(differencesOf(state, {}, counts, lit)).toEqual([]);
  });

  test.each([
    [
      "a problem the server has and the columns have not",
      {},
      { problems: { rows: 4, hits: 2 } },
      {},
      { layer: "problems", drawn: 3, counted: 4 },
    ],
    ["a filter read otherwise", {}, { problems: { rows: 3, hits: 3 } }, {}, { layer: "hits", drawn: 2, counted: 3 }],
    ["a problem that is lit and not drawn", { problems: 1 }, {}, {}, { layer: "hits", drawn: 1, counted: 2 }],
    ["a market that is not drawn", { markets: 0 }, {}, {}, { layer: "sites", drawn: 3, counted: 4 }],
    ["a river that was added", {}, { sites: { ...counts.sites, river: 2 } }, {}, { layer: "sites", drawn: 5, counted: 6 }],
    ["a kind that is nowhere here", {}, { sites: { ...counts.sites, compound: 2 } }, {}, { layer: "sites", drawn: 5, counted: 7 }],
    [
      "one kind more and another less",
      {},
      { sites: { ...counts.sites, river: 2, market: 0 } },
      {},
      { layer: "sites", drawn: 1, counted: 0 },
    ],
    ["a zone that is not drawn", { zones1: 0 }, {}, {}, { layer: "zones", drawn: 0, counted: 1 }],
    ["a zone too many", {}, { zones: { "1": 1, "2": 0, "3": 1 } }, {}, { layer: "zones", drawn: 3, counted: 2 }],
  ])("names %s", (_name, otherDrawn, otherCounts, otherLit, wanted) => {
    const found = differencesOf(state, { ...drawn, ...otherDrawn }, { ...counts, ...otherCounts }, { ...lit, ...otherLit });
    expect(found).toEqual([wanted]);
  });

  test("names a zone of the question that is not drawn; one that is gone is not asked for", () => {
    const inside = (zone: number) => asking({ geo: [{ op: "inside", areas: [{ zone }] }] });
    expect(differencesOf(inside(1), drawn, counts, lit)).toEqual([{ layer: "overlay", drawn: 0, counted: 1 }]);
    expect(differencesOf(inside(1), { ...drawn, overlay: 3 }, counts, lit)).toEqual([]);
    expect(differencesOf(inside(99), drawn, counts, lit)).toEqual([]);
  });

  test("leaves alone what is of another revision, and hits that cannot be told now", () => {
    const other = { ...counts, revisions: { problems: 5, sites: 4, zones: 9 }, sites: {}, zones: {} };
    expect(differencesOf(state, { ...drawn, markets: 0, zones1: 0 }, other, lit)).toEqual([]);
    expect(differencesOf(state, drawn, { ...counts, problems: { rows: 3, hits: 77 } }, { shown: 2, atCount: null })).toEqual([]);
  });

  test("believes only what it sees twice", () => {
    const one = { layer: "sites", drawn: 1, counted: 2 } as const;
    const other = { layer: "hits", drawn: 3, counted: 2 } as const;
    expect(twice([one], [other])).toEqual([]);
    expect(twice([one, other], [{ ...one, drawn: 0 }])).toEqual([{ ...one, drawn: 0 }]);
  });
});
