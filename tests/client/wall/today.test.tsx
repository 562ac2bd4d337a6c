/** Today as it happens; and how a scene's question is asked, kept and asked again. */
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { HttpError } from "../../../client/api/http.ts";
import { ask } from "../../../client/wall/asking.ts";
import { fitting } from "../../../client/wall/lists.tsx";
import { dueOnMap, type Today } from "../../../client/wall/scenes/today.tsx";
import { scenes } from "../../../client/wall/scenes.ts";
import type { Story } from "../../../client/wall/state.ts";
import { storiesOf } from "../../../client/wall/stories.ts";
import { emptyFilter } from "../../../server/contract/filter.ts";
import type { ProblemList, ProblemRow } from "../../../server/contract/types.ts";
import { boxText, clock, district, failed, now, there, wallAt } from "./scenesSupport.tsx";

const row = (id: number, part: Partial<ProblemRow> = {}): ProblemRow => ({
  ...{ id, code: `P${id}`, title: "东门外", category: "0101", state: "handling", status: "handling", place: `淮海南路 ${id} 号`, unit: 7 },
  ...{
    person: null,
    source: "patrol",
    found: "2026-11-21T01:00:00Z",
    deadline: null,
    closed: null,
    lon: 119,
    lat: 33,
    zone: null,
    version: 1,
  },
  ...part,
});
const list = (total: number, ...rows: ProblemRow[]): ProblemList => ({ total, rows, next: null, clock });
const story = (id: number, what: Story["what"], at: string): Story => ({
  problem: { ...row(id), nearlyDue: null, zone3: null, siteType: null, act: "report" },
  at: Date.parse(at) / 1000,
  what,
});
const zone = "Asia/Shanghai";

describe("stories", () => {
  it("are what was asked and what was heard since, each once, the newest first", () => {
    const found = [row(2, { found: "2026-11-21T02:00:00Z" }), row(1)];
    const closed = [row(1, { closed: "2026-11-21T03:00:00Z" })];
    const live = [story(3, "found", "2026-11-21T04:00:00Z"), story(2, "found", "2026-11-21T02:00:00Z")];
    expect(storiesOf(found, closed, live, "2026-11-21", zone).map(({ problem, what }) => [problem.id, what])).toEqual([
      [3, "found"],
      [1, "closed"],
      [2, "found"],
      [1, "found"],
    ]);
  });
  it("end with the day: what was heard yesterday is not told", () => {
    const live = [story(3, "found", "2026-11-21T15:59:00Z"), story(4, "found", "2026-11-21T16:01:00Z")];
    expect(storiesOf([], [], live, "2026-11-22", zone).map(({ problem }) => problem.id)).toEqual([4]);
  });
});

describe("the box", () => {
  const value: Today = {
    found: list(12, row(2)),
    closed: list(1, row(1, { closed: "2026-11-21T03:00:00Z", state: "closed", status: "closed" })),
  };
  it("says both sums, and each story with its shape, word and time", () => {
    expect(boxText("today", there(value))).toBe(
      "今日发现 ◀ 图上 12 件 今日销号 1 件 占道经营 销号 11:00 淮海南路 1 号 城管局 占道经营 发现 09:00 淮海南路 2 号 城管局",
    );
  });
  it("says what is heard while it stands", () => {
    const said = boxText("today", there(value), 20, { stories: [story(9, "found", "2026-11-21T09:59:00Z")] });
    expect(said).toMatch(/1 件 占道经营 发现 17:59 淮海南路 9 号/);
  });
  it("tells a quiet day from one that is not known", () => {
    expect(boxText("today", there({ found: list(0), closed: list(0) }))).toMatch(/0 件 今日销号 0 件 无数据 今日尚无发现与销号$/);
    expect(boxText("today", failed)).toMatch(/今日销号 连接中断 连不上服务器。$/);
    const old = { state: "old", value, at: now - 3600, failure: { zh: "断", en: "cut" } } as const;
    expect(boxText("today", old)).toMatch(/▲ 未能更新，截至 17:00$/);
  });
});

describe("on the map", () => {
  it("is what was found and what was closed in turn; not what there is none of", () => {
    const both: Today = { found: list(2), closed: list(3) };
    expect([0, 9_999, 10_000, 19_999, 20_000].map((ms) => dueOnMap(ms, both))).toEqual(["found", "found", "closed", "closed", "found"]);
    expect([0, 10_000].map((ms) => dueOnMap(ms, { ...both, closed: list(0) }))).toEqual(["found", "found"]);
    expect([0, 10_000].map((ms) => dueOnMap(ms, { ...both, found: list(0) }))).toEqual(["closed", "closed"]);
    expect(dueOnMap(10_000, null)).toBe("found");
  });
});

describe("lines", () => {
  it("that are left over are said on a line of their own", () => {
    expect(fitting([1, 2, 3], 3)).toEqual({ shown: [1, 2, 3], rest: 0 });
    expect(fitting([1, 2, 3, 4], 3)).toEqual({ shown: [1, 2], rest: 2 });
    expect(fitting([1, 2, 3], 5, 2)).toEqual({ shown: [1, 2], rest: 1 });
    expect(fitting([1, 2], 0)).toEqual({ shown: [], rest: 2 });
  });
});

const cut = () => new HttpError({ type: "about:blank", title: "unreachable", status: 0, detail: "Cut.", detail_zh: "断了。" });

describe("asking", () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => {
    vi.useRealTimers();
    vi.unstubAllGlobals();
  });
  const page = () => wallAt("overdue").page;

  it("keeps the answer while the same is asked again, and lets it go for another question", async () => {
    const wall = page();
    const state = () => wall.store.get().asked.overdue;
    ask(wall, "overdue", "a", async () => ({ n: 1, clock }))();
    expect(state()).toEqual({ state: "asking" });
    const end = ask(wall, "overdue", "a", async () => ({ n: 1, clock }));
    await vi.advanceTimersByTimeAsync(0);
    expect(state()).toEqual({ state: "there", value: { n: 1, clock }, at: now });
    end();
    ask(wall, "overdue", "a", () => new Promise(() => {}));
    expect(state()).toMatchObject({ state: "there", value: { n: 1 } });
    ask(wall, "overdue", "b", () => new Promise(() => {}));
    expect(state()).toEqual({ state: "asking" });
  });

  it("is failed without an answer, old with one, and asks again until it has one", async () => {
    const wall = page();
    const state = () => wall.store.get().asked.overdue;
    let answers = false;
    let asked = 0;
    const question = async () => {
      asked++;
      if (!answers) throw cut();
      return { n: asked, clock };
    };
    const end = ask(wall, "overdue", "a", question);
    await vi.advanceTimersByTimeAsync(0);
    expect(state()).toEqual({ state: "failed", failure: { zh: "断了。", en: "Cut." } });
    await vi.advanceTimersByTimeAsync(3_900);
    expect(asked).toBe(1);
    answers = true;
    await vi.advanceTimersByTimeAsync(4_200);
    expect(state()).toMatchObject({ state: "there", value: { n: 2 } });
    end();
    answers = false;
    const again = ask(wall, "overdue", "a", question);
    await vi.advanceTimersByTimeAsync(0);
    expect(state()).toMatchObject({ state: "old", value: { n: 2 }, at: now, failure: { zh: "断了。" } });
    again();
    await vi.advanceTimersByTimeAsync(600_000);
    expect(asked).toBe(3);
  });

  it("says nothing any more once it was left", async () => {
    const wall = page();
    let answer = (_: object) => {};
    const end = ask(wall, "overdue", "a", () => new Promise<object>((resolve) => (answer = resolve)));
    end();
    answer({ n: 1 });
    await vi.advanceTimersByTimeAsync(0);
    expect(wall.store.get().asked.overdue).toEqual({ state: "asking" });
  });

  it("of today is two questions, and the map's turns with them", async () => {
    const asked: string[] = [];
    vi.stubGlobal("fetch", async (path: string) => {
      asked.push(path);
      return new Response(JSON.stringify(list(3)));
    });
    const { page: wall, shown } = wallAt("today", { district });
    const since_ms = performance.now();
    wall.store.set({ tour: { ...wall.store.get().tour, since_ms } });
    const end = scenes.today.enter?.(wall, shown);
    await vi.advanceTimersByTimeAsync(10);
    expect(asked).toEqual([
      "/api/problems?found=2026-11-21..2026-11-21&sort=-found&limit=40",
      "/api/problems?closed=2026-11-21..2026-11-21&sort=-closed&limit=40",
    ]);
    const day = { from: "2026-11-21", to: "2026-11-21" };
    await vi.advanceTimersByTimeAsync(11_000);
    expect(wall.store.get().shown?.filter).toEqual({ ...emptyFilter, closed: day });
    await vi.advanceTimersByTimeAsync(10_000);
    expect(wall.store.get().shown?.filter).toEqual({ ...emptyFilter, found: day });
    end?.();
    await vi.advanceTimersByTimeAsync(60_000);
    expect(wall.store.get().shown?.filter).toEqual({ ...emptyFilter, found: day });
  });
});
