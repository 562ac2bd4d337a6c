/** What one does to the plan on the table: every change goes through here, so that it is named, can be taken back, and is saved. */
import type { Weights } from "../../../server/contract/partition/balance.ts";
import { PartitionError } from "../../../server/contract/partition/partitionError.ts";
import type { Refusal, Step } from "../../../server/contract/partition/steps.ts";
import { readStep } from "../../../server/contract/partition/text.ts";
import type { Word, ZoneLevel } from "../../../server/contract/vocabulary.ts";
import type { WordKey } from "../../look/words.ts";
import { type PlannerPage, setHand, setTable, setView, toast } from "../page.ts";
import { mayDraw, type Table, tableOf } from "../state.ts";
import { doStep, doWeights, goTo, type History, redo, undo } from "./history.ts";
import type { Saver } from "./save.ts";
import { zoneBox } from "./where.ts";
import { stepName, wordOf } from "./words.ts";

/** The one that saves the plan on the table; set as the page starts. */
const savers = new WeakMap<PlannerPage, Saver>();
export const setSaver = (page: PlannerPage, saver: Saver): void => void savers.set(page, saver);
export const saverOf = (page: PlannerPage): Saver | undefined => savers.get(page);

/** The table while it may be changed. */
function open(page: PlannerPage): Table | null {
  const state = page.store.get();
  return mayDraw(state) ? tableOf(state) : null;
}

/** A refusal is said beside the map, and its place is marked. */
export function refuse(page: PlannerPage, refusal: Refusal | null): void {
  setHand(page, { refusal });
}

function stand(page: PlannerPage, table: Table, history: History, part: Partial<Table["hand"]> = {}): void {
  const { zones } = history.now.partition;
  const selected = part.selected ?? table.hand.selected;
  const left = [...selected].filter((id) => zones.has(id));
  const hand = {
    ...table.hand,
    pieces: new Set<number>(),
    refusal: null,
    ...part,
    selected: left.length === selected.size ? selected : new Set(left),
    target: table.hand.target !== null && zones.has(table.hand.target) ? table.hand.target : null,
  };
  setTable(page, { history, hand, proposal: null });
  const { zone } = page.store.get().view;
  if (zone !== null && !zones.has(zone)) setView(page, { zone: null });
  saverOf(page)?.soon();
}

const members: Readonly<Record<string, WordKey>> = { code: "planner.code", name: "planner.zoneName", person: "planner.person" };
/** A step that the server could not read is not done here either: it would wait to be saved for ever. */
function unreadable(step: Step): Refusal | null {
  try {
    readStep(step);
    return null;
  } catch (error) {
    if (!(error instanceof PartitionError)) throw error;
    const { zh, en } = error.expected;
    const key = members[error.member.split(".").at(-1) ?? ""];
    const of = key ? wordOf(key) : { zh: error.member, en: error.member };
    return { code: "tooMany", why: { zh: `${of.zh}：${zh}`, en: `${of.en}: ${en}` }, at: null };
  }
}

/** Tries a step. @returns whether it was done; if not, why is said */
export function take(page: PlannerPage, step: Step, name?: Word): boolean {
  const table = open(page);
  if (!table) {
    refuse(page, { code: "locked", why: wordOf("planner.readOnly"), at: null });
    return false;
  }
  const { history } = table;
  const unread = unreadable(step);
  const outcome = unread ? { refused: unread } : doStep(history, step, name ?? stepName(step, history.now.partition));
  if ("refused" in outcome) {
    refuse(page, outcome.refused);
    return false;
  }
  stand(page, table, outcome.done);
  return true;
}

/** Weights are undone like steps. */
export function weigh(page: PlannerPage, weights: Weights): void {
  const table = open(page);
  if (table) stand(page, table, doWeights(table.history, weights, wordOf("planner.weightsChanged")));
}

export function takeBack(page: PlannerPage): void {
  const table = open(page);
  if (!table) return;
  if (table.history.past.length > 0) stand(page, table, undo(table.history), { held: null });
  else if (table.earlier.length > 0) void earlierBack(page, (now) => ownLast(page, now));
}
/** The key takes back only what one did oneself; the list of steps can take back others' as well. */
function ownLast(page: PlannerPage, { earlier }: Table): number {
  const last = earlier.at(-1);
  if (!last) return 0;
  if (last.by !== null && last.by === page.store.get().me?.person?.name) return 1;
  toast(page, last.by === null ? wordOf("planner.undoNobodys") : wordOf("planner.undoOthers", { by: last.by }));
  return 0;
}
export function doAgain(page: PlannerPage): void {
  const table = open(page);
  if (table && table.history.future.length > 0) stand(page, table, redo(table.history), { held: null });
}
/** Goes to where so many of this visit's steps are done. */
export function goBackTo(page: PlannerPage, done: number): void {
  const table = open(page);
  if (table) stand(page, table, goTo(table.history, done), { held: null });
}
/** Goes back to where only so many of the steps before this visit are done. */
export async function backBefore(page: PlannerPage, done: number): Promise<void> {
  const table = open(page);
  if (!table) return;
  const seen = table.earlier;
  await earlierBack(page, (now) => {
    // Another list came meanwhile: which steps were meant is not known any more.
    if (now.earlier !== seen) throw new Error("the list of steps is another");
    return seen.length - done;
  });
}
async function earlierBack(page: PlannerPage, count: (now: Table) => number): Promise<void> {
  await saverOf(page)
    ?.undoEarlier(count)
    .catch(() => refuse(page, { code: "nothing", why: wordOf("planner.undoEarlierFailed"), at: null }));
}

/** Selects zones of the level; one alone is in the address. @param zoom the camera goes there */
export function select(page: PlannerPage, zones: Iterable<number>, zoom = false): void {
  const table = tableOf(page.store.get());
  if (!table) return;
  const selected = new Set(zones);
  const [only] = selected;
  const target = selected.size === 1 && only !== undefined ? only : table.hand.target;
  setHand(page, { selected, pieces: new Set(), target });
  setView(page, { zone: selected.size === 1 ? (only ?? null) : null });
  const box = zoom && only !== undefined ? zoneBox(table.history.now.partition, only) : null;
  if (box) page.map.current?.goTo({ bounds: box });
}

export function setLevel(page: PlannerPage, level: ZoneLevel): void {
  const state = page.store.get();
  const table = tableOf(state);
  if (!table || level === state.view.level || level === 0 || level > table.history.now.partition.depth) return;
  setView(page, { level, zone: null });
  setTable(page, {
    proposal: null,
    hand: { ...table.hand, selected: new Set(), pieces: new Set(), target: null, held: null, refusal: null },
  });
}
