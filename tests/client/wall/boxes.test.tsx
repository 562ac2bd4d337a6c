/** What stands around the scenes says what is so, in both languages: no screen is empty, and no fault is silent. */
import type { ReactNode } from "react";
import { renderToStaticMarkup } from "react-dom/server";
import { describe, expect, test, vi } from "vitest";
import { createStore } from "../../../client/state/store.ts";
import { Banner } from "../../../client/wall/boxes/Banner.tsx";
import { Calm } from "../../../client/wall/boxes/Calm.tsx";
import { Caption } from "../../../client/wall/boxes/Caption.tsx";
import { Clock, dateText } from "../../../client/wall/boxes/Clock.tsx";
import { Message, messageSize } from "../../../client/wall/boxes/Message.tsx";
import { NoAlarm } from "../../../client/wall/boxes/NoAlarm.tsx";
import { Title } from "../../../client/wall/boxes/Title.tsx";
import { layoutOf } from "../../../client/wall/layout.ts";
import { Setting } from "../../../client/wall/Setting.tsx";
import { presetOf, presets } from "../../../client/wall/setting/presets.ts";
import { type Settings, usualSettings } from "../../../client/wall/settings.ts";
import { firstState, type WallState } from "../../../client/wall/state.ts";
import { WallContext } from "../../../client/wall/useWall.ts";
import { emptyFilter } from "../../../server/contract/filter.ts";
import { freshness } from "../../../server/contract/wall.ts";
import { district, now, shownOf } from "./scenesSupport.tsx";

const box = { x: 10, y: 20, w: 300, h: 100 };
const textOf = (html: string) =>
  html
    .replaceAll(/<[^>]+>/g, " ")
    .replaceAll(/\s+/g, " ")
    .trim();
function htmlOf(thing: ReactNode, part: Partial<WallState> = {}, settings: Partial<Settings> = {}): string {
  const state = { ...firstState({ ...usualSettings, ...settings }), phase: "ready" as const, district, now, ...part };
  const page = { store: createStore<WallState>(state), map: { current: null } };
  return renderToStaticMarkup(<WallContext value={page}>{thing}</WallContext>);
}
const said = (thing: ReactNode, part?: Partial<WallState>, settings?: Partial<Settings>) => textOf(htmlOf(thing, part, settings));

describe("the head", () => {
  test("the district's name, and that its data is made up", () => {
    expect(said(<Title box={box} />)).toBe("测试区 文明城市创建一张图 演示数据");
    expect(said(<Title box={box} />, { district: { ...district, madeUp: false } }, { lang: "en" })).toBe(
      "Test District Civilised City Map",
    );
  });
  test("24 hours by the district's clock, the day in words", () => {
    const live = { link: "live", revision: 1, heard: now - 4 } as const;
    expect(said(<Clock box={box} />, { live })).toBe("18:00:00 2026年11月21日 星期六 数据截至 17:59:56 实时");
    expect(said(<Clock box={box} />, { live }, { lang: "en" })).toBe("18:00:00 Saturday 21 November 2026 Data as of 17:59:56 live");
    // Another day where the district is.
    expect(dateText(Date.parse("2026-11-22T16:30:00Z") / 1000, "Asia/Shanghai", "zh")).toBe("2026年11月23日 星期一");
  });
  test("before anything is known it says so, and makes no time up", () => {
    expect(said(<Clock box={box} />, { now: 0, district: null })).toBe("--:--:-- 尚无时间 尚无时间 实时");
  });
  test.each(["fresh", "late", "stale"] as const)("%s: by word, by shape and by colour", (one) => {
    const html = htmlOf(<Clock box={box} />, { freshness: one, live: { link: "lost", revision: 1, heard: now - 90 } });
    expect(textOf(html)).toContain(`数据截至 17:58:30 ${freshness[one].zh}`);
    expect(html).toContain(`data-freshness="${one}"`);
    const shape = (html: string) => /<path d="([^"]+)"/.exec(html)?.[1];
    const others = (["fresh", "late", "stale"] as const).filter((other) => other !== one);
    for (const other of others) expect(shape(htmlOf(<Clock box={box} />, { freshness: other }))).not.toBe(shape(html));
  });
});

describe("the caption", () => {
  const scenes = ["overview", "overdue", "today"].map((kind) => ({ kind: kind as "overview", title: null, seconds: 25, query: "" }));
  const tour = { scenes, at: 1, since_ms: 0, mode: "going", until_ms: null } as const;
  const shown = { ...shownOf("overdue"), total: 1499 };
  test("what is shown, its question as a sentence, how many, how far the tour is", () => {
    expect(said(<Caption box={box} />, { shown, tour })).toBe("超期问题 2/3 超期 1,499 个问题");
    expect(said(<Caption box={box} />, { shown, tour }, { lang: "en" })).toBe("Overdue 2/3 overdue 1,499 problems");
  });
  test("a name of its own, and names of what the question points at", () => {
    const filter = { ...emptyFilter, category: ["0101"], unit: [7] };
    const own = { ...shown, scene: { ...shown.scene, title: "专项督查" }, filter };
    expect(said(<Caption box={box} />, { shown: own })).toBe("专项督查 占道经营 · 城管局 1,499 个问题");
  });
  test("not counted yet is not 0", () => {
    expect(said(<Caption box={box} />, { shown: { ...shown, total: null } })).toContain("正在清点");
    expect(said(<Caption box={box} />, { shown: { ...shown, total: 0 } })).toContain("0 个问题");
  });
  test.each([
    ["paused", "已暂停"],
    ["left", "手动查看"],
    ["held", "停留"],
  ] as const)("the tour is %s: it says so", (mode, word) => {
    expect(said(<Caption box={box} />, { shown, tour: { ...tour, mode } })).toContain(word);
    expect(said(<Caption box={box} />, { shown, tour })).not.toContain(word);
  });
  test("a question that cannot be asked: why, instead of a number", () => {
    const fault = { zh: "责任区 99 已不存在", en: "zone 99 is gone" };
    const text = said(<Caption box={box} />, { shown: { ...shown, fault } });
    expect(text).toContain(fault.zh);
    expect(text).not.toContain("1,499");
  });
});

describe("what is wrong", () => {
  const differences = [{ layer: "problems", drawn: 1499, counted: 1500 }] as const;
  test("nothing: no banner", () => expect(htmlOf(<Banner box={box} settings={[]} notes={[]} />)).toBe(""));
  test("picture and ledger differ, with both numbers", () => {
    expect(said(<Banner box={box} settings={[]} notes={[]} />, { differences })).toBe("画面与台账不一致：问题 画 1,499 实 1,500");
    expect(said(<Banner box={box} settings={[]} notes={[]} />, { differences }, { lang: "en" })).toBe(
      "Picture and ledger differ: problems 1,499 drawn, 1,500 counted",
    );
  });
  test("several take turns, and each says how many more there are", () => {
    const part = { differences, faults: [{ zh: "服务器时钟不准", en: "clock" }], contextLost: true };
    const settings = layoutOf({ width: 1920, height: 1080 }, { ...usualSettings, distance_m: 0 }).faults;
    const seen = [0, 8, 16, 24].map((later) => said(<Banner box={box} settings={settings} notes={[]} />, { ...part, now: later }));
    expect(new Set(seen).size).toBe(4);
    for (const text of seen) expect(text).toContain("另有 3 条");
    for (const word of ["不一致", "服务器时钟不准", "地图正在恢复", "观看距离 0 米"]) expect(seen.join()).toContain(word);
  });
});

describe("the desk's message", () => {
  const order = { id: 1, scene: null, lon: null, lat: null, zoom: null, seconds: 60, made: "2026-11-21T10:00:00Z" };
  test("is said, and is no dialog; other orders say nothing", () => {
    const html = htmlOf(<Message box={box} />, { order: { ...order, kind: "message", message: "18:30 现场会" } });
    expect(textOf(html)).toBe("通知 18:30 现场会");
    expect(html).not.toContain("dialog");
    expect(htmlOf(<Message box={box} />, { order: { ...order, kind: "place", message: null, lon: 119, lat: 33 } })).toBe("");
    expect(htmlOf(<Message box={box} />)).toBe("");
  });
  test("the shorter, the larger; Latin letters are narrower", () => {
    expect([messageSize("现场会"), messageSize("现".repeat(30)), messageSize("现".repeat(200))]).toEqual(["large", "middle", "small"]);
    expect(messageSize("meeting at half past six")).toBe("large");
  });
});

test("where alarms have a screen of their own: none, not known and not answered are three things", () => {
  const of = (alarms: WallState["alarms"]) => said(<NoAlarm boxes={[box]} />, { alarms });
  const value = { clock: "2026-11-21T10:00:00Z", total: 0, rows: [] };
  const failure = { zh: "连不上", en: "unreachable" };
  const all = [of({ state: "asking" }), of({ state: "failed", failure }), of({ state: "there", value, at: now })];
  expect(all).toEqual(["告警 正在取告警", "告警 告警未取到", "告警 当前无告警"]);
});

describe("no picture yet: words, never a dialog", () => {
  vi.stubGlobal("location", { host: "wall.test" });
  test.each([
    ["start", "正在打开大屏"],
    ["no_token", "管理 → 设备"],
    ["refused", "令牌无效或已吊销"],
    ["waiting", "正在等待服务器"],
  ] as const)("%s", (phase, word) => {
    const html = htmlOf(<Calm phase={phase} box={box} />, { district: null, reason: { zh: "服务器的话", en: "its words" } });
    expect(textOf(html)).toContain(word);
    expect(textOf(html)).toContain("服务器的话");
    expect(html).not.toContain("dialog");
    expect(html.includes("/wall/setting")).toBe(phase !== "start");
    // Nothing of the district.
    expect(html).not.toContain("测试区");
  });
});

describe("the setting page", () => {
  test("shows what the settings come to: type in pixels and millimetres", () => {
    const text = said(<Setting />, {}, { width_mm: 1904, distance_m: 8, seams: { columns: 1, rows: 1, bezel_px: 0 } });
    expect(text).toContain("画面 1920×1080 像素，每像素 0.992 毫米");
    expect(text).toContain("16′ 字高 37.2 毫米，41 像素");
    expect(text).toContain("20′ 字高 46.5 毫米，52 像素");
    expect(text).toContain("不显示走势图");
    expect(said(<Setting />, {}, { width_mm: 1904 })).toContain("设置没有问题");
  });
  test("says what makes no sense", () => {
    const text = said(<Setting />, {}, { seams: { columns: 40, rows: 1, bezel_px: 0 }, distance_m: 900 });
    expect(text).toContain("拼缝设置 40 列");
    expect(text).toContain("观看距离 900 米不合理");
    expect(text).not.toContain("设置没有问题");
  });
  test("a token is never shown again", () => {
    const html = htmlOf(<Setting />, {}, { token: "ct_secret" });
    expect(html).not.toContain("ct_secret");
    expect(textOf(html)).toContain("已保存令牌");
    expect(textOf(htmlOf(<Setting />))).toContain("未填令牌");
  });
  test("every usual screen is sound on the pixels it has, and known again", () => {
    const pixels: Readonly<Record<string, readonly [number, number]>> = { "3x3": [5760, 3240], "3x2": [5760, 2160] };
    for (const preset of presets) {
      const [width, height] = pixels[preset.id] ?? [3840, 2160];
      const settings = { ...usualSettings, width_mm: preset.width_mm(width), seams: preset.seams };
      expect(layoutOf({ width, height }, settings).faults, preset.id).toEqual([]);
      expect(layoutOf({ width, height }, settings).notes, preset.id).toEqual([]);
      expect(presetOf(settings, width)).toBe(preset.id);
    }
    expect(presetOf(usualSettings, 1920)).toBeNull();
  });
});
