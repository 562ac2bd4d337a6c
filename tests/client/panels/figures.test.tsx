import { readFileSync } from "node:fs";
import fc from "fast-check";
import { renderToStaticMarkup } from "react-dom/server";
import { afterEach, describe, expect, it, vi } from "vitest";
import { askFacets } from "../../../client/api/figures.ts";
import { figuresWords } from "../../../client/look/words/figures.ts";
import { learn } from "../../../client/look/words.ts";
import { Board } from "../../../client/panels/figures/Breakdown.tsx";
import { daysAfter, daysOf, spanOf, toggledBar } from "../../../client/panels/figures/days.ts";
import * as groups from "../../../client/panels/figures/groups.ts";
import { inks } from "../../../client/panels/figures/inks.ts";
import { dayOption, statusOption } from "../../../client/panels/figures/options.ts";
import { AppContext } from "../../../client/panels/useApp.ts";
import { emptyFilter, type Filter } from "../../../server/contract/filter.ts";
import type { Category, District, Facets } from "../../../server/contract/types.ts";
import { problemStates } from "../../../server/contract/vocabulary.ts";
import { pageAt } from "./state.ts";

learn(figuresWords);

const category = (code: string, zh: string): Category => ({
  code,
  major: code.slice(0, 2),
  name: { zh, en: zh },
  campaign: null,
  limit: null,
  retired: false,
});
const categories = [
  category("01", "市容"),
  category("0101", "占道经营"),
  category("0102", "乱贴"),
  category("02", "环卫"),
  category("0201", "垃圾"),
];
const answer: Facets = {
  total: 12,
  clock: "2026-11-21T10:00:00Z",
  by: {
    status: [
      { key: "open", count: 9 },
      { key: "overdue", count: 4 },
    ],
    state: [
      { key: "handling", count: 9 },
      { key: "closed", count: 3 },
    ],
    major: [
      { key: "02", count: 7 },
      { key: "01", count: 5 },
    ],
    category: [
      { key: "0201", count: 7 },
      { key: "0101", count: 5 },
    ],
    unit: [{ key: "7", count: 12 }],
    siteType: [{ key: "market", count: 6 }],
    zone: [{ key: "3", count: 8 }],
    day: [
      { key: "2026-11-20", count: 5 },
      { key: "2026-11-18", count: 7 },
    ],
    hour: [{ key: "8", count: 12 }],
  },
};
const zones: District["zones"] = [
  { id: 3, level: 1, parent: null, name: "清江街道", lon: 0, lat: 0, bounds: null } as unknown as District["zones"][number],
  { id: 4, level: 1, parent: null, name: "长西街道", lon: 0, lat: 0, bounds: null } as unknown as District["zones"][number],
];
const rowOf = (group: groups.Group, key: string) => {
  const row = group.rows.flatMap((one) => [one, ...(one.under ?? [])]).find((one) => one.key === key);
  if (!row) throw new Error(`no row ${key}`);
  return row;
};

describe("groups", () => {
  it("name every state, those that have none with 0, and together they are all", () => {
    const { states, rows } = groups.statusGroup(answer, emptyFilter);
    expect(states.map(({ key }) => key)).toEqual(Object.keys(problemStates));
    expect(states.reduce((sum, { count }) => sum + count, 0)).toBe(12);
    expect(rows.slice(0, 3).map(({ key, count }) => [key, count])).toEqual([
      ["open", 9],
      ["overdue", 4],
      ["nearly_due", 0],
    ]);
  });
  it("open by a number exactly that choice, whatever else of the group is chosen", () => {
    const filter: Filter = { ...emptyFilter, status: ["overdue"], unit: [7] };
    expect(rowOf(groups.statusGroup(answer, filter), "closed").only).toEqual({ ...filter, status: ["closed"] });
    expect(rowOf(groups.statusGroup(answer, filter), "closed").toggled.status).toEqual(["overdue", "closed"]);
  });
  it("let a major category stand for its minors, and take one out of it", () => {
    const minor = groups.categoryGroup(answer, { ...emptyFilter, category: ["0101"] }, categories);
    expect(rowOf(minor, "01").toggled.category).toEqual(["01"]);
    expect(rowOf(minor, "01").chosen).toBe(false);
    const major = groups.categoryGroup(answer, { ...emptyFilter, category: ["01", "0201"] }, categories);
    expect(rowOf(major, "0101").chosen).toBe(true);
    expect(rowOf(major, "0101").toggled.category).toEqual(["0201", "0102"]);
    expect(major.rows.map(({ key, count }) => [key, count])).toEqual([
      ["02", 7],
      ["01", 5],
    ]);
  });
  it("choose sub-districts beside other places; a number leaves out what zones were excluded, as it was counted", () => {
    const outside = { op: "outside", areas: [{ zone: 9 }] } as const;
    const near = { op: "within", distance_m: 500, of: [{ type: "market" }] } as const;
    const group = groups.zoneGroup(answer, { ...emptyFilter, geo: [outside, near, { op: "inside", areas: [{ zone: 3 }] }] }, zones);
    expect(group.held).toBe(true);
    expect(rowOf(group, "4")).toMatchObject({ count: 0, chosen: false });
    expect(rowOf(group, "4").toggled.geo).toEqual([outside, near, { op: "inside", areas: [{ zone: 3 }, { zone: 4 }] }]);
    expect(rowOf(group, "4").only.geo).toEqual([near, { op: "inside", areas: [{ zone: 4 }] }]);
    expect(rowOf(group, "3").toggled.geo).toEqual([outside, near]);
  });
  it("open the rest together", () => {
    const units = [7, 8, 9].map((id) => ({ id, name: `单位${id}`, shortName: "", kind: "bureau", dissolved: false })) as District["units"];
    expect(groups.together(groups.unitGroup(answer, emptyFilter, units).rows).unit.toSorted()).toEqual([7, 8, 9]);
    const both = groups.together(groups.zoneGroup(answer, emptyFilter, zones).rows).geo;
    expect(both).toEqual([{ op: "inside", areas: [{ zone: 3 }, { zone: 4 }] }]);
  });
  it("have every hour", () => {
    const { rows } = groups.hourGroup(answer, emptyFilter);
    expect(rows).toHaveLength(24);
    expect(rows[8]).toMatchObject({ count: 12, label: { zh: "08:00–09:00" } });
  });
});

describe("toggling", () => {
  it("twice is nothing, in every group that is a list", () => {
    const codes = fc.subarray(["0101", "0102", "0201"]);
    fc.assert(
      fc.property(codes, fc.subarray([7, 8]), fc.nat(), (category, unit, n) => {
        const filter: Filter = { ...emptyFilter, category, unit };
        const minors = (f: Filter) => groups.categoryGroup(answer, f, categories).rows.flatMap((row) => row.under ?? []);
        const row = minors(filter)[n % 3];
        const back = row && minors(row.toggled).find(({ key }) => key === row.key);
        expect(back?.chosen).toBe(!row?.chosen);
        expect(back?.toggled.category.toSorted()).toEqual(filter.category.toSorted());
        expect(back?.toggled.unit).toEqual(unit);
      }),
    );
  });
});

describe("days", () => {
  const counts = groups.countsOf(answer, "day");
  it("leave no gaps, end today, and lose none", () => {
    const { step, bars, earlier } = daysOf(counts, null, "2026-11-21", 30);
    expect(step).toBe("day");
    expect(bars).toHaveLength(30);
    expect(bars.at(-1)).toEqual({ from: "2026-11-21", to: "2026-11-21", count: 0, chosen: false });
    expect(bars.slice(-4).map((bar) => bar.count)).toEqual([7, 0, 5, 0]);
    expect(earlier).toBe(0);
  });
  it("hold every problem once, whatever the step, each bar beginning where the last one ended", () => {
    const day = fc.integer({ min: 0, max: 3000 }).map((n) => daysAfter("2026-11-21", -n));
    const many = fc.array(fc.tuple(day, fc.integer({ min: 1, max: 50 })), { maxLength: 40 });
    fc.assert(
      fc.property(many, fc.constantFrom(30, 90, 365, null), (list, last) => {
        const known = new Map(list);
        const { bars, earlier } = daysOf(known, null, "2026-11-21", last);
        expect(bars.reduce((sum, bar) => sum + bar.count, earlier)).toBe([...known.values()].reduce((a, b) => a + b, 0));
        for (const [i, bar] of bars.entries()) if (i > 0) expect(bar.from).toBe(daysAfter(bars[i - 1]?.to as string, 1));
        expect(bars.length).toBeLessThanOrEqual(130);
        if (last === null) expect(earlier).toBe(0);
      }),
    );
  });
  it("mark what is chosen and take it back", () => {
    const found = { from: "2026-11-18", to: "2026-11-20" };
    const { bars } = daysOf(counts, found, "2026-11-21", 30);
    expect(bars.filter((bar) => bar.chosen).map((bar) => bar.from)).toEqual(["2026-11-18", "2026-11-19", "2026-11-20"]);
    const one = daysOf(counts, null, "2026-11-21", 30).bars.at(-2);
    if (!one) throw new Error("no bar");
    const on = toggledBar(emptyFilter, one);
    expect(on.found).toEqual({ from: "2026-11-20", to: "2026-11-20" });
    expect(toggledBar(on, one).found).toBeNull();
    expect(spanOf({ days: 7 }, "2026-11-21")).toEqual({ from: "2026-11-14", to: "2026-11-21" });
  });
});

describe("charts", () => {
  const look = { theme: "dark", size: 12, font: "sans-serif", n: String } as const;
  it("are drawn in the tokens' own colours", () => {
    const css = readFileSync(new URL("../../../client/look/tokens.css", import.meta.url), "utf8");
    const [dark = "", light = ""] = css.split(':root[data-theme="light"] {').map((half, i) => (i ? half.split("}")[0] : half)) as string[];
    for (const [theme, text] of [
      ["dark", dark],
      ["light", light],
    ] as const)
      for (const [token, colour] of Object.entries(inks[theme]))
        expect(text, `${theme} ${token}`).toContain(`--${token === "muted" ? "line-strong" : token}: ${colour};`);
  });
  it("mute what is not chosen and hide nothing", () => {
    const { bars } = daysOf(groups.countsOf(answer, "day"), { from: "2026-11-20", to: null }, "2026-11-21", 30);
    const { series } = dayOption(bars, look) as { series: { data: { value: number; itemStyle: { color: string } }[] }[] };
    const data = series[0]?.data ?? [];
    expect(data.map(({ value }) => value)).toEqual(bars.map((bar) => bar.count));
    expect(data.map(({ itemStyle }) => itemStyle.color === inks.dark.accent)).toEqual(bars.map((bar) => bar.chosen));
    const ring = statusOption(groups.statusGroup(answer, { ...emptyFilter, status: ["closed"] }).states, look, (row) => row.key);
    expect(JSON.stringify(ring)).toMatch(/"handling","value":9.*"opacity":0\.3.*"closed","value":3.*"opacity":1/);
  });
});

describe("the board", () => {
  const draw = (search: string) => {
    const app = pageAt(search);
    const { view, district } = app.store.get();
    const full = { ...(district as District), zones, categories };
    return renderToStaticMarkup(
      <AppContext value={app}>
        <Board answer={answer} view={view} district={full} stale={false} />
      </AppContext>,
    );
  };
  it("says the total of the filter and every group with its counts, names with none too", () => {
    const html = draw("?unit=7");
    for (const text of ["当前条件共 12 个问题", "打开 12 个问题的台账", "市容", "长西街道", "农贸市场", "河段"])
      expect(html).toContain(text);
    expect(html).toContain("清江街道：打开 8 个问题");
    expect(html).toMatch(/class="bar none"><button[^>]*disabled=""[^>]*>.*?长西街道/);
    expect(html).toMatch(/aria-pressed="true"[^>]*>.*?城管局/);
  });
  it("speaks English throughout", () => {
    expect(draw("?lang=en").replaceAll(/清江街道|长西街道|市容|占道经营|乱贴|环卫|垃圾|城管局/g, "")).not.toMatch(/[\u4e00-\u9fff]/);
  });
});

describe("the question", () => {
  afterEach(() => vi.unstubAllGlobals());
  it("is the filter and the groups", async () => {
    const asked: string[] = [];
    vi.stubGlobal("fetch", async (path: string) => {
      asked.push(path);
      return new Response(JSON.stringify(answer), { headers: { "content-type": "application/json" } });
    });
    await askFacets({ ...emptyFilter, status: ["open"] }, ["day", "hour"]);
    expect(asked).toEqual(["/api/problems/facets?status=open&by=day,hour"]);
  });
});
