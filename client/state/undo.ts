/** Undo of what is asked and of where one looks: two stacks, pure. A new change forgets what was undone. */
import { type Filter, formatFilter } from "../../server/contract/filter.ts";
import { formatAnchor } from "../../server/contract/geo.ts";
import { formatHot } from "./hot.ts";
import type { View } from "./view.ts";

/** What one can go back to. */
export type Step = Pick<View, "filter" | "near" | "hot" | "map">;
/** What a change was of; a camera that only turned larger or smaller is a zoom. */
export type Change = "filter" | "near" | "hot" | "pan" | "zoom";
interface Entry {
  readonly step: Step;
  readonly change: Change;
  /** When the change was made, or last went on; ms. */
  readonly at: number;
}
export interface Undo {
  readonly past: readonly Entry[];
  readonly future: readonly Entry[];
}
export const noUndo: Undo = { past: [], future: [] };
const kept = 50;
/** Movements of the camera closer than this are one. */
const together_ms = 1500;

export const sameFilter = (a: Filter, b: Filter) => a === b || JSON.stringify(formatFilter(a)) === JSON.stringify(formatFilter(b));
const nearText = ({ near }: Pick<Step, "near">) => near && `${near.within_m}:${near.of.map(formatAnchor).join(",")}`;
const hotText = ({ hot }: Pick<Step, "hot">) => hot && formatHot(hot);
export const sameMap = (a: Step["map"], b: Step["map"]) =>
  a === b || (a !== null && b !== null && a.lon === b.lon && a.lat === b.lat && a.zoom === b.zoom);

/** What differs between two steps, the weightiest first; null = nothing. */
export function changeOf(before: Step, after: Step): Change | null {
  if (!sameFilter(before.filter, after.filter)) return "filter";
  if (nearText(before) !== nearText(after)) return "near";
  if (hotText(before) !== hotText(after)) return "hot";
  if (sameMap(before.map, after.map)) return null;
  return before.map && after.map && before.map.zoom !== after.map.zoom ? "zoom" : "pan";
}

const isCamera = (change: Change) => change === "pan" || change === "zoom";

/** Remembers what was before a change. @param at when, ms: movements of the camera soon after one another are one step */
export function remember(undo: Undo, before: Step, change: Change, at: number): Undo {
  const last = undo.past.at(-1);
  if (last && isCamera(change) && isCamera(last.change) && at - last.at < together_ms) {
    const merged = { ...last, at, change: last.change === change ? change : ("zoom" as const) };
    return { past: [...undo.past.slice(0, -1), merged], future: [] };
  }
  const { filter, near, hot, map } = before;
  return { past: [...undo.past, { step: { filter, near, hot, map }, change, at }].slice(-kept), future: [] };
}

/** A movement taken back leaves what is asked alone, and the other way round: the page may have moved the camera itself. */
function goneBack({ filter, near, hot, map }: Step, { step, change }: Entry): Step {
  return isCamera(change) ? { filter, near, hot, map: step.map } : { ...step, map };
}

/** One step back or forth; null when there is none. A step that leads nowhere else (there and back again) is passed over. */
export function step(undo: Undo, now: Step, direction: "undo" | "redo"): { undo: Undo; step: Step } | null {
  const [from, to] = direction === "undo" ? [undo.past, undo.future] : [undo.future, undo.past];
  const left = [...from];
  const { filter, near, hot, map } = now;
  for (let entry = left.pop(); entry; entry = left.pop()) {
    const gone = goneBack(now, entry);
    if (changeOf(gone, now) === null) continue;
    // What is gone back to has no later movement to merge with.
    const onto = [...to, { step: { filter, near, hot, map }, change: entry.change, at: Number.NEGATIVE_INFINITY }];
    return { step: gone, undo: direction === "undo" ? { past: left, future: onto } : { past: onto, future: left } };
  }
  return null;
}
