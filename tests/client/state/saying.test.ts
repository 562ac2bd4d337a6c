/** A question as it is typed: what its words mean, and that the sentence of a filter reads back to the filter. */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { lexiconOf, understand } from "../../../client/state/saying.ts";
import { weekStart } from "../../../client/state/sayingDays.ts";
import { emptyFilter, type Filter, formatFilter } from "../../../server/contract/filter.ts";
import { chips, type Names, sentence } from "../../../server/contract/sentence.ts";
import type { District, SitesLayer } from "../../../server/contract/types.ts";
import { campaigns, problemSources, problemStates, siteTypes, statusGroups } from "../../../server/contract/vocabulary.ts";

const category = (code: string, zh: string, en: string) => ({
  code,
  major: code.slice(0, 2),
  name: { zh, en },
  campaign: null,
  limit: null,
  retired: false,
});
const district = {
  categories: [
    category("12", "市容秩序", "street order"),
    category("1201", "占道经营", "street vending"),
    category("1202", "店外经营", "vending outside shops"),
  ],
  zones: [
    { id: 1, level: 0, name: "清河区", parent: null },
    { id: 2, level: 1, name: "城东街道", parent: 1 },
    { id: 3, level: 1, name: "城西街道", parent: 1 },
  ],
  units: [{ id: 7, name: "区城市管理局", shortName: "城管局", kind: "bureau", dissolved: false }],
} as unknown as District;
const sites = { id: [41, 42], name: ["清水河三段", "东门农贸市场"] } as unknown as SitesLayer;
const lexicon = lexiconOf(district, sites);
const days = { today: "2026-11-22", round: "2026-11-02" };
const read = (text: string) => understand(text, lexicon, days);
const query = (text: string) => {
  const understood = read(text);
  return (
    understood &&
    `${formatFilter(understood.filter)
      .map((pair) => pair.join("="))
      .join("&")}${understood.left && `|${understood.left}`}`
  );
};

describe("a typed question", () => {
  it.each([
    ["昨天 超期 占道经营 城东街道 城西街道", "status=overdue&category=1201&found=2026-11-21..2026-11-21&geo=inside:zone/2,zone/3"],
    ["距清水河三段50米内", "geo=within:50:site/41"],
    ["沿清水河三段 50 米内未销号", "status=open&geo=within:50:site/41"],
    ["反弹 学校周边 本月", "found=2026-11-01..2026-11-22&repeat=50:30&geo=within:500:school"],
    ["农贸市场周边300米未销号的占道经营", "status=open&category=1201&geo=within:300:market"],
    ["距农贸市场、学校 0.5 公里外", "geo=beyond:500:market,school"],
    ["城管局 本轮 飞检", "unit=7&source=flying&found=2026-11-02..2026-11-22"],
    ["本周", "found=2026-11-16..2026-11-22"],
    ["2026-11-01 至 2026-11-05 在办", "during=2026-11-01..2026-11-05"],
    ["昨天销号 占道经营", "category=1201&closed=2026-11-21..2026-11-21"],
    ["本周 已销号", "status=closed&found=2026-11-16..2026-11-22"],
    ["closed in the last 7 days", "closed=7d"],
    ["closed on 2026-11-21 城东街道", "closed=2026-11-21..2026-11-21&geo=inside:zone/2"],
    ["closed street vending", "status=closed&category=1201"],
    ["城东街道、城西街道外", "geo=outside:zone/2,zone/3"],
    ["overdue street vending within 500 m of a school last 7 days", "status=overdue&category=1201&found=7d&geo=within:500:school"],
    ["open yesterday 城东街道", "status=open&found=2026-11-21..2026-11-21&geo=inside:zone/2"],
    ["超期 电缆井", "status=overdue|电缆井"],
  ])("%s", (text, expected) => {
    expect(query(text)).toBe(expected);
  });

  it("is none when no part of it is known, and a name alone is no question", () => {
    expect(read("王小明")).toBeNull();
    expect(read("")).toBeNull();
    expect(read("城东街道")?.asks).toBe(false);
    expect(read("东门农贸市场周边")?.asks).toBe(true);
  });

  it("of a round is not understood before a round has begun", () => {
    expect(understand("本轮 超期", lexicon, { ...days, round: null })?.filter.found).toBeNull();
  });

  it("weeks begin on Mondays", () => {
    expect([weekStart("2026-11-16"), weekStart("2026-11-22"), weekStart("2026-11-23")]).toEqual(["2026-11-16", "2026-11-16", "2026-11-23"]);
  });

  it("never throws, and is fast on any text", () => {
    fc.assert(fc.property(fc.string({ unit: "grapheme", maxLength: 400 }), (text) => void read(text)));
    fc.assert(
      fc.property(
        fc.array(fc.constantFrom("距", "市场", "500", "米", "内", "within", " m of a ", "、", "近", "天", "(", "反弹")),
        (parts) => {
          read(parts.join(""));
        },
      ),
    );
  });
});

const names: Names = {
  category: (code) => district.categories.find((one) => one.code === code)?.name,
  unit: () => "城管局",
  site: (id) => (id === 41 ? "清水河三段" : "东门农贸市场"),
  zone: (id) => (id === 2 ? "城东街道" : "城西街道"),
};
const keys = <K extends string>(words: Record<K, unknown>) => Object.keys(words) as K[];
// What two closed lists call alike ("环境卫生" is a category's and a campaign's word) reads as the first.
const some = <T>(values: readonly T[]) => fc.uniqueArray(fc.constantFrom(...values), { maxLength: 2 });
const filters: fc.Arbitrary<Filter> = fc
  .record({
    status: some([...keys(statusGroups), ...keys(problemStates)]),
    category: some(["12", "1201", "1202"]),
    unit: some([7]),
    source: some(keys(problemSources)),
    campaign: some(keys(campaigns).filter((one) => one !== "appearance")),
    found: fc.constantFrom(null, { days: 7 }, { from: "2026-11-01", to: "2026-11-05" }),
    closed: fc.constantFrom(null, { days: 30 }, { from: "2026-11-01", to: "2026-11-05" }, { from: "2026-11-21", to: "2026-11-21" }),
    during: fc.constantFrom(null, { from: "2026-11-02", to: "2026-11-03" }),
    repeat: fc.constantFrom(null, { within_m: 80, days: 20 }),
    geo: fc.uniqueArray(
      fc.constantFrom(
        { op: "within" as const, distance_m: 500, of: [{ type: "market" as const }, { type: "school" as const }] },
        { op: "beyond" as const, distance_m: 200, of: [{ type: "river" as const }] },
        { op: "within" as const, distance_m: 50, of: [{ site: 41 }] },
        { op: "inside" as const, areas: [{ zone: 2 }, { zone: 3 }] },
        { op: "outside" as const, areas: [{ zone: 3 }] },
      ),
      { maxLength: 3 },
    ),
  })
  .map((part) => ({ ...emptyFilter, ...part }));

describe("the sentence of a filter", () => {
  it("reads back to the filter", () => {
    fc.assert(
      fc.property(filters, (filter) => {
        fc.pre(chips(filter, names).length > 0);
        const understood = read(sentence(filter, names).zh);
        const sorted = (one: Filter) => ({ ...one, geo: one.geo.map((clause) => JSON.stringify(clause)).sort() });
        expect(sorted(understood?.filter as Filter)).toEqual(sorted(filter));
        expect(understood?.left).toBe("");
      }),
    );
  });

  it("knows every site type by its Chinese name", () => {
    for (const type of keys(siteTypes)) expect(query(`距${siteTypes[type].zh} 100 米内`)).toBe(`geo=within:100:${type}`);
  });
});
