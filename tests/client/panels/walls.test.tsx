/** The desk's side of the walls: what a card says of a wall, what can be sent, alarms and where they lead, who may change the rules. */
import { renderToStaticMarkup } from "react-dom/server";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { adminWords } from "../../../client/look/words/admin.ts";
import { wallsWords } from "../../../client/look/words/walls.ts";
import { learn } from "../../../client/look/words.ts";
import { WallAddress } from "../../../client/panels/admin/DevicesBook.tsx";
import { AccountPanel } from "../../../client/panels/session/AccountPanel.tsx";
import { AppContext } from "../../../client/panels/useApp.ts";
import { AlarmList } from "../../../client/panels/walls/AlarmsPage.tsx";
import { AlarmTable } from "../../../client/panels/walls/AlarmTable.tsx";
import { deskOf } from "../../../client/panels/walls/alarm.ts";
import { placesOf } from "../../../client/panels/walls/PlaceForm.tsx";
import { repeat } from "../../../client/panels/walls/repeat.ts";
import { lost_s, standingOf } from "../../../client/panels/walls/standing.ts";
import { NoWalls, Stale, WallList } from "../../../client/panels/walls/WallsPage.tsx";
import { readView } from "../../../client/state/view.ts";
import type { Alarm, Me, Wall, WallTour, WallWord } from "../../../server/contract/types.ts";
import type { Role } from "../../../server/contract/vocabulary.ts";
import { pageAt } from "./state.ts";

for (const room of [wallsWords, adminWords]) learn(room);
const draw = (panel: React.ReactNode, search = "") => renderToStaticMarkup(<AppContext value={pageAt(search)}>{panel}</AppContext>);
const nothing = () => {};
beforeEach(() => void vi.stubGlobal("location", { origin: "https://map.example", pathname: "/walls", search: "", hash: "" }));
afterEach(() => void vi.unstubAllGlobals());

const word: WallWord = {
  ...{ scene: { index: 1, kind: "overdue", title: "超期问题" }, paused: false, freshness: "fresh", screen: "3840×2160 16:9" },
  ...{ page: "/assets/wall-1.js", clockOff_s: 0.4, upSince: "2026-11-01T00:00:00Z", heap_mb: 80, faults: [] },
};
const wall = (part: Partial<Wall> = {}, said: Partial<WallWord> = {}): Wall => ({
  ...{ id: 5, name: "大厅主屏", tour: null, heard: "2026-11-21T10:00:00Z", silent_s: 3, word: { ...word, ...said } },
  ...{ picture: null, waiting: null },
  ...part,
});
const tour: WallTour = {
  ...{ id: 9, name: "周一例会", version: 2, changed: "2026-11-20T00:00:00Z", by: "张三" },
  scenes: [{ kind: "view", title: "市场周边", seconds: 20, query: "?status=open" }],
};
const card = (part: Partial<Wall> = {}, said: Partial<WallWord> = {}, age_s = 0, search = "") =>
  draw(<WallList rows={[wall(part, said)]} tours={[tour]} age_s={age_s} changed={nothing} />, search);

describe("how a wall stands", () => {
  it("is its own word while it is heard, and its silence afterwards, whatever it said last", () => {
    const stands = (silent_s: number | null, since_s = 0) => standingOf({ word: silent_s === null ? null : word, silent_s }, since_s);
    expect([stands(null), stands(0), stands(lost_s), stands(lost_s + 1)]).toEqual(["never", "fresh", "fresh", "lost"]);
    // The server has not answered for a while either: silence goes on growing.
    expect(stands(10, lost_s)).toBe("lost");
    expect(standingOf({ word: { ...word, freshness: "late" }, silent_s: 1 }, 0)).toBe("late");
    expect(standingOf({ word: null, silent_s: 1 }, 0)).toBe("strange");
  });

  it("is said in words on its card, with what it shows and when it was heard", () => {
    const shown = card();
    for (const text of ["大厅主屏", "实时", "第 2 幕 超期问题", "3 秒前", "3840×2160 16:9", "还没有画面"]) expect(shown).toContain(text);
    for (const text of ["失联", "已暂停", "设备时钟", "报告的问题", "等大屏取走"]) expect(shown).not.toContain(text);
    expect(card({}, { paused: true })).toContain("已暂停");
    expect(card({}, { freshness: "stale" })).toContain("连接中断，显示旧画面");
    expect(card({}, {}, 200)).toContain("失联");
    expect(card({ word: null, heard: null, silent_s: null })).toContain("尚未连接");
    expect(card({}, {}, 200, "lang=en")).toContain("not answering");
  });

  it("tells a clock that is off, faults, and an order that waits, each only where there is one", () => {
    expect(card({}, { clockOff_s: 7205 })).toContain("设备时钟快 2 小时");
    expect(card({}, { clockOff_s: -30 })).toContain("设备时钟慢 30 秒");
    expect(card({}, { faults: ["街道图层与服务器相差 2 个"] })).toMatch(/报告的问题.*街道图层与服务器相差 2 个/s);
    const order = { id: 1, kind: "scene", scene: 0, lon: null, lat: null, zoom: null, message: null, seconds: 60 } as const;
    const waiting = { ...order, made: "2026-11-21T10:00:00Z" };
    expect(card({ waiting })).toContain("等大屏取走：切换画面 第 1 幕 问题热力总览");
    // A scene is counted in the wall's own tour.
    expect(card({ waiting, tour: 9 })).toContain("切换画面 第 1 幕 市场周边");
    expect(card({ waiting: { ...waiting, kind: "message", scene: null, message: "开会" } })).toContain("显示通知“开会”");
    expect(card({ waiting: { ...waiting, kind: "place", scene: null, lon: 119.1, lat: 33.6 } })).toContain("定位到 119.10000, 33.60000");
  });

  it("keeps a tour that is not in the list as the wall's own, rather than showing the usual one as its", () => {
    expect(card({ tour: 9 })).toMatch(/<option value="9" selected="">周一例会/);
    expect(card({ tour: 77 })).toMatch(/<option value="77" selected="">#77/);
    expect(card()).toMatch(/<option value="" selected="">常用轮播/);
  });
});

describe("where there is nothing to show", () => {
  it("an empty list says how a wall is added, and who can do it", () => {
    const shown = draw(<NoWalls administrator />);
    for (const text of ["https://map.example/wall#token=…", "https://map.example/wall/setting", 'href="/admin/devices"'])
      expect(shown).toContain(text);
    const other = draw(<NoWalls administrator={false} />);
    expect(other).not.toContain("/admin/devices");
    expect(other).toContain("系统管理员");
  });

  it("an old answer says that it is old and why; a fresh one says nothing", () => {
    const failure = { zh: "连不上服务器。", en: "The server cannot be reached." };
    expect(draw(<Stale answer={{ value: {}, failure, age_s: 40 }} />)).toContain("40 秒没有更新：连不上服务器。");
    expect(draw(<Stale answer={{ value: {}, failure: null, age_s: 40 }} />)).toBe("");
    expect(draw(<Stale answer={{ value: null, failure, age_s: 40 }} />)).toBe("");
  });
});

describe("asking again and again", () => {
  const made = () => {
    const page = {
      hidden: false,
      addEventListener: (_: string, call: () => void) => void looks.add(call),
      removeEventListener: (_: string, call: () => void) => void looks.delete(call),
    };
    const looks = new Set<() => void>();
    vi.stubGlobal("document", page);
    const told: string[] = [];
    let answer: () => Promise<string> = async () => "fine";
    const leave = repeat(
      {
        ask: () => {
          told.push("asked");
          return answer();
        },
        answered: (value: string) => told.push(value),
        failed: (error) => told.push((error as Error).message),
        tick: nothing,
      },
      5,
    );
    const since = () => told.splice(0);
    const turn = (hidden: boolean) => {
      page.hidden = hidden;
      for (const look of looks) look();
    };
    const answers = (next: () => Promise<string>) => {
      answer = next;
    };
    return { leave, since, turn, answers };
  };
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  it("goes on every few seconds, after a failure too, and never twice at once", async () => {
    const { since, answers, leave } = made();
    await vi.advanceTimersByTimeAsync(4000);
    expect(since()).toEqual(["asked", "fine"]);
    answers(async () => Promise.reject(new Error("away")));
    await vi.advanceTimersByTimeAsync(10_000);
    expect(since()).toEqual(["asked", "away", "asked", "away"]);
    answers(() => new Promise((done) => setTimeout(() => done("slow"), 12_000)));
    await vi.advanceTimersByTimeAsync(12_000);
    expect(since()).toEqual(["asked"]);
    leave();
    await vi.advanceTimersByTimeAsync(60_000);
    expect(since()).toEqual([]);
  });

  it("stops while nobody looks, and asks at once when somebody does", async () => {
    const { since, turn, leave } = made();
    await vi.advanceTimersByTimeAsync(0);
    since();
    turn(true);
    await vi.advanceTimersByTimeAsync(60_000);
    expect(since()).toEqual([]);
    turn(false);
    await vi.advanceTimersByTimeAsync(0);
    expect(since()).toEqual(["asked", "fine"]);
    leave();
  });
});

describe("a place to send", () => {
  it("is a hit that has one: units and whatever has no position are no places", () => {
    const hit = { id: 1, name: "名", note: "", lon: 119.1, lat: 33.6 };
    const places = placesOf([
      { ...hit, kind: "site" },
      { ...hit, kind: "unit" },
      { ...hit, kind: "problem", id: 2 },
      { ...hit, kind: "zone", lon: null, lat: null },
      { ...hit, kind: "zone", id: 3 },
    ]);
    expect(places.map(({ key }) => key)).toEqual(["site/1", "problem/2", "zone/3"]);
    // An area is larger than a problem.
    expect(places[2]?.zoom).toBeLessThan(places[1]?.zoom ?? 0);
  });
});

const alarm = (part: Partial<Alarm> = {}): Alarm => ({
  ...{ id: 1, kind: "immediate", at: "2026-11-21T09:00:00Z", problems: [12], title: "井盖缺失", place: "东门", category: "0101" },
  ...{ count: 1, lon: 119.1, lat: 33.6, acknowledged: null, ended: null },
  ...part,
});

describe("alarms", () => {
  it("lead to the desk with their problems, the first of them open, the map there", () => {
    const [search = "", hash] = deskOf(alarm({ problems: [12, 40, 41] }))
      .slice(1)
      .split("#");
    const { view, faults } = readView(search, `#${hash}`);
    expect(faults).toEqual([]);
    expect(view.filter.problem).toEqual([12, 40, 41]);
    expect(view).toMatchObject({ selected: { kind: "problem", id: 12 }, panel: "card", map: { lon: 119.1, lat: 33.6 } });
  });

  it("of a flood name as many problems as an address may", () => {
    const problems = Array.from({ length: 1500 }, (_, i) => i + 1);
    const { view, faults } = readView(deskOf(alarm({ problems })).slice(1).split("#")[0] ?? "", "");
    expect(faults).toEqual([]);
    expect(view.filter.problem).toHaveLength(1000);
  });

  it("can be chosen while they stand; past ones say who acknowledged them, and that they have ended", () => {
    const rows = [
      alarm(),
      alarm({ id: 2, acknowledged: { at: "2026-11-21T09:30:00Z", by: "何美玲", note: "已派人" } }),
      alarm({ id: 3, ended: "2026-11-21T09:40:00Z" }),
    ];
    const shown = draw(<AlarmTable rows={rows} chosen={new Set([1])} choose={nothing} chooseAll={nothing} />);
    expect(shown.match(/type="checkbox"/g)).toHaveLength(2);
    for (const text of ["选择：紧急问题 · 井盖缺失", "占道经营", "何美玲 于 2026-11-21 17:30 确认", "已派人", "2026-11-21 17:40 已结束"])
      expect(shown).toContain(text);
  });

  it("say how many stand, also when not all of them are listed; none is said as none", () => {
    const list = (rows: Alarm[], total: number, all = false) =>
      draw(<AlarmList alarms={{ clock: "2026-11-21T10:00:00Z", total, rows }} all={all} changed={nothing} />);
    expect(list([alarm()], 80)).toMatch(/80 条待确认.*列出最近 1 条/s);
    expect(list([alarm()], 1)).not.toContain("列出最近");
    expect(list([], 0)).toContain("没有待确认的告警");
    expect(list([], 0, true)).toContain("还没有过告警");
  });
});

describe("the way to the walls", () => {
  it("is a whole address for the screen, once, and where its size is set", () => {
    const shown = draw(<WallAddress token="aB-3_x" />);
    expect(shown).toContain('value="https://map.example/wall#token=aB-3_x"');
    expect(shown).toContain("https://map.example/wall/setting");
  });

  it("is in the account menu of whoever may control them", () => {
    const shown = (role: Role) => {
      const me: Me = {
        ...{ kind: "person", person: { id: 1, name: "何美玲", account: "he" }, device: null, roles: [role], zone: null, unit: null },
        ...{ demo: false, demoPeople: [], setUp: true, mustChange: false, leastLength: 10, undo_min: 10 },
      };
      return draw(<AccountPanel me={me} close={nothing} />).includes('href="/walls"');
    };
    expect((["leader", "dispatcher", "administrator"] as const).map(shown)).toEqual([true, true, true]);
    expect((["inspector", "handler", "auditor", "security"] as const).map(shown)).toEqual([false, false, false, false]);
  });
});
