/** Days, words and numbers of documents, without a database. */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { addDays, before, daysIn, mondayOf, periodOf } from "../../../server/briefs/period.ts";
import { daysText, flagRuleOf, nextNumber, overviewOf, titleOf, wholeOf } from "../../../server/briefs/say.ts";
import { type BriefKind, mostBriefDays } from "../../../server/contract/brief.ts";
import type { BriefFacts, BriefFigure } from "../../../server/contract/types.ts";

const nothing = { day: null, from: null, to: null };
const anyDay = fc.integer({ min: 0, max: 40_000 }).map((n) => addDays("1990-01-01", n));
const figure = (value: number): BriefFigure => ({ value, query: "" });

const facts = (more: Partial<BriefFacts> = {}): BriefFacts => ({
  kind: "daily",
  district: { zh: "云河区（虚构）", en: "Yunhe" },
  timeZone: "Asia/Shanghai",
  from: "2026-11-01",
  to: "2026-11-01",
  asOf: "2026-11-01T23:59:59.999999+08:00",
  running: false,
  scope: null,
  area: null,
  found: figure(57),
  closed: figure(30),
  foundClosed: figure(28),
  foundOpen: figure(28),
  foundRejected: figure(1),
  open: figure(140),
  overdue: figure(9),
  before: { from: "2026-10-31", to: "2026-10-31", found: figure(50), closed: figure(30) },
  siteTypes: [
    { siteType: "market", sites: 3, found: figure(20) },
    { siteType: null, sites: 0, found: figure(37) },
  ],
  categories: [{ category: "0101", name: { zh: "占道经营", en: "vending" }, found: figure(57) }],
  areas: [],
  units: [],
  flagRule: { zh: "", en: "" },
  photos: [],
  points: [],
  outlines: [],
  cut: false,
  ...more,
});

describe("the days of a document", () => {
  it("are by default the last that are over", () => {
    const today = "2026-11-21";
    expect(periodOf("daily", nothing, today)).toEqual({ from: "2026-11-20", to: "2026-11-20", running: false });
    expect(periodOf("weekly", nothing, today)).toEqual({ from: "2026-11-09", to: "2026-11-15", running: false });
    expect(periodOf("notice", nothing, today)).toEqual({ from: "2026-11-14", to: "2026-11-20", running: false });
    expect(periodOf("handover", nothing, today)).toEqual({ from: today, to: today, running: false });
  });

  it("of a week go from Monday to Sunday and hold the day that was named", () => {
    fc.assert(
      fc.property(anyDay, (day) => {
        const { from, to, running } = periodOf("weekly", { ...nothing, day }, "2200-01-01");
        expect([new Date(from).getUTCDay(), new Date(to).getUTCDay(), from <= day && day <= to, daysIn({ from, to }), running]).toEqual([
          1,
          0,
          true,
          7,
          false,
        ]);
        expect(mondayOf(day)).toBe(from);
      }),
    );
  });

  it("run while today is one of them, and are compared with as many right before them", () => {
    fc.assert(
      fc.property(anyDay, fc.integer({ min: 0, max: mostBriefDays - 1 }), fc.integer({ min: 0, max: 200 }), (from, more, later) => {
        const [to, today] = [addDays(from, more), addDays(from, later)];
        const period = periodOf("notice", { day: null, from, to }, today);
        expect(period).toEqual({ from, to, running: later <= more });
        const earlier = before(period);
        expect([daysIn(earlier), addDays(earlier.to, 1)]).toEqual([more + 1, from]);
      }),
    );
  });

  it.each<[string, BriefKind, object]>([
    ["day", "daily", { day: "2026-11-22" }],
    ["day", "weekly", { day: "2026-11-23" }],
    ["from", "notice", { from: "2026-11-22", to: "2026-11-23" }],
    ["to", "notice", { from: "2026-08-01", to: "2026-11-01" }],
    ["from", "daily", { from: "2026-11-01" }],
    ["day", "handover", { day: "2026-11-01" }],
  ])("are refused by %s", (name, kind, asked) => {
    expect(() => periodOf(kind, { ...nothing, ...asked }, "2026-11-21")).toThrow(expect.objectContaining({ parameter: name }));
  });
});

describe("the words of a document", () => {
  it("say the days as offices do", () => {
    expect(daysText({ from: "2026-11-01", to: "2026-11-01" })).toBe("11月1日");
    expect(daysText({ from: "2026-11-01", to: "2026-11-07" })).toBe("11月1日至7日");
    expect(daysText({ from: "2026-10-28", to: "2026-11-03" })).toBe("10月28日至11月3日");
    expect(daysText({ from: "2025-12-29", to: "2026-01-04" })).toBe("2025年12月29日至2026年1月4日");
  });

  it("call the district by its name", () => {
    expect(titleOf(facts())).toBe("云河区文明城市创建工作日报");
    expect(titleOf(facts({ kind: "weekly" }))).toBe("云河区文明城市创建工作周通报");
    expect(titleOf(facts({ kind: "notice", to: "2026-11-07" }))).toBe("关于11月1日至7日文明城市创建督查情况的通报");
    expect(titleOf(facts({ kind: "handover" }))).toBe("云河区文明城市创建问题交办单");
    expect([wholeOf({ zh: "博爱县", en: "" }), wholeOf({ zh: "淮安市", en: "" }), wholeOf({ zh: "Washington", en: "" })]).toEqual([
      "全县",
      "全市",
      "全域",
    ]);
  });

  it("give the figures in one paragraph, and each of them as it is", () => {
    expect(overviewOf(facts())).toBe(
      "11月1日，全区共发现问题57件，已整改销号28件，未销号28件，不予立案1件。问题点位主要分布于农贸市场（20件）。问题类别以占道经营（57件）居多。期内销号30件（含此前发现的）。截至期末，累计未销号140件，其中超期9件。与前一日相比，发现增加7件，销号持平。",
    );
    const none = figure(0);
    const quiet = facts({
      found: none,
      foundClosed: none,
      foundOpen: none,
      foundRejected: none,
      closed: none,
      open: none,
      overdue: none,
      siteTypes: [],
      categories: [],
      running: true,
    });
    expect(overviewOf(quiet)).toBe(
      "11月1日，全区没有发现问题。期内销号0件（含此前发现的）。截至目前，没有未销号问题。与前一日相比，发现减少50件，销号减少30件。",
    );
    expect(overviewOf(facts({ kind: "handover", found: figure(3), open: figure(2), overdue: figure(1), closed: figure(1) }))).toBe(
      "现将3件问题交办你单位，未销号2件，其中超期1件，已销号1件。请按时限整改并反馈。",
    );
    expect(
      overviewOf(facts({ kind: "notice", area: "城中街道", scope: { sentence: { zh: "距农贸市场 500 米内", en: "" }, query: "" } })),
    ).toContain("城中街道（距农贸市场 500 米内）共发现问题57件");
  });

  it("number on within the year", () => {
    expect(nextNumber("测创办〔2026〕12号", "2026")).toBe("测创办〔2026〕13号");
    expect(nextNumber("测创办〔2025〕99号", "2026")).toBe("测创办〔2026〕1号");
    expect(nextNumber("第9期", "2026")).toBe("第10期");
    expect([nextNumber("", "2026"), nextNumber("测创办", "2026"), nextNumber("〔2026〕", "2026")]).toEqual(["", "测创办", "〔2026〕"]);
  });

  it("say the rule for flags with its numbers", () => {
    const { zh, en } = flagRuleOf({ least: 10, red: 0.9, blue: 0.755 });
    for (const number of ["10", "90%", "75.5%"]) expect([zh.includes(number), en.includes(number)]).toEqual([true, true]);
  });
});
