/** A page's state without a browser, for panels drawn to text. */
import type { App } from "../../../client/panels/run/app.ts";
import { type AppState, firstState, noListing } from "../../../client/state/app.ts";
import { createStore } from "../../../client/state/store.ts";
import { readView } from "../../../client/state/view.ts";
import type { District, ProblemRow } from "../../../server/contract/types.ts";

const district: District = {
  code: "test",
  name: { zh: "测试区", en: "Test District" },
  timeZone: "Asia/Shanghai",
  language: "zh",
  centre: [119.1, 33.6],
  bounds: [119, 33.5, 119.2, 33.7],
  clock: "2026-11-21T10:00:00Z",
  frozen: false,
  dataAsOf: "2026-11-21T02:00:00Z",
  madeUp: true,
  notice: { zh: "虚构数据，仅供演示", en: "Made-up data" },
  attribution: null,
  mapApproval: null,
  revision: 1,
  categories: [
    { code: "0101", major: "01", name: { zh: "占道经营", en: "street vending" }, campaign: "appearance", limit: null, retired: false },
  ],
  units: [{ id: 7, name: "测试区城市管理局", shortName: "城管局", kind: "bureau", dissolved: false }],
  zones: [],
  rounds: [],
  siteCounts: { market: 24, river: 65 },
};

export const row: ProblemRow = {
  id: 12,
  code: "P0000012",
  title: "东门外占道经营",
  category: "0101",
  state: "handling",
  status: "overdue",
  place: "淮海南路 12 号",
  unit: 7,
  person: "赵**",
  source: "patrol",
  found: "2026-11-19T00:00:00Z",
  deadline: "2026-11-20T10:00:00Z",
  closed: null,
  lon: 119.1,
  lat: 33.6,
  zone: null,
  version: 3,
};

export function pageAt(search: string, part: Partial<AppState> = {}): App {
  const { view, faults } = readView(search, "");
  const state = {
    ...firstState(view, faults),
    boot: { state: "ready" as const },
    district,
    clock: Date.parse(district.clock) / 1000,
    listing: noListing,
    ...part,
  };
  return { store: createStore<AppState>(state), map: { current: null } };
}
