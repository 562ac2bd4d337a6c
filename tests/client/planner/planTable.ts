/** The planner's page with the plan of planServer.ts on its table. */
import { expect, vi } from "vitest";
import { plannerWords } from "../../../client/look/words/planner.ts";
import { learn } from "../../../client/look/words.ts";
import type { PlannerPage } from "../../../client/planner/page.ts";
import { setSaver, take } from "../../../client/planner/run/acts.ts";
import { openHistory } from "../../../client/planner/run/history.ts";
import { openPlan } from "../../../client/planner/run/open.ts";
import { Saver } from "../../../client/planner/run/save.ts";
import { firstHand, firstState, type Table, tableOf } from "../../../client/planner/state.ts";
import { firstView } from "../../../client/planner/view.ts";
import { createStore } from "../../../client/state/store.ts";
import { usualWeights } from "../../../server/contract/partition/balance.ts";
import type { Step } from "../../../server/contract/partition/steps.ts";
import type { Me } from "../../../server/contract/types.ts";
import { at, cellId } from "./grid.ts";
import { planNow, server, stands } from "./planServer.ts";

learn(plannerWords);

export let page: PlannerPage;
export let saver: Saver;
export const table = (): Table => tableOf(page.store.get()) as Table;
export const pass = (ms: number) => vi.advanceTimersByTimeAsync(ms);
export const left = () => table().left?.flatMap(({ steps }) => steps.map(({ step }) => step));
/** Cuts the cell of a column and row of the grid across. */
export const cut = (column: number, row: number, name: string): Step => ({
  ...{ kind: "cut", level: 3, zones: [cellId(column, row)], line: [at(column, row + 0.5), at(column + 1, row + 0.5)], names: [name] },
});
export const zoneCalled = (name: string) => [...table().history.now.partition.zones.values()].find((zone) => zone.name === name);
export const kinds = () => server.log.map(({ step, by }) => `${by} ${step.kind}`);
/** The page is closed as it is, and another opened: a tab of its own. */
export async function closeAndOpen(): Promise<void> {
  saver.close();
  openTable();
  await openPlan(page, 7);
}
/** Steps that were done while the server was away, the page closed on them. */
export async function leave(...steps: Step[]): Promise<void> {
  server.away = true;
  for (const step of steps) expect(take(page, step)).toBe(true);
  await pass(700);
  server.away = false;
}
export const nameOf = (zone: number) => table().history.now.partition.zones.get(zone)?.name;

export function openTable(): void {
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

/** A browser that keeps nothing yet, a plan nobody drew on, a page that has it open. */
export function begin(): void {
  vi.useFakeTimers();
  const kept = new Map<string, string>();
  vi.stubGlobal("localStorage", {
    getItem: (key: string) => kept.get(key) ?? null,
    setItem: (key: string, value: string) => void kept.set(key, value),
    removeItem: (key: string) => void kept.delete(key),
    key: (at: number) => [...kept.keys()][at] ?? null,
    get length() {
      return kept.size;
    },
  });
  // A page without https: newer versions of Node have locks of their own.
  vi.stubGlobal("navigator", {});
  vi.stubGlobal("history", { replaceState: () => {}, pushState: () => {} });
  Object.assign(server, { log: [], version: 1, away: false, lies: false, losesAnswer: false, posts: 0, weights: usualWeights });
  Object.assign(server, { status: "draft", refuses: false });
  openTable();
}
export function end(): void {
  saver.close();
  vi.useRealTimers();
  vi.unstubAllGlobals();
}
