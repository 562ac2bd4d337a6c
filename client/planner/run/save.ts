/** What is drawn is saved by itself: soon after the last step, in order, and said when it is not. Others' steps are met here. */
import type { Step } from "../../../server/contract/partition/steps.ts";
import { partitionText, sumOf } from "../../../server/contract/partition/text.ts";
import { mostSteps } from "../../../server/contract/plan.ts";
import type { ZonePlan, ZonePlanSteps } from "../../../server/contract/types.ts";
import type { Word } from "../../../server/contract/vocabulary.ts";
import { HttpError, wordsOf } from "../../api/http.ts";
import { askPlan, askPlans, askSteps, changePlan, stepPlan } from "../../api/plans.ts";
import { type PlannerPage, setTable, setView, toast } from "../page.ts";
import { type Table, tableOf } from "../state.ts";
import { doStep, type History, type Pending, pendingOf, savedAs, unsaved } from "./history.ts";
import { forget, holdTab, keep, keptKey } from "./kept.ts";
import { offerLeft, sameStep } from "./left.ts";
import { met } from "./meet.ts";
import { stepName, wordOf } from "./words.ts";

/** After the last step. Milliseconds. */
const rest_ms = 600;
/** Between two tries while the server is away. */
const away_ms = 4_000;
/** Refused by a server that holds what we hold: asking again soon would change nothing. */
const refused_ms = 60_000;
const earlierSteps = 100;

/** A plan's text is summed when there is nothing else to do. */
const whenIdle = (call: () => void): void => {
  if (typeof requestIdleCallback === "function") requestIdleCallback(call, { timeout: 3_000 });
  else setTimeout(call, 50);
};
/** A tab's name among the tabs of this browser; a page without https has no crypto.randomUUID. */
const newTab = (): string => Math.random().toString(36).slice(2);

export class Saver {
  private readonly page: PlannerPage;
  private timer: ReturnType<typeof setTimeout> | undefined;
  /** What is on its way; another begins when it has ended. */
  private running: Promise<unknown> | null = null;
  /** What was sent on the version that we know, and no answer came: the server may have one of these. */
  private unsure: readonly Pending[] = [];
  readonly tab: string = newTab();
  private opening = 0;

  constructor(page: PlannerPage) {
    this.page = page;
    holdTab(this.tab);
  }

  private get table(): Table | null {
    return tableOf(this.page.store.get());
  }

  /** One thing with the server at a time. */
  private async alone<T>(call: () => Promise<T>): Promise<T> {
    while (this.running) await this.running.catch(() => {});
    const running = call().finally(() => {
      this.running = null;
    });
    this.running = running;
    return running;
  }

  /** Where the plan on the table keeps its steps in this browser. */
  keptAs(plan: number): string {
    return keptKey(plan, this.tab, this.opening);
  }
  /** A plan comes onto the table: what was kept until now is left, and is not written over. */
  began(): void {
    this.opening++;
    this.unsure = [];
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
  now(): Promise<void> {
    clearTimeout(this.timer);
    return this.alone(() => this.work());
  }

  close(): void {
    clearTimeout(this.timer);
  }

  private keepHere({ plan, version, history }: Table): void {
    const key = this.keptAs(plan.id);
    const pending = pendingOf(history);
    if (!pending) forget(key);
    else keep(key, { version, undo: pending.undo, steps: unsaved(history) });
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
    forget(this.keptAs(table.plan.id));
    if (table.saving.state !== "saved") setTable(this.page, { saving: { state: "saved" } });
  }

  private async send(id: number, version: number, pending: Pending): Promise<void> {
    this.unsure = [...this.unsure.filter((one) => nameOf(one) !== nameOf(pending)), pending];
    const stood = await stepPlan(id, { version, undo: pending.undo, steps: pending.steps });
    this.took(id, pending, stood.version, stood.sum);
  }

  /** The server has these; its sum of the whole must be ours. */
  private took(id: number, pending: Pick<Pending, "saved" | "stored">, version: number, sum: string): void {
    const { table } = this;
    if (!table || table.plan.id !== id) return;
    this.unsure = [];
    setTable(this.page, { history: savedAs(table.history, pending), version, plan: { ...table.plan, version, sum } });
    whenIdle(() => {
      if (sumOf(partitionText(pending.stored)) === sum) return;
      if (this.table?.plan.id === id && this.table.version === version) void this.takeTheirs(wordOf("planner.sumDiffers")).catch(() => {});
    });
  }

  private async sendWeights({ plan, history }: Table): Promise<void> {
    const { weights } = history.now;
    await changePlan(plan.id, { weights });
    if (this.table?.plan.id === plan.id) setTable(this.page, { savedWeights: weights });
  }

  private async failed(error: unknown, since: number, pending: Pending | null): Promise<void> {
    const conflict = error instanceof HttpError && error.status === 409 && pending !== null;
    // Somebody else was first. If nobody was, the server refuses what we do: it is said, and not asked again at once.
    const newer = conflict ? await this.meet() : false;
    if (newer) return;
    setTable(this.page, { saving: { state: "unsaved", since, why: wordsOf(error) } });
    if (newer === null || !(error instanceof HttpError) || error.mayPass || error.status >= 500) this.soon(away_ms);
    else if (conflict) this.soon(refused_ms);
  }

  /** A word came that plans changed: is it ours, and is it another's doing? */
  heard(): Promise<void> {
    return this.alone(async () => {
      const { table } = this;
      if (!table) return;
      const { id, status } = table.plan;
      try {
        const since = await askSteps(id, table.version);
        // Being sent to review or handed back is no step.
        if (since.version !== table.version || (await statusOf(id)) !== status) await this.load();
      } catch (error) {
        // Gone, or not reached: whoever saves next is told.
        if (error instanceof HttpError && error.status === 404) toast(this.page, wordsOf(error));
      }
    });
  }

  /** @returns whether something newer came; null = it could not be loaded */
  private async meet(): Promise<boolean | null> {
    try {
      return await this.load();
    } catch {
      return null;
    }
  }

  /** Loads theirs and does one's own again on it. @param anyway also when it should be what we hold @returns whether it came onto the table */
  private async load(anyway = false): Promise<boolean> {
    const before = this.table;
    if (!before) return false;
    const { id } = before.plan;
    // The steps after the plan: none that it holds is missing among them.
    const plan = await askPlan(id);
    const [since, earlier] = await Promise.all([askSteps(id, before.version), askSteps(id, 0, earlierSteps)]);
    const { table } = this;
    if (table?.plan.id !== id) return true;
    const newer = plan.version > table.version || (plan.version === table.version && plan.status !== table.plan.status);
    if (plan.version < table.version || !(newer || anyway)) return false;
    this.join(table, plan, since, earlier);
    return true;
  }

  /** What the server has of ours though its answer was lost on its way. */
  private arrived({ version, plan: { id } }: Table, plan: ZonePlan, { rows }: ZonePlanSteps): Pending | undefined {
    if (plan.id !== id || plan.version === version) return undefined;
    const came = rows.filter((row) => row.version === version + 1);
    const has = ({ undo, steps, stored }: Pending) => {
      if (came.length !== steps.length || !came.every(({ step }, i) => sameStep(step as Step, steps[i] as Step))) return false;
      // What was taken back leaves no row: the whole tells.
      return undo === 0 || (plan.version === version + 1 && sumOf(partitionText(stored)) === plan.sum);
    };
    return this.unsure.find(has);
  }

  private join(table: Table, plan: ZonePlan, since: ZonePlanSteps, earlier: ZonePlanSteps): void {
    const { page } = this;
    const came = this.arrived(table, plan, since);
    this.unsure = [];
    if (came && plan.version === table.version + 1 && plan.status === table.plan.status) {
      this.took(plan.id, came, plan.version, plan.sum);
      this.soon(0);
      return;
    }
    const known = table.version + (came ? 1 : 0);
    const rows = since.rows.filter(({ version }) => version > known);
    const { part, zoneNow, lost, kept } = met(table, came ? savedAs(table.history, came) : table.history, known, plan, rows);
    // On what is no draft they cannot be done: they stay in this browser until it is one again.
    if (plan.status !== "draft" && lost > 0) this.began();
    setTable(page, { ...part, earlier: earlier.rows });
    const { zone } = page.store.get().view;
    if (zone !== zoneNow(zone)) setView(page, { zone: zoneNow(zone) });
    if (kept > 0) this.soon(0);
    else forget(this.keptAs(plan.id));
    if (plan.status === "draft" && table.plan.status !== "draft") void offerLeft(page, plan.id);
  }

  /** Puts the server's plan on the table, one's own unsaved steps on it, and says why. @throws HttpError */
  async takeTheirs(why: Word | null): Promise<void> {
    await this.alone(() => this.load(true));
    if (why) toast(this.page, why);
  }

  /**
   * Takes back steps of before this page opened the plan, and all since. They can be done again.
   * @param count how many of them, the last ones, as the table stands when its turn has come @throws HttpError
   */
  undoEarlier(count: (table: Table) => number): Promise<void> {
    return this.alone(async () => {
      await this.work();
      const { table } = this;
      const back = table?.saving.state === "saved" ? count(table) : 0;
      if (!table || back <= 0) return;
      const own = stepsOf(table.history.past);
      const again = [...table.earlier.slice(-back).map(({ step }) => step as Step), ...own, ...stepsOf(table.history.future)];
      try {
        await this.undoThere(table, back + own.length);
      } finally {
        await this.load(true);
      }
      const after = this.table;
      if (after?.plan.id === table.plan.id) setTable(this.page, { history: waiting(after.history, again) });
    });
  }
  /** More than one request may carry are taken back in several. */
  private async undoThere({ plan, version }: Table, count: number): Promise<void> {
    for (let left = count, known = version; left > 0; left -= mostSteps)
      known = (await stepPlan(plan.id, { version: known, undo: Math.min(left, mostSteps), steps: [] })).version;
  }
}

/** The same entries, the same request. */
const nameOf = ({ undo, saved }: Pending): string => `${undo}/${saved}`;
const statusOf = async (id: number) => (await askPlans()).rows.find((plan) => plan.id === id)?.status;
const stepsOf = (entries: History["past"]): Step[] => entries.flatMap(({ step }) => (step ? [step] : []));

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
