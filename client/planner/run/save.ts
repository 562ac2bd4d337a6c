/** What is drawn is saved by itself: soon after the last step, in order, and said when it is not. Others' steps are met here. */
import type { Step } from "../../../server/contract/partition/steps.ts";
import { partitionText, readPartition, readStep, sumOf } from "../../../server/contract/partition/text.ts";
import type { ZonePlan, ZonePlanSteps } from "../../../server/contract/types.ts";
import type { Word } from "../../../server/contract/vocabulary.ts";
import { HttpError, wordsOf } from "../../api/http.ts";
import { askPlan, askSteps, changePlan, stepPlan } from "../../api/plans.ts";
import { type PlannerPage, setTable, toast } from "../page.ts";
import { type Table, tableOf } from "../state.ts";
import { doStep, type History, openHistory, type Pending, pendingOf, replayOn, savedAs, unsaved } from "./history.ts";
import { forget, keep } from "./kept.ts";
import { stepName, wordOf } from "./words.ts";

/** After the last step. Milliseconds. */
const rest_ms = 600;
/** Between two tries while the server is away. */
const away_ms = 4_000;
const earlierSteps = 100;

/** A plan's text is summed when there is nothing else to do. */
const whenIdle = (call: () => void): void => {
  if (typeof requestIdleCallback === "function") requestIdleCallback(call, { timeout: 3_000 });
  else setTimeout(call, 50);
};
const same = (a: Step, b: Step) => JSON.stringify(readStep(a)) === JSON.stringify(readStep(b));

export class Saver {
  private readonly page: PlannerPage;
  private timer: ReturnType<typeof setTimeout> | undefined;
  /** What is on its way; another begins when it has ended. */
  private running: Promise<void> | null = null;

  constructor(page: PlannerPage) {
    this.page = page;
  }

  get busy(): boolean {
    return this.running !== null;
  }
  private get table(): Table | null {
    return tableOf(this.page.store.get());
  }

  /** Something was done: it is kept here at once, and saved soon. */
  soon(wait_ms: number = rest_ms): void {
    const { table } = this;
    if (!table) return;
    this.keepHere(table);
    const since = table.saving.state === "saved" ? Date.now() : table.saving.since;
    if (table.saving.state !== "unsaved") setTable(this.page, { saving: { state: "waiting", since } });
    clearTimeout(this.timer);
    this.timer = setTimeout(() => void this.now(), wait_ms);
  }

  /** Saves at once what there is. */
  async now(): Promise<void> {
    clearTimeout(this.timer);
    if (this.running) {
      await this.running;
      return this.now();
    }
    this.running = this.work().finally(() => {
      this.running = null;
    });
    return this.running;
  }

  close(): void {
    clearTimeout(this.timer);
  }

  private keepHere(table: Table): void {
    const pending = pendingOf(table.history);
    if (!pending) forget(table.plan.id);
    else keep(table.plan.id, { version: table.version, undo: pending.undo, steps: unsaved(table.history) });
  }

  private async work(): Promise<void> {
    for (let { table } = this; table; table = this.table) {
      const pending = pendingOf(table.history);
      const weighed = table.history.now.weights !== table.savedWeights;
      if (!pending && !weighed) break;
      const since = table.saving.state === "saved" ? Date.now() : table.saving.since;
      setTable(this.page, { saving: { state: "saving", since } });
      const id = table.plan.id;
      try {
        if (pending) await this.send(id, table.version, pending);
        else await this.sendWeights(table);
      } catch (error) {
        if (this.table?.plan.id === id) await this.failed(error, since, pending);
        return;
      }
    }
    const { table } = this;
    if (!table) return;
    forget(table.plan.id);
    if (table.saving.state !== "saved") setTable(this.page, { saving: { state: "saved" } });
  }

  private async send(id: number, version: number, pending: Pending): Promise<void> {
    const stood = await stepPlan(id, { version, undo: pending.undo, steps: pending.steps });
    this.took(id, pending, stood.version, stood.sum);
  }

  /** The server has these; its sum of the whole must be ours. */
  private took(id: number, pending: Pending, version: number, sum: string): void {
    const { table } = this;
    if (!table || table.plan.id !== id) return;
    setTable(this.page, { history: savedAs(table.history, pending), version, plan: { ...table.plan, version, sum } });
    whenIdle(() => {
      if (sumOf(partitionText(pending.stored)) === sum) return;
      if (this.table?.plan.id === id && this.table.version === version) void this.takeTheirs(wordOf("planner.sumDiffers"));
    });
  }

  private async sendWeights({ plan, history }: Table): Promise<void> {
    const { weights } = history.now;
    await changePlan(plan.id, { weights });
    if (this.table?.plan.id === plan.id) setTable(this.page, { savedWeights: weights });
  }

  private async failed(error: unknown, since: number, pending: Pending | null): Promise<void> {
    if (error instanceof HttpError && error.status === 409 && pending) {
      // Somebody else was first; or a step is refused on what the server holds, which is then not what we hold.
      setTable(this.page, { saving: { state: "waiting", since } });
      if (await this.meet()) return;
    }
    setTable(this.page, { saving: { state: "unsaved", since, why: wordsOf(error) } });
    if (!(error instanceof HttpError) || error.mayPass || error.status >= 500) this.soon(away_ms);
  }

  /** A word came that plans changed: is it ours, and is it another's doing? */
  async heard(): Promise<void> {
    await this.running;
    const { table } = this;
    if (!table) return;
    try {
      const since = await askSteps(table.plan.id, table.version);
      if (this.busy || this.table?.plan.id !== table.plan.id) return;
      if (since.version !== this.table.version) await this.meet();
    } catch (error) {
      // Gone, or not reached: whoever saves next is told.
      if (error instanceof HttpError && error.status === 404) toast(this.page, wordsOf(error));
    }
  }

  /** Loads theirs and does one's own again on it. @returns false when it could not be loaded */
  private async meet(): Promise<boolean> {
    const before = this.table;
    if (!before) return false;
    try {
      const [plan, since, earlier] = await Promise.all([
        askPlan(before.plan.id),
        askSteps(before.plan.id, before.version),
        askSteps(before.plan.id, 0, earlierSteps),
      ]);
      const { table } = this;
      if (!table || table.plan.id !== plan.id) return true;
      if (!this.arrived(table, plan, since)) this.join(table, plan, since, earlier);
      return true;
    } catch {
      return false;
    }
  }

  /** The answer to our own steps was lost on its way: the server has them. */
  private arrived(table: Table, plan: ZonePlan, { rows }: ZonePlanSteps): boolean {
    const pending = pendingOf(table.history);
    if (!pending || pending.undo > 0 || rows.length !== pending.steps.length) return false;
    if (!rows.every(({ step }, i) => same(step as Step, pending.steps[i] as Step))) return false;
    this.took(plan.id, pending, plan.version, plan.sum);
    this.soon(0);
    return true;
  }

  private join(table: Table, plan: ZonePlan, since: ZonePlanSteps, earlier: ZonePlanSteps): void {
    const { history, lost } = replayOn(table.history, readPartition(plan.partition));
    const kept = unsaved(history).length;
    const { partition: _text, ...rest } = plan;
    setTable(this.page, {
      plan: rest,
      version: plan.version,
      history,
      earlier: earlier.rows,
      hand: { ...table.hand, held: drawing(table.hand), selected: still(table.hand.selected, history), pieces: new Set(), refusal: null },
      saving: { state: "saved" },
      meeting: { rows: since.rows, lost, kept, mine: table.history, version: table.version },
      proposal: null,
    });
    if (kept > 0) this.soon(0);
    else forget(plan.id);
  }

  /** Puts the server's plan on the table as it is, and says why. */
  async takeTheirs(why: Word | null): Promise<void> {
    const { table } = this;
    if (!table) return;
    const [plan, earlier] = await Promise.all([askPlan(table.plan.id), askSteps(table.plan.id, 0, earlierSteps)]);
    if (this.table?.plan.id !== plan.id) return;
    const { partition, ...rest } = plan;
    forget(plan.id);
    const history = openHistory(readPartition(partition), plan.weights);
    const hand = { ...table.hand, held: null, selected: still(table.hand.selected, history), pieces: new Set<number>() };
    setTable(this.page, {
      plan: rest,
      version: plan.version,
      history,
      savedWeights: plan.weights,
      earlier: earlier.rows,
      hand,
      saving: { state: "saved" },
    });
    if (why) toast(this.page, why);
  }

  /** Takes back steps of before this page opened the plan, the last so many of them and all since. They can be done again. */
  async undoEarlier(count: number): Promise<void> {
    await this.now();
    const { table } = this;
    if (table?.saving.state !== "saved") return;
    const { plan, version, history, earlier } = table;
    const own = history.past.flatMap(({ step }) => (step ? [step] : []));
    await stepPlan(plan.id, { version, undo: count + own.length, steps: [] });
    await this.takeTheirs(null);
    const after = this.table;
    if (!after || after.plan.id !== plan.id) return;
    setTable(this.page, { history: waiting(after.history, [...earlier.slice(-count).map(({ step }) => step as Step), ...own]) });
  }
}

/** Somebody else's step does not take a half-drawn line out of the hand: it is made of places. A vertex that is held may not be there any more. */
const drawing = ({ tool, held }: Table["hand"]): unknown => (tool === "cut" || tool === "ring" || tool === "reroute" ? held : null);

/** What is still there of a selection. */
function still(selected: ReadonlySet<number>, { now }: History): ReadonlySet<number> {
  return new Set([...selected].filter((id) => now.partition.zones.has(id)));
}

/** Steps that were taken back wait to be done again, as far as they can be. */
function waiting(history: History, steps: readonly Step[]): History {
  let forth = history;
  for (const step of steps) {
    const outcome = doStep(forth, step, stepName(step, forth.now.partition));
    if ("refused" in outcome) break;
    forth = outcome.done;
  }
  return { ...history, future: forth.past, next: forth.next };
}
