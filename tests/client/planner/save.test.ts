/** The page against a server that keeps a plan: saved by itself, kept when the server is away, met when somebody else was first. */
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { HttpError } from "../../../client/api/http.ts";
import { plannerWords } from "../../../client/look/words/planner.ts";
import { learn } from "../../../client/look/words.ts";
import type { PlannerPage } from "../../../client/planner/page.ts";
import { goBackTo, setSaver, take, takeBack } from "../../../client/planner/run/acts.ts";
import { openHistory } from "../../../client/planner/run/history.ts";
import { readKept } from "../../../client/planner/run/kept.ts";
import { discardLeft, openPlan, restoreLeft } from "../../../client/planner/run/open.ts";
import { Saver } from "../../../client/planner/run/save.ts";
import { firstHand, firstState, type Table, tableOf } from "../../../client/planner/state.ts";
import { firstView } from "../../../client/planner/view.ts";
import { createStore } from "../../../client/state/store.ts";
import { applyStep } from "../../../server/contract/partition/apply.ts";
import { usualWeights } from "../../../server/contract/partition/balance.ts";
import type { Partition } from "../../../server/contract/partition/partition.ts";
import type { Step } from "../../../server/contract/partition/steps.ts";
import { partitionText, sumOf } from "../../../server/contract/partition/text.ts";
import type { Me, ZonePlan } from "../../../server/contract/types.ts";
import { gridOf } from "./grid.ts";

learn(plannerWords);
const start = gridOf();
const rename = (zone: number, name: string): Step => ({ kind: "zoneChange", zone, to: { name } });

/** What the server holds, and how it answers. */
const server = {
  log: [] as { step: Step; version: number; by: string }[],
  version: 1,
  away: false,
  lies: false,
  losesAnswer: false,
  posts: 0,
  weights: usualWeights,
};
function stands(): Partition {
  return server.log.reduce((now, { step }) => {
    const outcome = applyStep(now, step);
    if ("refused" in outcome) throw new Error(outcome.refused.why.en);
    return outcome.done;
  }, start);
}
const problem = (status: number, now?: Record<string, unknown>) =>
  new HttpError({ type: "about:blank", title: "x", status, detail: "no", detail_zh: "不行", ...(now && { now }) });
const reached = () => {
  if (server.away) throw problem(0);
};
const sum = () => (server.lies ? "no such sum" : sumOf(partitionText(stands())));
/** Somebody else at work. */
function theirs(...steps: Step[]): void {
  server.version++;
  server.log.push(...steps.map((step) => ({ step, version: server.version, by: "李" })));
}
const planNow = (): ZonePlan => ({
  ...{ id: 7, name: "方案", status: "draft", version: server.version, depth: 3, zones: [1, 2, 16], from: null, note: null },
  ...{ made: "2026-11-20T08:00:00Z", madeBy: "王", changed: "2026-11-20T08:00:00Z", changedBy: "王", effectiveFrom: null },
  ...{ inForce: false, approver: null, publishedBy: null, published: null, partition: partitionText(stands()), sum: sum() },
  ...{ weights: server.weights, signOffs: [], mended: [], steps: server.log.length },
});

vi.mock("../../../client/api/plans.ts", () => ({
  askPlan: async () => {
    reached();
    return planNow();
  },
  askSteps: async (_id: number, after: number) => {
    reached();
    const rows = server.log.map((row, i) => ({ ...row, seq: i + 1, at: "2026-11-20T08:00:00Z" })).filter(({ version }) => version > after);
    return { version: server.version, sum: sum(), rows };
  },
  stepPlan: async (id: number, { version, undo, steps }: { version: number; undo: number; steps: readonly Step[] }) => {
    reached();
    server.posts++;
    if (version !== server.version) throw problem(409, { version: server.version, by: "李" });
    server.log.splice(server.log.length - undo, undo);
    server.version++;
    server.log.push(...steps.map((step) => ({ step, version: server.version, by: "王" })));
    if (server.losesAnswer) {
      server.losesAnswer = false;
      throw problem(0);
    }
    return { id, version: server.version, sum: sum(), changed: "2026-11-20T08:00:00Z" };
  },
  changePlan: async (_id: number, { weights }: { weights?: typeof usualWeights }) => {
    reached();
    if (weights) server.weights = weights;
    return {};
  },
}));

let page: PlannerPage;
let saver: Saver;
const table = (): Table => tableOf(page.store.get()) as Table;
const pass = (ms: number) => vi.advanceTimersByTimeAsync(ms);
const nameOf = (zone: number) => table().history.now.partition.zones.get(zone)?.name;

function openTable(): void {
  const me = { kind: "person", person: { id: 1, name: "王", account: null }, roles: ["planner"] } as unknown as Me;
  const { partition: _text, ...plan } = planNow();
  page = { store: createStore({ ...firstState({ ...firstView, face: "table", plan: 7 }, "zh", "light"), me }), map: { current: null } };
  const value: Table = {
    ...{ plan, history: openHistory(stands(), usualWeights), version: server.version, earlier: [], savedWeights: usualWeights },
    ...{ saving: { state: "saved" }, hand: firstHand, marks: [], proposal: null, meeting: null, left: null },
  };
  page.store.set({ table: { state: "there", value } });
  saver = new Saver(page);
  setSaver(page, saver);
}

beforeEach(() => {
  vi.useFakeTimers();
  const kept = new Map<string, string>();
  vi.stubGlobal("localStorage", {
    getItem: (key: string) => kept.get(key) ?? null,
    setItem: (key: string, value: string) => void kept.set(key, value),
    removeItem: (key: string) => void kept.delete(key),
  });
  vi.stubGlobal("history", { replaceState: () => {}, pushState: () => {} });
  Object.assign(server, { log: [], version: 1, away: false, lies: false, losesAnswer: false, posts: 0, weights: usualWeights });
  openTable();
});
afterEach(() => {
  saver.close();
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

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
    expect(readKept(7)).toBeNull();
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
    expect(readKept(7)).toMatchObject({ version: 1, undo: 0, steps: [{ step: rename(10, "甲") }] });
    take(page, rename(11, "乙"));
    await pass(700);
    expect(table().saving.state).toBe("unsaved");
    server.away = false;
    await pass(5000);
    expect([table().saving.state, server.log.length]).toEqual(["saved", 2]);
    expect(readKept(7)).toBeNull();
  });
  test("the page was closed meanwhile: opened again, it offers what was left, and does it when asked", async () => {
    server.away = true;
    take(page, rename(10, "甲"));
    await pass(700);
    saver.close();
    server.away = false;
    openTable();
    await openPlan(page, 7);
    expect(table().left?.map(({ step }) => step)).toEqual([rename(10, "甲")]);
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
    expect([table().left, readKept(7)]).toEqual([null, null]);
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

test("whoever may not draw is refused with a sentence", () => {
  page.store.set({ me: null });
  expect(take(page, rename(10, "甲"))).toBe(false);
  expect(table().hand.refusal?.why).toEqual(plannerWords["planner.readOnly"]);
});
