/** What was done to a plan on this page, taken back and done again, and what of it the server has. Pure: every act gives the next history. */
import { applyStep } from "../../../server/contract/partition/apply.ts";
import type { Weights } from "../../../server/contract/partition/balance.ts";
import type { Partition } from "../../../server/contract/partition/partition.ts";
import type { Refusal, Step } from "../../../server/contract/partition/steps.ts";
import { mostSteps } from "../../../server/contract/plan.ts";
import type { Word } from "../../../server/contract/vocabulary.ts";
import { type Made, madeBetween, noOthers, noteMade, type Others, renumber } from "./renumber.ts";

/** What undo goes between. */
export interface Model {
  readonly partition: Partition;
  readonly weights: Weights;
}
export interface Entry {
  readonly id: number;
  readonly name: Word;
  /** Null: only the weights are others; the server keeps those apart from the steps. */
  readonly step: Step | null;
  readonly before: Model;
  readonly after: Model;
}
export interface History {
  /** Oldest first. */
  readonly past: readonly Entry[];
  readonly now: Model;
  /** What was taken back, the next to be done again first. */
  readonly future: readonly Entry[];
  /** Ids of the entries that the server has, in its order. */
  readonly saved: readonly number[];
  /** The partition as the server has it. */
  readonly stored: Partition;
  readonly next: number;
}

export const openHistory = (partition: Partition, weights: Weights): History => ({
  past: [],
  now: { partition, weights },
  future: [],
  saved: [],
  stored: partition,
  next: 1,
});

/** Entries beyond a hundred are forgotten, the oldest first, once the server has them: they cannot be taken back here any more. */
function trimmed(history: History): History {
  const over = history.past.length - mostSteps;
  if (over <= 0) return history;
  const held = new Set(history.saved);
  const gone = history.past.slice(0, over).filter(({ id, step }) => step === null || held.has(id));
  if (gone.length < over) return history;
  const ids = new Set(gone.map(({ id }) => id));
  return { ...history, past: history.past.slice(over), saved: history.saved.filter((id) => !ids.has(id)) };
}

function grown(history: History, name: Word, step: Step | null, after: Model): History {
  const entry: Entry = { id: history.next, name, step, before: history.now, after };
  return trimmed({ ...history, past: [...history.past, entry], now: after, future: [], next: history.next + 1 });
}

/** A step, or why not: then nothing is another. What was taken back before it is forgotten. */
export function doStep(history: History, step: Step, name: Word): { readonly done: History } | { readonly refused: Refusal } {
  const outcome = applyStep(history.now.partition, step);
  if ("refused" in outcome) return outcome;
  return { done: grown(history, name, step, { ...history.now, partition: outcome.done }) };
}
export const doWeights = (history: History, weights: Weights, name: Word): History =>
  grown(history, name, null, { ...history.now, weights });

export function undo(history: History): History {
  const last = history.past.at(-1);
  if (!last) return history;
  return { ...history, past: history.past.slice(0, -1), now: last.before, future: [last, ...history.future] };
}
export function redo(history: History): History {
  const [first, ...future] = history.future;
  if (!first) return history;
  return { ...history, past: [...history.past, first], now: first.after, future };
}
/** Goes to where so many entries are done, back or forth. */
export function goTo(history: History, done: number): History {
  let now = history;
  while (now.past.length > done && now.past.length > 0) now = undo(now);
  while (now.past.length < done && now.future.length > 0) now = redo(now);
  return now;
}

/** What the server is to be told: how many of its last steps it takes back, then steps to do. */
export interface Pending {
  readonly undo: number;
  readonly steps: readonly Step[];
  /** What it has when it did so. */
  readonly saved: readonly number[];
  readonly stored: Partition;
  /** More than one request may carry waits behind it. */
  readonly more: boolean;
}
/** Null: the server has everything. */
export function pendingOf(history: History): Pending | null {
  const own = history.past.filter(({ step }) => step !== null);
  let same = 0;
  while (same < own.length && same < history.saved.length && own[same]?.id === history.saved[same]) same++;
  const all = own.slice(same);
  const fresh = all.slice(0, mostSteps);
  const back = history.saved.length - same;
  if (back === 0 && fresh.length === 0) return null;
  const before = own[same]?.before ?? history.now;
  const last = fresh.at(-1)?.after ?? before;
  return {
    undo: back,
    steps: fresh.flatMap(({ step }) => (step ? [step] : [])),
    saved: own.slice(0, same + fresh.length).map(({ id }) => id),
    stored: last.partition,
    more: fresh.length < all.length,
  };
}
/** The server did it. */
export const savedAs = (history: History, { saved, stored }: Pick<Pending, "saved" | "stored">): History =>
  trimmed({ ...history, saved, stored });

/** A step that could not be done on somebody else's version. */
export interface Lost {
  readonly name: Word;
  readonly refusal: Refusal;
}
/** A history on somebody else's version. `others`: numbers of zones and faces that are other ones there. */
export interface Replayed {
  readonly history: History;
  readonly lost: readonly Lost[];
  readonly others: Others;
}
/**
 * One's own steps that the server does not have, done again on a newer version of the plan. Zones and faces that a step made get other
 * numbers there: later steps speak of those. Steps of one's own that had been taken back stay with the server's log: whoever came after may build on them.
 */
export function replayOn(history: History, theirs: Partition): Replayed {
  const held = new Set(history.saved);
  const lost: Lost[] = [];
  const others = noOthers();
  let now: History = { ...openHistory(theirs, history.now.weights), next: history.next };
  for (const entry of history.past) {
    if (entry.step === null || held.has(entry.id)) continue;
    const before = now.now.partition;
    const outcome = doStep(now, renumber(entry.step, entry.before.partition.depth, others), entry.name);
    if ("refused" in outcome) lost.push({ name: entry.name, refusal: outcome.refused });
    else now = outcome.done;
    noteMade(madeBy(entry), "refused" in outcome ? null : madeBetween(before, now.now.partition), others);
  }
  return { history: now, lost, others };
}
/** None of one's own steps is done again: all are lost, for one reason. */
export const replayNone = (history: History, theirs: Partition, weights: Weights, refusal: Refusal): Replayed => ({
  history: { ...openHistory(theirs, weights), next: history.next },
  lost: unsaved(history).map(({ name }) => ({ name, refusal })),
  others: noOthers(),
});

const madeIn = new WeakMap<Entry, Made>();
function madeBy(entry: Entry): Made {
  const known = madeIn.get(entry) ?? madeBetween(entry.before.partition, entry.after.partition);
  madeIn.set(entry, known);
  return known;
}
/** A step as it is kept in a browser: with what it made, so that it can be done on another version. */
export interface KeptStep {
  readonly step: Step;
  readonly name: Word;
  readonly made: Made;
}
/** The steps that the server does not have, in order: kept in the browser until it does. */
export const unsaved = (history: History): readonly KeptStep[] => {
  const held = new Set(history.saved);
  return history.past.flatMap((entry) => {
    const { id, step, name } = entry;
    return step && !held.has(id) ? [{ step, name, made: madeBy(entry) }] : [];
  });
};
