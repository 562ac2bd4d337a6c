/** Who mends in time: the order, the flags, and that two cases decide nothing. */
import fc from "fast-check";
import { afterEach, describe, expect, it, vi } from "vitest";
import type { Rates } from "../../../client/wall/scenes/ranking.tsx";
import { scenes } from "../../../client/wall/scenes.ts";
import { endsOf, leastOf, rankingOf, wholePercent } from "../../../server/contract/ranking.ts";
import type { Performance, WallProgramme, WallRules } from "../../../server/contract/types.ts";
import { wilson } from "../../../server/contract/wilson.ts";
import { boxText, clock, district, failed, there, wallAt } from "./scenesSupport.tsx";

const rules: WallRules = {
  ...{ keyOverdue: true, immediate: [], clusterLeast: 6, clusterWithin_m: 80, clusterHours: 24, patrolDays: 7 },
  ...{ flagLeast: 10, flagRed: 0.9, flagBlue: 0.75 },
};
const row = (key: string, onTime: number, counted: number) => ({ key, onTime, counted });
const someRules = fc.record({
  flagLeast: fc.integer({ min: 1, max: 1000 }),
  flagRed: fc.double({ min: 0, max: 1, noNaN: true }),
  flagBlue: fc.double({ min: 0, max: 1, noNaN: true }),
});
const someRows = fc
  .array(
    fc.integer({ min: 0, max: 400 }).chain((counted) => fc.tuple(fc.constant(counted), fc.integer({ min: 0, max: counted }))),
    { maxLength: 40 },
  )
  .map((all) => all.map(([counted, onTime], i) => row(String(i), onTime, counted)));

describe("the order", () => {
  it("lets two cases neither lead nor trail, whatever the rules and the others", () => {
    fc.assert(
      fc.property(someRows, someRules, fc.integer({ min: 0, max: 2 }), fc.integer({ min: 1, max: 2 }), (rows, given, onTime, counted) => {
        const few = row("few", Math.min(onTime, counted), counted);
        const { ranked, few: pale } = rankingOf([few, ...rows], given);
        expect(ranked.map(({ key }) => key)).not.toContain("few");
        expect(pale.find(({ key }) => key === "few")).toMatchObject({ flag: null, counted });
      }),
    );
  });

  it("is by the middle of the interval, the same whatever the order they came in; nobody is lost", () => {
    fc.assert(
      fc.property(someRows, someRules, (rows, given) => {
        const { ranked, few } = rankingOf(rows, given);
        const middles = ranked.map(({ onTime, counted }) => {
          const { lower, upper } = wilson(onTime, counted) ?? { lower: Number.NaN, upper: Number.NaN };
          return (lower + upper) / 2;
        });
        expect(middles).toEqual(middles.toSorted((a, b) => b - a));
        expect(rankingOf(rows.toReversed(), given)).toEqual({ ranked, few });
        const judged = rows.filter(({ counted }) => counted > 0).map(({ key }) => key);
        expect([...ranked, ...few].map(({ key }) => key).toSorted()).toEqual(judged.toSorted());
        expect(ranked.every(({ counted }) => counted >= leastOf(given))).toBe(true);
      }),
    );
  });

  it("puts many good cases before few perfect ones", () => {
    const { ranked } = rankingOf([row("few", 12, 12), row("many", 980, 1000), row("bad", 300, 1000)], rules);
    expect(ranked.map(({ key }) => key)).toEqual(["many", "few", "bad"]);
  });
});

describe("flags", () => {
  it("are given only where the whole interval says so", () => {
    fc.assert(
      fc.property(someRows, (rows) => {
        for (const { interval, flag, counted } of rankingOf(rows, rules).ranked) {
          expect(counted).toBeGreaterThanOrEqual(rules.flagLeast);
          expect(flag).toBe(interval.lower >= 0.9 ? "red" : interval.upper <= 0.75 ? "blue" : null);
        }
      }),
    );
    const { ranked } = rankingOf([row("red", 980, 1000), row("near", 46, 50), row("blue", 60, 100)], rules);
    expect(ranked.map(({ key, flag }) => [key, flag])).toEqual([
      ["red", "red"],
      ["near", null],
      ["blue", "blue"],
    ]);
  });
});

describe("what fits", () => {
  it("is the best and the worst, each once", () => {
    fc.assert(
      fc.property(someRows, fc.integer({ min: 1, max: 30 }), (rows, room) => {
        const { ranked } = rankingOf(rows, rules);
        const { top, bottom } = endsOf(ranked, room);
        expect(top.length + bottom.length).toBe(Math.min(ranked.length, room));
        expect(top).toEqual(ranked.slice(0, top.length));
        expect(bottom).toEqual(ranked.slice(ranked.length - bottom.length));
      }),
    );
  });
  it("says 100 only of all and 0 only of none", () => {
    expect([1, 0.999, 0.995, 0.5, 0.001, 0].map(wholePercent)).toEqual(["100%", "99%", "99%", "50%", "1%", "0%"]);
  });
});

const zeros = {
  total: 0,
  open: 0,
  overdue: 0,
  nearlyDue: 0,
  closed: 0,
  counted: 0,
  onTime: 0,
  judged: 0,
  reworked: 0,
  returned: 0,
  exempt: 0,
};
const performanceOf = (...rows: { key: string | null; onTime: number; counted: number }[]): Performance => ({
  ...{ clock, all: zeros },
  rows: rows.map((one) => ({ ...zeros, ...one })),
});
const programme: WallProgramme = { clock, page: "", tour: { id: null, name: null, version: 0 }, scenes: [], rules };
const rates: Rates = {
  zone: performanceOf(row("1", 97, 100)),
  unit: performanceOf(row("7", 60, 100), { key: null, onTime: 2, counted: 2 }),
};

describe("the box", () => {
  it("says the rate, of how many, the flag, and apart from the ranks those with few cases", () => {
    const said = boxText("ranking", there(rates), 16, { programme });
    expect(said).toContain("街道 1 云门街道 红旗 97.0% 97% 100 件");
    expect(said).toContain("责任单位 1 城管局 蓝旗 60.0% 60% 100 件");
    expect(said).toContain("样本少（不足 10 件），不排名 – 无责任单位 100.0% 100% 2 件");
  });
  it("says that there is nothing to judge by, which is not that it failed", () => {
    const none = { zone: performanceOf(), unit: performanceOf() };
    expect(boxText("ranking", there(none), 16, { programme })).toContain("近期无可考核的销号");
    expect(boxText("ranking", failed, 16, { programme })).toMatch(/连接中断 连不上服务器。$/);
  });
  it("never has more lines than fit", () => {
    const many = performanceOf(...Array.from({ length: 30 }, (_, i) => row(String(i), 50 + i, 90)), row("x", 1, 2), row("y", 1, 3));
    for (let rows = 4; rows < 40; rows++) {
      const said = boxText("ranking", there({ zone: many, unit: many }), rows, { programme });
      const bars = said.match(/ 90 件/g)?.length ?? 0;
      const headings = said.match(/街道 \d|责任单位 \d|样本少/g)?.length ?? 0;
      expect(1 + bars + headings, `${rows} rows: ${said}`).toBeLessThanOrEqual(rows);
    }
  });
});

describe("what is asked", () => {
  afterEach(() => vi.unstubAllGlobals());
  it("is what was closed in the last 30 days, by sub-district and by unit", async () => {
    const asked: string[] = [];
    vi.stubGlobal("fetch", async (path: string) => {
      asked.push(path);
      return new Response(JSON.stringify(performanceOf()));
    });
    const { page, shown } = wallAt("ranking", { district });
    const end = scenes.ranking.enter?.(page, shown);
    await vi.waitFor(() => expect(page.store.get().asked.ranking).toMatchObject({ state: "there" }));
    expect(asked).toEqual(["/api/problems/performance?closed=30d&by=zone&zones=today", "/api/problems/performance?closed=30d&by=unit"]);
    end?.();
  });
});
