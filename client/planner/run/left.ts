/** Steps that an earlier visit left in this browser: offered, not done; done again in the numbers of now. */
import type { Step } from "../../../server/contract/partition/steps.ts";
import { readStep } from "../../../server/contract/partition/text.ts";
import type { ZonePlanSteps } from "../../../server/contract/types.ts";
import { askSteps } from "../../api/plans.ts";
import { type PlannerPage, setTable, toast } from "../page.ts";
import { mayDraw, tableOf } from "../state.ts";
import { saverOf, take } from "./acts.ts";
import type { KeptStep, Lost } from "./history.ts";
import { forget, type LeftSteps, openTabs, readKept } from "./kept.ts";
import { madeBetween, noOthers, noteMade, type Others, renumber } from "./renumber.ts";
import { wordOf } from "./words.ts";

export const sameStep = (a: Step, b: Step): boolean => JSON.stringify(readStep(a)) === JSON.stringify(readStep(b));

/** Offers what tabs left that are not open any more, less what reached the server after all. */
export async function offerLeft(page: PlannerPage, id: number): Promise<void> {
  const saver = saverOf(page);
  const open = new Set(await openTabs());
  if (saver) open.delete(saver.tab);
  const offered: LeftSteps[] = [];
  for (const one of readKept(id, open)) {
    if (one.key === saver?.keptAs(id)) continue;
    const left = await leftOf(id, one);
    if (left.undo + left.steps.length > 0) offered.push(left);
    else forget(one.key);
  }
  const table = tableOf(page.store.get());
  if (offered.length > 0 && table?.plan.id === id && mayDraw(page.store.get())) setTable(page, { left: offered });
}

/** What is still to be done of it. */
async function leftOf(id: number, left: LeftSteps): Promise<LeftSteps> {
  try {
    return stillLeft(left, await askSteps(id, left.version, 1000));
  } catch {
    // Not reached: nothing is known, so that all of it is offered.
    return left;
  }
}
function stillLeft(left: LeftSteps, since: ZonePlanSteps): LeftSteps {
  if (since.version === left.version) return left;
  // A request is done as a whole, and on the version that it named: only the next version's steps can be these.
  const came = since.rows.filter(({ version }) => version === left.version + 1);
  const arrived = came.length <= left.steps.length && came.every(({ step }, i) => sameStep(step as Step, (left.steps[i] as KeptStep).step));
  return { ...left, undo: 0, steps: arrived ? left.steps.slice(came.length) : left.steps };
}

/** Does them again, one by one; those that cannot be done any more are listed. */
export async function restoreLeft(page: PlannerPage): Promise<void> {
  const before = tableOf(page.store.get());
  if (!before?.left) return;
  // In review meanwhile: refused one by one, they would be gone.
  if (!mayDraw(page.store.get())) return toast(page, wordOf("planner.readOnly"));
  const { left } = before;
  setTable(page, { left: null });
  const lost: Lost[] = [];
  for (const one of left) {
    if (one.undo > 0 && !(await takenBack(page, one))) return setTable(page, { left: left.slice(left.indexOf(one)) });
    lost.push(...stepsAgain(page, one));
    forget(one.key);
  }
  const kept = left.reduce((n, { steps }) => n + steps.length, 0) - lost.length;
  if (lost.length > 0) setTable(page, { meeting: { rows: [], lost, kept, mine: before.history, version: before.version } });
}

/** What had been taken back is taken back, while nobody did anything since. @returns false when the server did not do it */
async function takenBack(page: PlannerPage, { version, undo }: LeftSteps): Promise<boolean> {
  const table = tableOf(page.store.get());
  if (table?.version !== version || table.history.past.length > 0) return true;
  try {
    await saverOf(page)?.undoEarlier(() => undo);
    return true;
  } catch {
    toast(page, wordOf("planner.undoEarlierFailed"));
    return false;
  }
}

function stepsAgain(page: PlannerPage, { steps }: LeftSteps): Lost[] {
  const others = noOthers();
  return steps.flatMap((kept) => stepAgain(page, kept, others) ?? []);
}
function stepAgain(page: PlannerPage, { step, name, made }: KeptStep, others: Others): Lost | null {
  const partition = tableOf(page.store.get())?.history.now.partition;
  if (!partition) return null;
  const done = take(page, renumber(step, partition.depth, others), name);
  const after = tableOf(page.store.get());
  noteMade(made, done && after ? madeBetween(partition, after.history.now.partition) : null, others);
  return done || !after?.hand.refusal ? null : { name, refusal: after.hand.refusal };
}

export function discardLeft(page: PlannerPage): void {
  for (const { key } of tableOf(page.store.get())?.left ?? []) forget(key);
  setTable(page, { left: null });
}
