/** A small district and its problems as columns, for walls without a server. */
import type { District, LiveProblem, ProblemsLayer } from "../../../server/contract/types.ts";
import type { ProblemState } from "../../../server/contract/vocabulary.ts";

export const noon = Date.parse("2026-11-21T04:00:00Z") / 1000;
export const district: District = {
  code: "test",
  name: { zh: "测试区", en: "Test District" },
  timeZone: "Asia/Shanghai",
  language: "zh",
  centre: [119.1, 33.6],
  bounds: [119, 33.5, 119.2, 33.7],
  clock: "2026-11-21T04:00:00Z",
  frozen: false,
  dataAsOf: null,
  madeUp: true,
  notice: null,
  attribution: null,
  mapApproval: null,
  revision: 1,
  categories: [
    { code: "0101", major: "01", name: { zh: "占道经营", en: "street vending" }, campaign: "appearance", limit: null, retired: false },
  ],
  units: [{ id: 7, name: "测试区城市管理局", shortName: "城管局", kind: "bureau", dissolved: false }],
  zones: [
    { id: 1, level: 1, name: "东街道", parent: null },
    { id: 3, level: 3, name: "东一网格", parent: 1 },
  ],
  rounds: [],
  siteCounts: {},
};

interface One {
  readonly id: number;
  readonly state?: ProblemState;
  readonly due?: number;
  readonly found?: number;
  readonly closed?: number;
}
const states = ["reported", "handling", "closed"];

export function problemsOf(rows: readonly One[], revision = 5): ProblemsLayer {
  const of = (value: number) => rows.map(() => value);
  return {
    revision,
    clock: district.clock,
    count: rows.length,
    working: rows.length,
    states,
    categories: ["0101"],
    sources: ["patrol"],
    siteTypes: [""],
    id: rows.map(({ id }) => id),
    lon: rows.map(({ id }) => 119_100_000 + id),
    lat: of(33_600_000),
    state: rows.map(({ state = "handling" }) => states.indexOf(state)),
    category: of(0),
    source: of(0),
    unit: of(7),
    siteType: of(0),
    zone3: of(3),
    found: rows.map(({ found = noon - 86_400 }) => found),
    due: rows.map(({ due = 0 }) => due),
    nearlyDue: of(0),
    closed: rows.map(({ closed = 0 }) => closed),
    since: "2026-08-23T00:00:00.000Z",
    total: rows.length + 10,
  };
}

const time = (unix: number) => new Date(unix * 1000).toISOString();
export const liveProblem = ({ id, state = "handling", found = noon - 86_400, closed = 0, due = 0 }: One): LiveProblem => ({
  id,
  code: `P${id}`,
  title: `问题 ${id}`,
  category: "0101",
  state,
  status: state === "closed" ? "closed" : "handling",
  place: null,
  unit: 7,
  person: null,
  source: "patrol",
  found: time(found),
  deadline: due ? time(due) : null,
  closed: closed ? time(closed) : null,
  lon: 119.1,
  lat: 33.6,
  zone: null,
  version: 2,
  nearlyDue: null,
  zone3: 3,
  siteType: null,
  act: null,
});
