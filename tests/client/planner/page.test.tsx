/** What the planner's page says: no screen is empty, no refusal is silent, and who may not draw is told which duty it takes. */
import type { ReactNode } from "react";
import { renderToStaticMarkup } from "react-dom/server";
import { describe, expect, test } from "vitest";
import { OnlyLooking, SignInFirst } from "../../../client/planner/panels/Gate.tsx";
import { HistoryList } from "../../../client/planner/panels/HistoryList.tsx";
import { Keys } from "../../../client/planner/panels/Keys.tsx";
import { Plans } from "../../../client/planner/panels/Plans.tsx";
import { Proof, SignOffs } from "../../../client/planner/panels/Proof.tsx";
import { Left, Met, ReadOnly } from "../../../client/planner/panels/Strips.tsx";
import { TableBar } from "../../../client/planner/panels/TableBar.tsx";
import { ZoneCard } from "../../../client/planner/panels/ZoneCard.tsx";
import { ZoneTable } from "../../../client/planner/panels/ZoneTable.tsx";
import { doStep, type History, openHistory, undo } from "../../../client/planner/run/history.ts";
import { shortcuts } from "../../../client/planner/run/keys.ts";
import { firstHand, firstState, type PlannerState, type Table } from "../../../client/planner/state.ts";
import { PlannerContext } from "../../../client/planner/usePlanner.ts";
import { firstView } from "../../../client/planner/view.ts";
import { createStore } from "../../../client/state/store.ts";
import { usualWeights } from "../../../server/contract/partition/balance.ts";
import type { Step } from "../../../server/contract/partition/steps.ts";
import type { Me, ZonePlanProof, ZonePlanSummary } from "../../../server/contract/types.ts";
import { cellId, gridOf } from "./grid.ts";

const planner = {
  kind: "person",
  person: { id: 1, name: "王", account: null },
  roles: ["planner"],
  demo: false,
  demoPeople: [],
} as unknown as Me;
const leader = { ...planner, roles: ["leader"] } as Me;
const summary: ZonePlanSummary = {
  ...{
    id: 7,
    name: "冬季方案",
    status: "draft",
    version: 3,
    depth: 3,
    zones: [1, 2, 16],
    from: null,
    note: "试点",
    made: "2026-11-20T08:00:00Z",
  },
  ...{ madeBy: "王", changed: "2026-11-20T08:30:00Z", changedBy: "李", effectiveFrom: null, inForce: false, approver: null },
  ...{ publishedBy: null, published: null },
};
const word = (zh: string) => ({ zh, en: zh });
function did(history: History, step: Step, name: string): History {
  const outcome = doStep(history, step, word(name));
  if ("refused" in outcome) throw new Error(outcome.refused.why.en);
  return outcome.done;
}
const start = openHistory(gridOf(), usualWeights);
const tableWith = (part: Partial<Table> = {}): Table => ({
  ...{ plan: { ...summary, sum: "", weights: usualWeights, signOffs: [], mended: [], steps: 0 }, history: start, version: 3, earlier: [] },
  ...{ savedWeights: usualWeights, saving: { state: "saved" }, hand: firstHand, marks: [], proposal: null, meeting: null, left: null },
  ...part,
});

function said(thing: ReactNode, part: Partial<PlannerState> = {}, table: Table | null = null): string {
  const view = { ...firstView, level: 2 as const, ...(table && { face: "table" as const, plan: 7 }) };
  const state = {
    ...firstState(view, "zh", "light"),
    me: planner,
    ...part,
    ...(table && { table: { state: "there" as const, value: table } }),
  };
  const page = { store: createStore<PlannerState>(state), map: { current: null } };
  return renderToStaticMarkup(<PlannerContext value={page}>{thing}</PlannerContext>)
    .replaceAll(/<[^>]+>/g, " ")
    .replaceAll(/\s+/g, " ")
    .trim();
}

describe("the list of plans", () => {
  test("on its way, failed, empty: each says what it is", () => {
    expect(said(<Plans />)).toContain("正在取方案清单");
    expect(said(<Plans />, { plans: { state: "failed", failure: word("连不上服务器。") } })).toContain("连不上服务器。 重试");
    expect(said(<Plans />, { plans: { state: "there", value: [] } })).toContain("还没有方案 用「新建方案」");
    expect(said(<Plans />, { plans: { state: "there", value: [] }, me: leader })).toContain("规划员建立方案后显示在这里");
  });
  test("a draft can be opened, copied and removed; what is in force only looked at and copied", () => {
    const inForce = {
      ...summary,
      id: 8,
      name: "现在的",
      status: "published",
      inForce: true,
      effectiveFrom: "2026-10-01",
      approver: "赵",
    } as const;
    const text = said(<Plans />, { plans: { state: "there", value: [inForce, summary] } });
    expect(text).toContain(
      "冬季方案 试点 草稿 第 3 版 1 街道 · 2 社区 · 16 网格 2026-11-20 16:30 李 – 打开 复制 对比 GeoJSON Shapefile 删除",
    );
    expect(text).toContain("现在的 试点 现行 第 3 版");
    expect(text).toContain("2026-10-01 批准人 赵 查看 复制 对比");
    expect(text.indexOf("冬季方案")).toBeLessThan(text.indexOf("现在的"));
  });
  test("who is no planner changes nothing", () => {
    const text = said(<Plans />, { plans: { state: "there", value: [summary] }, me: leader });
    for (const act of ["删除", "复制", "新建方案", "导入"]) expect(text).not.toContain(act);
  });
});

describe("who may", () => {
  test("nobody signed in is sent to sign in", () => {
    // The address is the browser's.
    Object.assign(globalThis, { location: { pathname: "/planner/7", search: "?level=2" } });
    expect(said(<SignInFirst />)).toContain("请先登录");
    Reflect.deleteProperty(globalThis, "location");
  });
  test("the duty that it takes is named; in a demo it can be tried", () => {
    expect(said(<OnlyLooking />)).toBe("");
    expect(said(<OnlyLooking />, { me: leader })).toContain("需要「规划员」职责");
    const demo = { ...leader, demo: true, demoPeople: [{ id: 15, name: "郑", roles: ["planner"], unit: null, zone: null }] } as Me;
    expect(said(<OnlyLooking />, { me: demo })).toContain("以演示规划员身份试用");
  });
  test("a published plan offers its copy, a draft needs none", () => {
    expect(said(<ReadOnly />, {}, tableWith())).toBe("");
    const published = tableWith({ plan: { ...tableWith().plan, status: "published" } });
    expect(said(<ReadOnly />, {}, published)).toContain("此方案已发布，不能再改动。 复制一份来改");
    const bar = said(<TableBar />, {}, published);
    expect(bar).toContain("撤回发布");
    expect(bar).not.toContain("送审");
  });
});

describe("the bar", () => {
  const shown = (saving: Table["saving"]) => said(<TableBar />, {}, tableWith({ saving }));
  test("says whether it is saved, and since when it is not", () => {
    expect(shown({ state: "saved" })).toContain("已保存");
    expect(shown({ state: "waiting", since: 0 })).toContain("正在保存");
    expect(shown({ state: "unsaved", since: Date.parse("2026-11-20T08:05:00Z"), why: word("x") })).toContain(
      "16:05 起未保存，已留在本机 重试",
    );
  });
});

describe("strips", () => {
  test("what was left from last time is offered", () => {
    const step = { kind: "lock", zones: [10], locked: true } as const;
    const left = [{ key: "k", version: 1, undo: 1, steps: [{ step, name: word("锁定 甲"), made: { zones: [], faces: [] } }] }];
    expect(said(<Left />, {}, tableWith({ left }))).toContain("上次有 2 步没有保存到服务器（撤销、锁定 甲…）。 恢复 放弃");
  });
  test("who else was at work, what they did, and what of one's own could not follow", () => {
    const rows = [{ seq: 1, version: 4, step: { kind: "merge" }, by: "李", at: "2026-11-20T08:00:00Z" }];
    const lost = [{ name: word("改名"), refusal: { code: "noZone" as const, why: word("责任区已不在"), at: null } }];
    const meeting = { rows, lost, kept: 2, mine: did(start, { kind: "lock", zones: [10], locked: true }, "锁定"), version: 3 };
    const text = said(<Met />, {}, tableWith({ meeting }));
    expect(text).toContain("李刚改了这个方案（1 步：合并）");
    expect(text).toContain("您未保存的 2 步已接在后面。");
    expect(text).toContain("有 1 步接不上： 改名：责任区已不在 把我的另存为副本 知道了");
    // A copy without a step of one's own would be no copy of one's work.
    expect(said(<Met />, {}, tableWith({ meeting: { ...meeting, mine: start } }))).not.toContain("副本");
  });
});

describe("zones", () => {
  test("each with its code, person and shape; what is not counted yet is not 0", () => {
    const text = said(<ZoneTable />, {}, tableWith());
    expect(text).toContain("社区1 Z10 未定人 – – –");
    expect(text).toContain("社区2 Z11 王");
    expect(text).toContain("合计");
    expect(text).toContain("平均");
  });
  test("nobody's ground stands first", () => {
    const history = did(start, { kind: "assign", level: 2, pieces: [cellId(0, 0)], to: null }, "划出");
    const text = said(<ZoneTable />, {}, tableWith({ history }));
    expect(text).toContain("未划入 1 N");
    expect(text.lastIndexOf("未划入")).toBeLessThan(text.indexOf("社区1"));
  });
  test("the card of one offers its acts, of several their merging, of none a new one", () => {
    const hand = (...zones: number[]) => tableWith({ hand: { ...firstHand, selected: new Set(zones) } });
    expect(said(<ZoneCard />, {}, hand(10))).toMatch(/社区1 社区 · 东街道 .* 锁定 一分为二 删除责任区/);
    expect(said(<ZoneCard />, {}, hand(10, 11))).toContain("已选 2 个 社区1、社区2");
    expect(said(<ZoneCard />, {}, hand(10, 11))).toContain("并入 社区1");
    expect(said(<ZoneCard />, {}, hand())).toContain("新建社区");
    expect(said(<ZoneCard />, { me: leader }, hand(10))).not.toContain("删除责任区");
  });
});

describe("the history", () => {
  test("names each step, the newest first, and what was taken back", () => {
    expect(said(<HistoryList />, {}, tableWith())).toContain("还没有改动");
    const rename = (name: string): Step => ({ kind: "zoneChange", zone: 10, to: { name } });
    const history = undo(did(did(start, rename("甲"), "改名 甲"), rename("乙"), "改名 乙"));
    const earlier = [{ seq: 1, version: 2, step: { kind: "cut" }, by: "李", at: "2026-11-20T08:00:00Z" }];
    expect(said(<HistoryList />, {}, tableWith({ history, earlier }))).toBe(
      "改名 乙 已撤销 改名 甲 待保存 打开时 切分 李 11-20 16:00 这些步骤之前",
    );
  });
});

describe("the proof", () => {
  const proof: ZonePlanProof = {
    ...{ version: 3, outline_m2: 1e7, uncovered_m2: 0, overlap_m2: 0, faults: [], nobodys: [], multipart: [], empty: [] },
    ...{ withoutPerson: { total: 0, rows: [] }, personless: [], needs: [] },
  };
  test("good is said as well as bad, item by item", () => {
    expect(said(<Proof proof={proof} />)).toBe(
      "几何空隙 0 m² 通过 重叠 0 m² 通过 未划入 0 块，0 m² 通过 不连片的责任区 0 个 通过 没有责任人的责任区 0 个 通过 没有责任人的点位 0 个 通过",
    );
    const bad = { ...proof, uncovered_m2: 12.4, multipart: [{ zone: 10, level: 2 as const, name: "社区1", parts: 2 }] };
    expect(said(<Proof proof={bad} />)).toContain("几何空隙 12 m² 不通过");
    expect(said(<Proof proof={bad} />)).toContain("不连片的责任区 1 个 需说明 社区1 分成 2 片");
  });
  test("what may stay so needs its reason", () => {
    expect(said(<SignOffs needs={["multipart"]} reasons={{}} change={() => {}} />)).toContain("需要说明理由 责任区不连片");
  });
});

describe("the keyboard", () => {
  test("every key is on the sheet, and means one thing", () => {
    const sheet = said(<Keys />);
    for (const { shown } of shortcuts) expect(sheet).toContain(shown);
    const shown = shortcuts.map((one) => one.shown);
    expect(new Set(shown).size).toBe(shown.length);
    const press = (key: string, more: object = {}) =>
      shortcuts.filter((one) =>
        one.matches({ key, ctrlKey: false, metaKey: false, altKey: false, shiftKey: false, ...more } as KeyboardEvent),
      );
    for (const key of [
      "1",
      "7",
      "x",
      "v",
      "b",
      "r",
      "g",
      "o",
      "c",
      "l",
      "f",
      "n",
      "h",
      "d",
      "[",
      "]",
      "+",
      "-",
      "/",
      "?",
      "Escape",
      "Delete",
    ])
      expect(press(key), key).toHaveLength(1);
    expect(press("z", { ctrlKey: true })[0]?.word).toBe("planner.undo");
    expect(press("Z", { ctrlKey: true, shiftKey: true })[0]?.word).toBe("planner.redo");
    expect(press("y", { ctrlKey: true })[0]?.word).toBe("planner.redo");
  });
});
