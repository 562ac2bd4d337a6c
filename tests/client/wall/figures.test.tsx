/** The seven figures, the course of 30 days, the cards of alarms: what they say, and what they do not. */
import fc from "fast-check";
import type { ReactNode } from "react";
import { renderToStaticMarkup } from "react-dom/server";
import { afterEach, describe, expect, it, vi } from "vitest";
import { AlarmCards } from "../../../client/wall/boxes/AlarmCards.tsx";
import { Figures } from "../../../client/wall/boxes/Figures.tsx";
import { roundUp, Trend } from "../../../client/wall/boxes/Trend.tsx";
import { changeOf, figureKinds, figureOf } from "../../../client/wall/figures.ts";
import { usualSettings } from "../../../client/wall/settings.ts";
import type { Asked, WallState } from "../../../client/wall/state.ts";
import { WallContext } from "../../../client/wall/useWall.ts";
import type { Alarm, Alarms, Headline } from "../../../server/contract/types.ts";
import { clock, failed, now, there, wallAt } from "./scenesSupport.tsx";

const box = { x: 0, y: 0, w: 400, h: 120 };
const boxes = Array.from({ length: 7 }, () => box);
const query = { now: "status=open", yesterday: "", lastWeek: "" };
const count = (value: number, yesterday: number | null, lastWeek: number | null) => ({ now: value, yesterday, lastWeek, query });
const of = { now: 100, yesterday: 100, lastWeek: 100 };
const headline: Headline = {
  ...{ clock, open: count(1250, 1238, 1250), overdue: count(41, 52, null), nearlyDue: count(9, 4, 4) },
  ...{ foundToday: count(30, 18, 41), closedToday: count(0, 25, 19) },
  onTime: { now: 0.9234, yesterday: 0.911, lastWeek: 0.94, of, query },
  rework: { now: null, yesterday: 0.04, lastWeek: 0.03, of: { ...of, now: 0 }, query },
};

function html(node: ReactNode, part: Partial<WallState> = {}): string {
  const { page } = wallAt("overview", part);
  return renderToStaticMarkup(<WallContext value={page}>{node}</WallContext>);
}
const figuresHtml = (figures: Asked<Headline>, part: Partial<WallState> = {}) => html(<Figures boxes={boxes} />, { figures, ...part });
/** A figure's own part of the markup. */
const one = (text: string, name: string) => text.split('<div class="figure').find((part) => part.includes(`data-figure="${name}"`)) ?? "";

describe("the figures", () => {
  it("are seven, each with its value and the question that it answers", () => {
    const text = figuresHtml(there(headline));
    expect(text.match(/data-figure=/g)).toHaveLength(7);
    expect(one(text, "open")).toContain('data-value="1250"');
    expect(one(text, "open")).toContain('data-query="?status=open"');
    expect(one(text, "open")).toContain("1,250");
    expect(one(text, "onTime")).toContain("92.3");
    expect(one(text, "closedToday")).toContain('data-value="0"');
  });
  it("say which way they went, and whether that is worse, by more than a colour", () => {
    const text = figuresHtml(there(headline));
    expect(one(text, "open")).toMatch(/figure-change worse" data-change="12".*aria-label="上升".*\+12/);
    expect(one(text, "open")).toContain("持平");
    expect(one(text, "overdue")).toMatch(/figure-change better" data-change="-11".*aria-label="下降".*−11/);
    expect(one(text, "foundToday")).toMatch(/figure-change neither" data-change="12"/);
    expect(one(text, "closedToday")).toMatch(/figure-change worse" data-change="-25"/);
    expect(one(text, "onTime")).toMatch(/figure-change better" data-change="1.2".*figure-change worse" data-change="-1.7"/);
    const shapes = (name: string) => [...one(text, name).matchAll(/<path d="([^"]+)" fill="(\w+)"/g)].map(([, , fill]) => fill);
    expect(shapes("open")).toEqual(["currentColor"]);
    expect(shapes("onTime")).toEqual(["none", "currentColor"]);
  });
  it("tell no data from nought, from not known, from disconnected, from old", () => {
    const text = figuresHtml(there(headline));
    expect(one(text, "rework")).toMatch(/data-value="none".*无数据/);
    expect(one(text, "overdue")).toContain("无数据");
    expect(one(text, "closedToday")).not.toMatch(/figure-value[^>]*><em/);
    const none = figuresHtml(failed);
    expect(none.match(/连接中断/g)).toHaveLength(7);
    expect(none).not.toContain("data-value");
    expect(none).not.toContain("无数据");
    expect(figuresHtml({ state: "asking" })).not.toMatch(/连接中断|无数据|data-value/);
    const failure = { zh: "连不上", en: "unreachable" };
    const old = figuresHtml({ state: "old", value: headline, at: now - 3600, failure });
    expect(old.match(/截至 17:00/g)).toHaveLength(7);
    expect(old).toContain("1,250");
  });
  it("open their rows where somebody is signed in, and never on a screen with a token of its own", () => {
    expect(figuresHtml(there(headline))).toContain('<a href="/?status=open"');
    const settings = { ...usualSettings, token: "t" };
    expect(figuresHtml(there(headline), { settings })).not.toContain("<a ");
  });
  it("are fewer where there is room for fewer, the first first", () => {
    const text = html(<Figures boxes={boxes.slice(0, 3)} />, { figures: there(headline) });
    expect([...text.matchAll(/data-figure="(\w+)"/g)].map(([, name]) => name)).toEqual(["open", "overdue", "nearlyDue"]);
  });
  it("change by what one can subtract on the screen", () => {
    const share = fc.option(fc.double({ min: 0, max: 1, noNaN: true }), { nil: null });
    fc.assert(
      fc.property(share, share, (a, b) => {
        const { now: shown, yesterday } = figureOf({ ...headline, onTime: { ...headline.onTime, now: a, yesterday: b } }, "onTime");
        const change = changeOf(shown, yesterday, "better");
        if (shown === null || yesterday === null) {
          expect(change).toBeNull();
          return;
        }
        // As a reader does it, with the digits on the screen.
        const less = Number((Number(shown.toFixed(1)) - Number(yesterday.toFixed(1))).toFixed(1)) + 0;
        expect(change?.by).toBe(less);
        expect(change?.means).toBe(less === 0 ? "neither" : less > 0 ? "better" : "worse");
        expect(change?.way).toBe(less === 0 ? "same" : less > 0 ? "up" : "down");
      }),
    );
    expect(figureKinds.map(({ more }) => more)).toEqual(["worse", "worse", "worse", "neither", "better", "better", "worse"]);
  });
});

describe("the course of 30 days", () => {
  it("rounds its axis up, by little, to what is read at a glance", () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 1_000_000 }), (most) => {
        expect(roundUp(most)).toBeGreaterThanOrEqual(most);
        expect(roundUp(most)).toBeLessThanOrEqual(Math.max(5, most * 1.6));
      }),
    );
    expect([0, 5, 11, 101, 160, 251, 999].map(roundUp)).toEqual([5, 5, 15, 150, 200, 300, 1000]);
  });
  it("says that it reads, or that it cannot, and draws no empty course", () => {
    expect(html(<Trend box={box} />)).toContain("正在读取…");
    expect(html(<Trend box={box} />, { phase: "waiting" })).toContain("连接中断");
    expect(html(<Trend box={box} />)).not.toContain("<svg");
  });
});

const alarm = (id: number, part: Partial<Alarm> = {}): Alarm => ({
  ...{ id, kind: "immediate", at: "2026-11-21T09:30:00Z", problems: [id], title: `${id} 号井盖缺失`, place: "淮海南路", category: "0101" },
  ...{ count: 1, lon: 119, lat: 33, acknowledged: null, ended: null },
  ...part,
});
const alarmsOf = (...rows: Alarm[]): Asked<Alarms> =>
  there({ clock, total: rows.filter((row) => !row.acknowledged && !row.ended).length, rows });
const cards = (alarms: Asked<Alarms>, n = 3) => html(<AlarmCards boxes={boxes.slice(0, n)} />, { alarms });

describe("alarms", () => {
  afterEach(() => vi.unstubAllGlobals());
  it("are three cards at most; the rest is a count", () => {
    const text = cards(alarmsOf(...[9, 8, 7, 6, 5].map((id) => alarm(id))));
    expect([...text.matchAll(/data-alarm="(\d)"/g)].map(([, id]) => id)).toEqual(["9", "8", "7"]);
    expect(text.match(/另有 2 条待确认/g)).toHaveLength(1);
    expect(cards(alarmsOf(alarm(9), alarm(8)))).not.toContain("另有");
  });
  it("count what the list does not hold", () => {
    const flood: Asked<Alarms> = there({ clock, total: 120, rows: [9, 8, 7, 6].map((id) => alarm(id)) });
    expect(cards(flood)).toContain("另有 117 条待确认");
    expect(cards(flood, 1)).toContain("另有 119 条待确认");
  });
  it("go when somebody acknowledged them or they ended", () => {
    const acknowledged = { at: clock, by: "王**", note: null };
    const text = cards(alarmsOf(alarm(9, { acknowledged }), alarm(8, { ended: clock }), alarm(7)));
    expect([...text.matchAll(/data-alarm="(\d)"/g)].map(([, id]) => id)).toEqual(["7"]);
    expect(cards(alarmsOf(alarm(9, { acknowledged })))).toBe("");
  });
  it("say what, where, since when, how many, and name the category", () => {
    const text = cards(alarmsOf(alarm(9, { kind: "cluster", title: "清江浦农贸市场", count: 8 })));
    for (const word of ["问题聚集", "占道经营", "清江浦农贸市场", "淮海南路", "8 件", "17:30 起", "已 30 分钟"])
      expect(text).toContain(word);
  });
  it("flash once: not what was seen before the page was loaded anew", () => {
    vi.stubGlobal("localStorage", { getItem: (key: string) => (key === "chuangtu.wall.alarm" ? "8" : null), setItem: () => {} });
    const text = cards(alarmsOf(alarm(9), alarm(8)));
    expect([...text.matchAll(/<article class="([^"]+)"/g)].map(([, look]) => look)).toEqual(["alarm new", "alarm"]);
  });
  it("stay with their time while nobody answers", () => {
    const old: Asked<Alarms> = {
      state: "old",
      value: { clock, total: 1, rows: [alarm(9)] },
      at: now - 600,
      failure: { zh: "断", en: "cut" },
    };
    expect(cards(old)).toContain("截至 17:50");
  });
});
