/** Undo of filter changes: two stacks, pure. A new change forgets what was undone. */
import { type Filter, formatFilter } from "../../server/contract/filter.ts";

export interface Undo {
  readonly past: readonly Filter[];
  readonly future: readonly Filter[];
}
export const noUndo: Undo = { past: [], future: [] };
const kept = 50;

export const sameFilter = (a: Filter, b: Filter) => a === b || JSON.stringify(formatFilter(a)) === JSON.stringify(formatFilter(b));

export function remember(undo: Undo, before: Filter): Undo {
  return { past: [...undo.past, before].slice(-kept), future: [] };
}

/** One step back or forth; null when there is none. */
export function step(undo: Undo, now: Filter, direction: "undo" | "redo"): { undo: Undo; filter: Filter } | null {
  const from = direction === "undo" ? undo.past : undo.future;
  const filter = from.at(-1);
  if (!filter) return null;
  const left = from.slice(0, -1);
  return {
    filter,
    undo: direction === "undo" ? { past: left, future: [...undo.future, now] } : { past: [...undo.past, now], future: left },
  };
}
