/** Goes from face to face of the planner's page, and puts plans on the table. */
import { readPartition } from "../../../server/contract/partition/text.ts";
import type { ZoneLevel } from "../../../server/contract/vocabulary.ts";
import { wordsOf } from "../../api/http.ts";
import { askPlan, askPlans, askSteps } from "../../api/plans.ts";
import type { PlannerPage } from "../page.ts";
import { firstHand, type Table, tableOf } from "../state.ts";
import { addressOf, firstView, type PlannerView, readView } from "../view.ts";
import { saverOf } from "./acts.ts";
import { openHistory } from "./history.ts";
import { offerLeft } from "./left.ts";
import { untilThere } from "./load.ts";

const earlierSteps = 100;

/** Goes elsewhere on this page; what is drawn is saved first. */
export async function visit(page: PlannerPage, part: Partial<PlannerView>): Promise<void> {
  await saverOf(page)?.now();
  const { view } = page.store.get();
  const next = { ...firstView, level: view.level, ...part };
  history.pushState(null, "", addressOf(next));
  show(page, next);
}

/** Shows what an address names. */
export function show(page: PlannerPage, view: PlannerView): void {
  const { store } = page;
  const before = store.get();
  const same = view.plan !== null && tableOf(before)?.plan.id === view.plan;
  store.set({ view, dialog: null, ...(!same && { table: view.plan === null ? null : { state: "asking" } }) });
  if (view.face === "plans") void loadPlans(page);
  if (view.plan !== null && !same) void openPlan(page, view.plan);
}
export const followAddress = (page: PlannerPage): void =>
  addEventListener("popstate", () => show(page, readView(location.pathname, location.search)));

export async function loadPlans(page: PlannerPage): Promise<void> {
  const { store } = page;
  try {
    const { rows } = await untilThere(page, () => askPlans());
    store.set({ plans: { state: "there", value: rows } });
  } catch (error) {
    store.set({ plans: { state: "failed", failure: wordsOf(error) } });
  }
}

/** Puts a plan on the table. Its steps of before, and what an earlier visit left unsaved, come with it. */
export async function openPlan(page: PlannerPage, id: number): Promise<void> {
  const { store } = page;
  try {
    const [plan, steps] = await untilThere(page, () => Promise.all([askPlan(id), askSteps(id, 0, earlierSteps)]));
    if (store.get().view.plan !== id) return;
    const { partition: text, ...rest } = plan;
    const partition = readPartition(text);
    const { view } = store.get();
    const level = Math.min(view.level, partition.depth) as ZoneLevel;
    const zone = view.zone !== null && partition.zones.get(view.zone)?.level === level ? view.zone : null;
    const table: Table = {
      plan: rest,
      history: openHistory(partition, plan.weights),
      version: plan.version,
      earlier: steps.rows,
      savedWeights: plan.weights,
      saving: { state: "saved" },
      hand: { ...firstHand, selected: new Set(zone === null ? [] : [zone]), target: zone },
      marks: [],
      proposal: null,
      meeting: null,
      left: null,
    };
    saverOf(page)?.began();
    store.set({ table: { state: "there", value: table }, view: { ...view, level, zone } });
    await offerLeft(page, id);
  } catch (error) {
    if (store.get().view.plan === id) store.set({ table: { state: "failed", failure: wordsOf(error) } });
  }
}
