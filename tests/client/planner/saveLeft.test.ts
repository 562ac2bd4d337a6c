/** What an earlier visit left, and what was done before it; numbers that are others after a meeting; what no server could read. */
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { plannerWords } from "../../../client/look/words/planner.ts";
import { setHand, setView } from "../../../client/planner/page.ts";
import { longest } from "../../../client/planner/panels/ZoneCard.tsx";
import { backBefore, goBackTo, take, takeBack } from "../../../client/planner/run/acts.ts";
import { readKept } from "../../../client/planner/run/kept.ts";
import { restoreLeft } from "../../../client/planner/run/left.ts";
import { openPlan } from "../../../client/planner/run/open.ts";
import type { Step } from "../../../server/contract/partition/steps.ts";
import { rename, server, theirs } from "./planServer.ts";
import { begin, closeAndOpen, cut, end, kinds, leave, left, nameOf, openTable, page, pass, saver, table, zoneCalled } from "./planTable.ts";

vi.mock("../../../client/api/plans.ts", async () => (await import("./planServer.ts")).plansApi);
beforeEach(begin);
afterEach(end);

describe("what an earlier visit left", () => {
  test("stays until it is done or given up, whatever is done and saved beside it", async () => {
    await leave(rename(10, "留下"));
    await closeAndOpen();
    take(page, rename(11, "新的"));
    await pass(700);
    theirs(rename(1, "李的"));
    await saver.heard();
    await saver.takeTheirs(null);
    await closeAndOpen();
    expect(left()).toEqual([rename(10, "留下")]);
  });
  test("another tab's save leaves it alone", async () => {
    const [first, firstSaver] = [page, saver];
    server.away = true;
    take(first, rename(10, "甲页"));
    await pass(700);
    firstSaver.close();
    openTable();
    server.away = false;
    take(page, rename(11, "乙页"));
    await pass(700);
    expect(table().saving.state).toBe("saved");
    expect(readKept(7).flatMap(({ steps }) => steps.map(({ step }) => step))).toEqual([rename(10, "甲页")]);
  });
  test("is not offered while its tab is open", async () => {
    await leave(rename(10, "甲页"));
    saver.close();
    const held = [{ name: `chuangtu.plan.${saver.tab}` }];
    vi.stubGlobal("navigator", { locks: { request: async () => {}, query: async () => ({ held }) } });
    openTable();
    await openPlan(page, 7);
    expect(table().left).toBeNull();
    held.pop();
    await openPlan(page, 7);
    expect(left()).toEqual([rename(10, "甲页")]);
  });
  test("is done in the numbers of now: a zone that it made is not taken for somebody else's", async () => {
    take(page, cut(0, 0, "我的"));
    const made = zoneCalled("我的")?.id as number;
    takeBack(page);
    await leave(cut(0, 0, "我的"), rename(made, "我的新区"));
    theirs(cut(3, 3, "他们的"));
    await closeAndOpen();
    expect(zoneCalled("他们的")?.id).toBe(made);
    await restoreLeft(page);
    expect(zoneCalled("他们的")?.id).toBe(made);
    expect(zoneCalled("我的新区")).toBeDefined();
    expect(table().meeting).toBeNull();
  });
  test("what reached the server after all is not offered, nor done twice", async () => {
    server.losesAnswer = true;
    take(page, cut(0, 0, "我的"));
    await pass(650);
    await leave(rename(10, "后来"));
    theirs(rename(11, "李的"));
    await closeAndOpen();
    expect(left()).toEqual([rename(10, "后来")]);
    await restoreLeft(page);
    await pass(700);
    expect(kinds()).toEqual(["王 cut", "李 zoneChange", "王 zoneChange"]);
  });
  test("stays while the plan is in review", async () => {
    await leave(rename(10, "留下"));
    await closeAndOpen();
    server.status = "review";
    await saver.heard();
    await restoreLeft(page);
    expect(page.store.get().toast).toEqual(plannerWords["planner.readOnly"]);
    expect([left(), readKept(7).length]).toEqual([[rename(10, "留下")], 1]);
  });
  test("what had been taken back is taken back, while nobody did anything since", async () => {
    take(page, rename(10, "甲"));
    await pass(700);
    server.away = true;
    takeBack(page);
    await pass(700);
    server.away = false;
    await closeAndOpen();
    expect(table().left).toMatchObject([{ undo: 1, steps: [] }]);
    await restoreLeft(page);
    expect([server.log.length, nameOf(10)]).toEqual([0, "社区1"]);
  });
});

describe("numbers after a meeting", () => {
  test("what is selected, painted into and named in the address follows one's own zone", async () => {
    take(page, cut(0, 0, "我的"));
    const made = zoneCalled("我的")?.id as number;
    setHand(page, { selected: new Set([made, 10]), target: made });
    setView(page, { zone: made });
    theirs(cut(3, 3, "他们的"));
    await pass(1500);
    const now = zoneCalled("我的")?.id as number;
    expect(zoneCalled("他们的")?.id).toBe(made);
    expect([[...table().hand.selected], table().hand.target, page.store.get().view.zone]).toEqual([[now, 10], now, now]);
  });
  test("what is gone is let go", async () => {
    setHand(page, { selected: new Set([11]), target: 11 });
    setView(page, { zone: 11 });
    theirs({ kind: "merge", level: 2, zones: [10, 11] });
    await saver.takeTheirs(null);
    expect([table().hand.selected.size, table().hand.target, page.store.get().view.zone]).toEqual([0, null, null]);
  });
});

describe("the key for taking back, on steps of before this visit", () => {
  const earlier = (...rows: [string, Step][]) => {
    server.log = rows.map(([by, step], i) => ({ by, step, version: i + 2 }));
    server.version = rows.length + 1;
    return openPlan(page, 7);
  };
  test("takes back nobody else's: it says whose step it is; the list can", async () => {
    await earlier(["王", rename(10, "我的")], ["李", rename(11, "李的")]);
    takeBack(page);
    await pass(100);
    expect(server.log).toHaveLength(2);
    expect(page.store.get().toast?.zh).toContain("李");
    await backBefore(page, 1);
    expect(server.log).toHaveLength(1);
  });
  test("pressed twice at once takes back two, and both can be done again", async () => {
    await earlier(["李", rename(1, "李的")], ["王", rename(10, "甲")], ["王", rename(11, "乙")]);
    takeBack(page);
    takeBack(page);
    takeBack(page);
    await pass(100);
    expect([kinds(), table().hand.refusal, table().history.future.length]).toEqual([["李 zoneChange"], null, 2]);
    // Our own word, heard back, changes nothing of it.
    await saver.heard();
    expect(table().history.future).toHaveLength(2);
    goBackTo(page, 2);
    await pass(700);
    expect([nameOf(10), nameOf(11), server.log.length]).toEqual(["甲", "乙", 3]);
  });
  test("heard while it is on its way, it is nobody else's", async () => {
    await earlier(["王", rename(10, "甲")]);
    const done = backBefore(page, 0);
    await saver.heard();
    await done;
    expect([table().history.future.length, table().meeting]).toEqual([1, null]);
  });
  test("more than one request may carry go in several", async () => {
    await earlier(...Array.from({ length: 60 }, (_, i): [string, Step] => ["王", rename(10, `前${i}`)]));
    for (let i = 0; i < 60; i++) take(page, rename(11, `今${i}`));
    await pass(1500);
    await backBefore(page, 0);
    expect([server.log.length, table().hand.refusal, table().history.future.length]).toEqual([0, null, 120]);
  });
});

describe("a step that the server could not read", () => {
  test("is refused here, with its field", () => {
    const code = (length: number): Step => ({ kind: "zoneChange", zone: 10, to: { code: "Z".repeat(length) } });
    expect(take(page, code(longest.code + 1))).toBe(false);
    expect(table().hand.refusal?.why).toEqual({ zh: "编号：应为 1 到 50 个字", en: "Code: should be 1 to 50 characters" });
    expect(take(page, code(longest.code))).toBe(true);
    for (const field of ["name", "person"] as const) {
      expect(take(page, { kind: "zoneChange", zone: 10, to: { [field]: "名".repeat(longest[field] + 1) } })).toBe(false);
      expect(take(page, { kind: "zoneChange", zone: 10, to: { [field]: "名".repeat(longest[field]) } })).toBe(true);
    }
  });
});
