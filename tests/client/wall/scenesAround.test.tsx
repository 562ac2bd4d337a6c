/** Markets, alleys and rivers: what they ask, in which order they say it, and that nothing known is told from nothing there. */
import fc from "fast-check";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { isOfOpen, joined, questionOf } from "../../../client/wall/scenes/around.ts";
import { cut, daysOf } from "../../../client/wall/scenes/rivers.tsx";
import { scenes } from "../../../client/wall/scenes.ts";
import { emptyFilter, type Filter } from "../../../server/contract/filter.ts";
import type { NearAnswer, Patrols } from "../../../server/contract/types.ts";
import { boxText, clock, district, failed, there, wallAt } from "./scenesSupport.tsx";

type Anchor = NearAnswer["anchors"][number];
const anchor = (id: number, name: string, count: number): Anchor => ({ id, kind: "site", type: "market", name, lon: 119, lat: 33, count });
const near = (total: number, ...anchors: Anchor[]): NearAnswer => ({
  total,
  rows: [],
  next: null,
  clock,
  anchors,
  anchorsTotal: anchors.length,
});
const open = near(100, anchor(1, "甲市场", 60), anchor(2, "乙市场", 60), anchor(3, "丙市场", 0));
const overdue = near(9, anchor(2, "乙市场", 8), anchor(1, "甲市场", 3), anchor(3, "丙市场", 0));

describe("around places of a type", () => {
  it("asks without the distance that the question itself is, and keeps every other part", () => {
    const within = (distance_m: number, type: "market" | "school"): Filter["geo"][number] => ({ op: "within", distance_m, of: [{ type }] });
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 20_000 }), fc.boolean(), (metres, more) => {
        const other = more ? [within(200, "school")] : [];
        const filter: Filter = { ...emptyFilter, status: ["open"], geo: [...other, within(metres, "market")] };
        expect(questionOf(filter, "market", 500)).toEqual({ filter: { ...filter, geo: other }, within_m: metres });
        expect(questionOf(filter, "back_alley", 30)).toEqual({ filter, within_m: 30 });
      }),
    );
  });
  it("puts the most first, of as many the more overdue, and counts each problem once in all", () => {
    const around = joined(500, open, overdue);
    expect(around.rows.map(({ name, count, overdue }) => [name, count, overdue])).toEqual([
      ["乙市场", 60, 8],
      ["甲市场", 60, 3],
      ["丙市场", 0, 0],
    ]);
    expect([around.total, around.overdue]).toEqual([100, 9]);
  });
  it("knows nothing of overdue ones where the filter is of others", () => {
    expect(joined(500, open, null).rows.map((row) => row.overdue)).toEqual([null, null, null]);
    expect([["open"], ["closed"], [], ["open", "closed"]].map((status) => isOfOpen({ ...emptyFilter, status } as Filter))).toEqual([
      true,
      false,
      false,
      false,
    ]);
  });
});

describe("the markets' box", () => {
  it("says the sum, the overdue among it, and each place", () => {
    expect(boxText("markets", there(joined(500, open, overdue)))).toBe("市场周边 100 未销号 超期 9 个 500 米内 乙市场 8 60 甲市场 3 60");
  });
  it("leaves out what does not fit, and says how much", () => {
    const many = near(300, ...Array.from({ length: 24 }, (_, i) => anchor(i, `${i}号市场`, 24 - i)));
    expect(boxText("markets", there(joined(500, many, null)), 8)).toMatch(/3号市场 21 另有 20 条$/);
  });
  it("tells none from nought from not known", () => {
    expect(boxText("markets", there(joined(500, near(0), null)))).toMatch(/ 0 未销号 无数据$/);
    expect(boxText("markets", there(joined(500, near(0, anchor(1, "甲市场", 0)), near(0))))).toContain("各市场周边均无此类问题");
    expect(boxText("markets", failed)).toBe("市场周边 连接中断 连不上服务器。");
    expect(boxText("markets", { state: "asking" })).toBe("市场周边 正在读取…");
  });
});

describe("what is asked", () => {
  const asked: string[] = [];
  beforeEach(() => {
    asked.length = 0;
    vi.stubGlobal("window", globalThis);
    vi.stubGlobal("document", { querySelector: () => null });
    vi.stubGlobal("fetch", async (path: string) => {
      asked.push(path);
      return new Response(JSON.stringify(path.includes("overdue") ? overdue : open));
    });
  });
  afterEach(() => vi.unstubAllGlobals());
  const settled = () => new Promise((resolve) => setTimeout(resolve, 0));

  it("of markets is two questions, answered once both are", async () => {
    const { page, shown } = wallAt("markets");
    const end = scenes.markets.enter?.(page, shown);
    await vi.waitFor(() => expect(page.store.get().asked.markets).toMatchObject({ state: "there", value: { total: 100, overdue: 9 } }));
    expect(asked).toEqual([
      "/api/problems/near?status=open&of=market&within=500&sort=-found&limit=1",
      "/api/problems/near?status=overdue&of=market&within=500&sort=-found&limit=1",
    ]);
    end?.();
  });
  it("is seen from where all of them are, unless the question names another view", async () => {
    const { page, shown } = wallAt("markets");
    scenes.markets.enter?.(page, shown);
    await vi.waitFor(() => expect(page.store.get().shown?.camera).toMatchObject({ lon: 119, lat: 33 }));
    const camera = { lon: 119.2, lat: 33.5, zoom: 12 };
    const own = { ...shown, camera };
    page.store.set({ shown: own });
    scenes.markets.enter?.(page, own);
    await settled();
    expect(page.store.get().shown?.camera).toBe(camera);
  });
  it("of alleys keeps the type that they were found at", async () => {
    const { page, shown } = wallAt("alleys");
    scenes.alleys.enter?.(page, shown)();
    await settled();
    expect(asked[0]).toBe("/api/problems/near?status=open&siteType=back_alley&of=back_alley&within=30&sort=-found&limit=1");
    expect(page.store.get().asked.alleys).toEqual({ state: "asking" });
  });
});

describe("rivers", () => {
  const row = (part: Partial<Patrols["rows"][number]>): Patrols["rows"][number] => ({
    ...{ id: 1, name: "文澜河（朝晖段）", type: "river", last: "2026-11-01T10:00:00Z", due: true, open: 4 },
    ...part,
  });
  const patrols: Patrols = {
    ...{ clock, days: 14, due: 1, never: 1 },
    rows: [
      row({}),
      row({ id: 2, name: "里运河", last: null, due: false, open: 0 }),
      row({ id: 3, name: "盐河", last: "2026-11-21T01:00:00Z", due: false }),
    ],
  };
  it("count days: whole ones since, and a begun one too many", () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 400 * 86_400 }), fc.integer({ min: 1, max: 60 }), (seconds, days) => {
        const last = new Date(Date.parse(clock) - seconds * 1000).toISOString();
        const { ago, over } = daysOf(last, clock, days);
        expect(ago).toBe(Math.floor(seconds / 86_400));
        if (seconds > days * 86_400) expect(seconds / 86_400 - days).toBeGreaterThan(over - 1 - 1e-9);
        if (seconds > days * 86_400) expect(over).toBeGreaterThanOrEqual(seconds / 86_400 - days);
      }),
    );
  });
  it("are due, never walked, or walked: three things", () => {
    expect(boxText("rivers", there(patrols))).toBe(
      "河段与巡河 1 段到期 从未巡河 1 段 · 14 天一巡 文澜河（朝晖段） 逾期 6 天 上次 2026-11-01 未销号 4 无巡河记录，未销号多的在前 里运河 近期已巡 盐河 一天以内",
    );
  });
  it("of which nothing is known are not said to be due, nor not to be", () => {
    const said = boxText("rivers", there({ ...patrols, rows: [row({ last: null, due: false })], due: 0, never: 1 }));
    expect(said).toMatch(/^河段与巡河 1 段无巡河记录 /);
  });
  it("take no more lines than there are, and say how many are left out", () => {
    const many = (n: number, part: Partial<Patrols["rows"][number]>) => Array.from({ length: n }, (_, i) => row({ id: i, ...part }));
    fc.assert(
      fc.property(fc.nat(12), fc.nat(12), fc.nat(12), fc.integer({ min: 1, max: 40 }), (due, never, walked, lines) => {
        const rows = [...many(due, {}), ...many(never, { last: null, due: false }), ...many(walked, { last: clock, due: false })];
        const parts = cut({ ...patrols, rows }, lines);
        const [d, n, w] = [parts.due.length, parts.never.length, parts.walked.length];
        expect(d * 2 + n + Number(n > 0) + w + Number(w > 0) + Number(parts.rest > 0)).toBeLessThanOrEqual(lines);
        expect(d + n + w + parts.rest).toBe(rows.length);
        // Nothing is passed over for what matters less.
        if (d < due) expect(n + w).toBe(0);
        if (n < never) expect(w).toBe(0);
      }),
    );
  });
  it("without any say so, and say no nought", () => {
    const said = boxText("rivers", there({ ...patrols, rows: [], due: 0, never: 0 }));
    expect(said).toBe("河段与巡河 无数据");
    expect(boxText("rivers", failed)).toContain("连接中断");
  });
  it("is stepped over in a district without rivers", () => {
    const { page } = wallAt("rivers", { district: { ...district, siteCounts: { river: 0 } } });
    expect([scenes.rivers.empty?.(page.store.get()), scenes.rivers.empty?.(wallAt("rivers").page.store.get())]).toEqual([true, false]);
  });
});

describe("in English", () => {
  it("no Han is said but names", () => {
    const settings = { ...wallAt("markets").page.store.get().settings, lang: "en" as const };
    expect(boxText("markets", there(joined(500, near(3, anchor(1, "A", 3)), near(1, anchor(1, "A", 1)))), 20, { settings })).toBe(
      "Markets 3 open 1 overdue within 500 m A 1 3",
    );
  });
});
