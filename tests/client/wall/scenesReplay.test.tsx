/** The last 30 days: asked once a day, played over the scene's seconds, ended with the present; its figures are a plain count's. */
import fc from "fast-check";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { dayStart } from "../../../client/state/calendar.ts";
import { lineOf } from "../../../client/wall/scenes/Course.tsx";
import { lastDays, momentAt } from "../../../client/wall/scenes/days.ts";
import type { Past } from "../../../client/wall/scenes/past.ts";
import { scenes } from "../../../client/wall/scenes.ts";
import { emptyFilter } from "../../../server/contract/filter.ts";
import type { Headline, Replay } from "../../../server/contract/types.ts";
import { boxText, clock, failed, now, shownOf, there, wallAt } from "./scenesSupport.tsx";

const { edges, days } = lastDays(now, 30, "Asia/Shanghai");
const [from, to] = [edges[0] as number, edges.at(-1) as number];
const day = 86_400;

/** One problem open all along; one found on the third day and closed on the fifth. */
const replay: Replay = {
  ...{ clock, from: new Date(from * 1000).toISOString(), to: new Date(to * 1000).toISOString(), count: 2 },
  ...{ states: ["reported", "closed"], categories: ["0101"], sources: ["patrol"], siteTypes: [""] },
  ...{ id: [1, 2], lon: [119_100_000, 119_110_000], lat: [33_600_000, 33_610_000], category: [0, 0], source: [0, 0], siteType: [0, 0] },
  ...{
    zone3: [3, 3],
    found: [from - 5 * day, from + 2 * day + 60],
    state: [0, -1],
    unit: [7, 0],
    due: [0, 0],
    nearlyDue: [0, 0],
    closed: [0, 0],
  },
  events: {
    ...{ row: [1, 1], at: [from + 2 * day + 60, from + 4 * day + 60], state: [0, 1], unit: [7, 7], due: [0, 0], nearlyDue: [0, 0] },
    closed: [0, from + 4 * day + 60],
  },
};
const asked: string[] = [];
let steady_ms = 0;

beforeEach(() => {
  asked.length = 0;
  steady_ms = 0;
  vi.useFakeTimers();
  vi.spyOn(performance, "now").mockImplementation(() => steady_ms);
  vi.stubGlobal("window", globalThis);
  vi.stubGlobal("document", { querySelector: () => null });
  vi.stubGlobal("fetch", async (path: string) => {
    asked.push(path);
    return new Response(JSON.stringify(replay));
  });
});
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
  vi.restoreAllMocks();
});

async function pass(ms: number): Promise<void> {
  for (let left = ms; left > 0; left -= 100) {
    steady_ms += 100;
    await vi.advanceTimersByTimeAsync(100);
  }
}
function begin(seconds = 40) {
  const shown = shownOf("replay", {}, seconds);
  const { page } = wallAt("replay", { shown });
  const moments: (number | null)[] = [];
  page.store.subscribe(() => {
    const at = page.store.get().shown?.stood?.at ?? null;
    if (at !== moments.at(-1)) moments.push(at);
  });
  return { page, shown, moments, enter: () => scenes.replay.enter?.(page, shown) as () => void };
}

describe("30 days", () => {
  it("begin at the district's midnights, the last is today", () => {
    expect([days.length, days[0], days.at(-1)]).toEqual([30, "2026-10-23", "2026-11-21"]);
    expect(edges.map((edge) => (edge + 8 * 3600) % day).every((rest) => rest === 0)).toBe(true);
  });
  it("begin at midnights too where clocks are put forward", () => {
    const spring = lastDays(Date.parse("2026-04-05T12:00:00Z") / 1000, 30, "Europe/Berlin");
    expect(spring.edges).toEqual(spring.days.map((one) => dayStart(one, "Europe/Berlin")));
    expect(new Set(spring.edges.slice(1).map((edge, i) => edge - (spring.edges[i] as number)))).toEqual(new Set([day, day - 3600]));
  });
});

describe("the moment that is shown", () => {
  it("goes forward only, from the first to the present, and then begins again", () => {
    fc.assert(
      fc.property(fc.integer({ min: 5, max: 600 }), (seconds) => {
        const all = Array.from({ length: 200 }, (_, i) => momentAt((i / 200) * seconds, seconds, from, to));
        const past = all.filter((at) => at !== null);
        expect(past[0]).toBe(from);
        expect(past.every((at, i) => at >= (past[i - 1] ?? from) && at <= to)).toBe(true);
        expect(all.slice(past.length).every((at) => at === null)).toBe(true);
        expect(all.length - past.length).toBeGreaterThan(0);
        expect(momentAt(seconds, seconds, from, to)).toBe(from);
      }),
    );
  });
});

describe("playing", () => {
  it("asks for whole days once, plays them no faster than twice a second, and ends with the present", async () => {
    const { page, moments, enter } = begin();
    const end = enter();
    await pass(39_000);
    expect(asked).toEqual(["/api/problems/replay?from=2026-10-22T16:00:00Z&to=2026-11-20T16:00:00Z"]);
    expect(moments.length).toBeGreaterThan(50);
    expect(moments.length).toBeLessThanOrEqual(74);
    expect(page.store.get().shown?.stood).toBeNull();
    end();
    await pass(5000);
    enter();
    await pass(400);
    expect(asked).toHaveLength(1);
    expect(page.store.get().shown?.stood?.at).toBe(from);
  });
  it("goes on where it was when only a figure was asked again", async () => {
    const { page, enter } = begin();
    const end = enter();
    await pass(20_000);
    const at = page.store.get().shown?.stood?.at as number;
    end();
    enter();
    await pass(1000);
    expect(page.store.get().shown?.stood?.at).toBeGreaterThanOrEqual(at);
  });
  it("waits for the map, but not for ever", async () => {
    vi.stubGlobal("document", { querySelector: () => ({ dataset: { ready: "false" } }) });
    const { moments, enter } = begin();
    enter();
    await pass(20_000);
    expect(moments.length).toBeGreaterThan(2);
    expect(moments.length).toBeLessThanOrEqual(6);
  });
  it("leaves the scene alone that came meanwhile", async () => {
    const { page, enter } = begin();
    const end = enter();
    await pass(5000);
    const next = { ...shownOf("today"), index: 4 };
    page.store.set({ shown: next });
    end();
    await pass(5000);
    expect(page.store.get().shown).toBe(next);
  });
  it("asks again on another day", async () => {
    const { page, enter } = begin();
    enter()();
    await pass(200);
    page.store.set({ now: now + day });
    enter();
    await pass(200);
    expect(asked).toHaveLength(2);
    expect(asked[0]).not.toBe(asked[1]);
  });
});

describe("the box", () => {
  const pastHere = async (): Promise<Past> => {
    const { page, enter } = begin();
    enter()();
    enter();
    await pass(200);
    const known = page.store.get().asked.replay;
    if (known?.state !== "there") throw new Error("Nothing was asked.");
    return known.value as Past;
  };
  const at = (past: Past, unix: number) => ({ shown: shownOf("replay", { stood: { at: unix, problems: past.fold.at(unix) } }) });
  it("says the day that is shown, and what it saw", async () => {
    const past = await pastHere();
    expect(past.figures.map(({ found, open }) => [found, open]).slice(0, 6)).toEqual([
      [0, 1],
      [0, 1],
      [1, 2],
      [0, 2],
      [0, 1],
      [0, 1],
    ]);
    expect(boxText("replay", there(past), 20, at(past, from + 2 * day + 7200))).toContain("10-25 2026 周日 当日发现 1 日终未销号 2");
    // The last moment of the stretch belongs to the day that it ends.
    expect(boxText("replay", there(past), 20, at(past, to))).toContain("11-20 2026 周五 当日发现 0 日终未销号 1");
  });
  it("ends with the headline's own figures, or says that there are none", async () => {
    const past = await pastHere();
    const figures = there({ clock, foundToday: { now: 31 }, open: { now: 1500 } } as Headline);
    expect(boxText("replay", there(past), 20, { figures: figures as ReturnType<typeof there<Headline>> })).toContain(
      "现在 2026-11-21 今日发现 31 当前未销号 1,500",
    );
    expect(boxText("replay", there(past))).toContain("今日发现 无数据 当前未销号 无数据");
    const part = { shown: shownOf("replay", { filter: { ...emptyFilter, category: ["0101"] } }), figures };
    expect(boxText("replay", there(past), 20, part)).toContain("今日发现 无数据");
    expect(boxText("replay", failed)).toContain("连接中断");
  });
  it("draws a day at its own place, whether it is played or not", () => {
    expect(lineOf([5, 10], 10, 30).startsWith(lineOf([5], 10, 30))).toBe(true);
    expect(lineOf([0, 10], 10, 2)).toBe("M75 100L225 0");
  });
});
