/** The page against a server that keeps a plan: saved by itself, kept when the server is away, met when somebody else was first. */
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { plannerWords } from "../../../client/look/words/planner.ts";
import { goBackTo, take, takeBack } from "../../../client/planner/run/acts.ts";
import { readKept } from "../../../client/planner/run/kept.ts";
import { discardLeft, restoreLeft } from "../../../client/planner/run/left.ts";
import { openPlan } from "../../../client/planner/run/open.ts";
import { rename, server, theirs } from "./planServer.ts";
import { begin, cut, end, kinds, left, nameOf, openTable, page, pass, saver, table } from "./planTable.ts";

vi.mock("../../../client/api/plans.ts", async () => (await import("./planServer.ts")).plansApi);
beforeEach(begin);
afterEach(end);

describe("saving", () => {
  test("soon after the last step, in one request, and not before", async () => {
    take(page, rename(10, "甲"));
    await pass(400);
    take(page, rename(11, "乙"));
    await pass(400);
    expect(server.posts).toBe(0);
    expect(table().saving.state).toBe("waiting");
    await pass(300);
    expect([server.posts, server.log.length, table().saving.state, table().version]).toEqual([1, 2, "saved", 2]);
    expect(readKept(7)).toEqual([]);
  });
  test("what was saved and is taken back is taken back there", async () => {
    take(page, rename(10, "甲"));
    await pass(700);
    takeBack(page);
    await pass(700);
    expect(server.log).toEqual([]);
    goBackTo(page, 1);
    await pass(700);
    expect(server.log.map(({ step }) => step)).toEqual([rename(10, "甲")]);
  });
  test("the server's sum is another: its plan is loaded, and that is said", async () => {
    server.lies = true;
    take(page, rename(10, "甲"));
    await pass(5000);
    expect(page.store.get().toast).toEqual(plannerWords["planner.sumDiffers"]);
    expect(table().history.past).toEqual([]);
    expect(nameOf(10)).toBe("甲");
  });
});

describe("the server is away", () => {
  test("it is said since when, steps stay in the browser, and are saved when it is back", async () => {
    server.away = true;
    take(page, rename(10, "甲"));
    await pass(700);
    expect(table().saving).toMatchObject({ state: "unsaved", why: { zh: "不行" } });
    expect(readKept(7)).toMatchObject([{ version: 1, undo: 0, steps: [{ step: rename(10, "甲") }] }]);
    take(page, rename(11, "乙"));
    await pass(700);
    expect(table().saving.state).toBe("unsaved");
    server.away = false;
    await pass(5000);
    expect([table().saving.state, server.log.length]).toEqual(["saved", 2]);
    expect(readKept(7)).toEqual([]);
  });
  test("the page was closed meanwhile: opened again, it offers what was left, and does it when asked", async () => {
    server.away = true;
    take(page, rename(10, "甲"));
    await pass(700);
    saver.close();
    server.away = false;
    openTable();
    await openPlan(page, 7);
    expect(left()).toEqual([rename(10, "甲")]);
    expect(nameOf(10)).not.toBe("甲");
    restoreLeft(page);
    expect(nameOf(10)).toBe("甲");
    await pass(700);
    expect(server.log).toHaveLength(1);
  });
  test("or forgets it", async () => {
    server.away = true;
    take(page, rename(10, "甲"));
    await pass(700);
    server.away = false;
    await openPlan(page, 7);
    discardLeft(page);
    expect([table().left, readKept(7)]).toEqual([null, []]);
  });
  test("only the answer was lost: nothing is done twice", async () => {
    server.losesAnswer = true;
    take(page, rename(10, "甲"));
    await pass(6000);
    expect([server.log.length, table().saving.state, table().meeting]).toEqual([1, "saved", null]);
    expect(table().history.past).toHaveLength(1);
  });
});

describe("two planners on one draft", () => {
  test("theirs is seen at once: who, and what", async () => {
    theirs(rename(11, "李的"));
    await saver.heard();
    expect(nameOf(11)).toBe("李的");
    expect(table().meeting).toMatchObject({ kept: 0, lost: [], rows: [{ by: "李", step: rename(11, "李的") }] });
    expect(table().version).toBe(2);
  });
  test("one's own word, heard back, is nobody else's", async () => {
    take(page, rename(10, "甲"));
    await pass(700);
    await saver.heard();
    expect(table().meeting).toBeNull();
  });
  test("one's own unsaved steps follow theirs", async () => {
    theirs(rename(11, "李的"));
    take(page, rename(10, "我的"));
    await pass(1500);
    expect(server.log.map(({ by }) => by)).toEqual(["李", "王"]);
    expect([nameOf(10), nameOf(11), table().saving.state]).toEqual(["我的", "李的", "saved"]);
    expect(table().meeting).toMatchObject({ kept: 1, lost: [] });
  });
  test("those that cannot are named, and what one had is kept for a copy", async () => {
    theirs({ kind: "merge", level: 2, zones: [10, 11] });
    take(page, rename(11, "我的"));
    await pass(1500);
    expect(table().meeting?.lost.map(({ refusal }) => refusal.code)).toEqual(["noZone"]);
    expect(table().meeting?.mine.now.partition.zones.get(11)?.name).toBe("我的");
    expect(table().history.now.partition.zones.has(11)).toBe(false);
  });
});

describe("steps of before this visit", () => {
  test("are taken back by the server, and can be done again", async () => {
    server.log = [{ step: rename(10, "甲"), version: 2, by: "王" }];
    server.version = 2;
    await openPlan(page, 7);
    expect(table().earlier).toHaveLength(1);
    takeBack(page);
    await pass(100);
    expect([server.log.length, nameOf(10)]).toEqual([0, "社区1"]);
    expect(table().history.future).toHaveLength(1);
    goBackTo(page, 1);
    await pass(700);
    expect([server.log.length, nameOf(10)]).toEqual([1, "甲"]);
  });
});

describe("the plan is no draft any more", () => {
  test("what is not saved is named, stays in the browser, and is not sent again and again", async () => {
    server.status = "review";
    take(page, rename(10, "我的"));
    await pass(30_000);
    expect(server.posts).toBe(1);
    expect(table().meeting?.lost.map(({ refusal }) => refusal.why)).toEqual([plannerWords["planner.readOnly"]]);
    expect([table().plan.status, nameOf(10)]).toEqual(["review", "社区1"]);
    expect(readKept(7)).toMatchObject([{ steps: [{ step: rename(10, "我的") }] }]);
  });
  test("that is heard, though no step was done; handed back, what was left is offered", async () => {
    server.status = "review";
    await saver.heard();
    expect(table().plan.status).toBe("review");
    server.status = "draft";
    await saver.heard();
    expect([table().plan.status, table().left]).toEqual(["draft", null]);
    server.status = "review";
    take(page, rename(10, "我的"));
    await pass(700);
    server.status = "draft";
    await saver.heard();
    expect(left()).toEqual([rename(10, "我的")]);
    await restoreLeft(page);
    await pass(700);
    expect(kinds()).toEqual(["王 zoneChange"]);
    expect(readKept(7)).toEqual([]);
  });
  test("a refusal of a server that holds what we hold is said, and asked again only after long, or a new step", async () => {
    server.refuses = true;
    take(page, rename(10, "我的"));
    await pass(20_000);
    expect(server.posts).toBe(1);
    expect(table().saving).toMatchObject({ state: "unsaved", why: { zh: "不行" } });
    expect([nameOf(10), table().history.past.length]).toEqual(["我的", 1]);
    server.refuses = false;
    take(page, rename(11, "又"));
    await pass(700);
    expect([table().saving.state, server.log.length]).toEqual(["saved", 2]);
  });
});

describe("an answer was lost", () => {
  test("and more was done since: what the server has is not done again", async () => {
    server.losesAnswer = true;
    take(page, cut(0, 0, "我的"));
    await pass(650);
    take(page, rename(10, "后来"));
    await pass(6000);
    expect([kinds(), table().saving.state, table().meeting]).toEqual([["王 cut", "王 zoneChange"], "saved", null]);
    expect(table().history.past).toHaveLength(2);
  });
  test("and somebody else went on: theirs is told, ours is not done again", async () => {
    server.losesAnswer = true;
    take(page, cut(0, 0, "我的"));
    await pass(650);
    theirs(rename(11, "李的"));
    take(page, rename(10, "后来"));
    await pass(6000);
    expect(kinds()).toEqual(["王 cut", "李 zoneChange", "王 zoneChange"]);
    expect(table().meeting).toMatchObject({ kept: 1, lost: [], rows: [{ by: "李" }] });
  });
  test("and it was taken back since: it is taken back there as well", async () => {
    server.losesAnswer = true;
    take(page, rename(10, "甲"));
    await pass(650);
    takeBack(page);
    take(page, rename(11, "乙"));
    await pass(6000);
    expect(server.log.map(({ step }) => step)).toEqual([rename(11, "乙")]);
    expect([nameOf(10), table().saving.state]).toEqual(["社区1", "saved"]);
  });
});

test("whoever may not draw is refused with a sentence", () => {
  page.store.set({ me: null });
  expect(take(page, rename(10, "甲"))).toBe(false);
  expect(table().hand.refusal?.why).toEqual(plannerWords["planner.readOnly"]);
});
