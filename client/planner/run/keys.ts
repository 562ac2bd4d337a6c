/** The keyboard: one table of keys, dead while typing; the sheet behind "?" is drawn from it. */
import type { Word, ZoneLevel } from "../../../server/contract/vocabulary.ts";
import type { WordKey } from "../../look/words.ts";
import { isTyping } from "../../map/typing.ts";
import { type PlannerPage, setHand } from "../page.ts";
import { mayDraw, tableOf } from "../state.ts";
import { toolIds } from "../tools/tool.ts";
import { toolLooks } from "../tools/tools.ts";
import { doAgain, setLevel, take, takeBack } from "./acts.ts";
import { findNext } from "./finding.ts";
import { cursorKey, groundPixel, hear, leave, pickTool } from "./hear.ts";

export interface Shortcut {
  /** As shown on the sheet. */
  readonly shown: string;
  readonly word: WordKey | Word;
  readonly matches: (event: KeyboardEvent) => boolean;
  readonly run: (page: PlannerPage) => void;
}
const plain = (key: string) => (event: KeyboardEvent) =>
  event.key.toLowerCase() === key && !event.ctrlKey && !event.metaKey && !event.altKey;
const command = (key: string, shift: boolean) => (event: KeyboardEvent) =>
  (event.ctrlKey || event.metaKey) && event.shiftKey === shift && event.key.toLowerCase() === key;

/** Brush, in metres. */
export const brushes_m = [20, 40, 60, 100, 150, 250, 400, 700, 1200] as const;
export function resizeBrush(page: PlannerPage, by: 1 | -1): void {
  const hand = tableOf(page.store.get())?.hand;
  if (!hand) return;
  const next = by > 0 ? brushes_m.find((size) => size > hand.brush_m) : brushes_m.findLast((size) => size < hand.brush_m);
  if (next) setHand(page, { brush_m: next });
}
const changeLevel = (page: PlannerPage, by: 1 | -1) => setLevel(page, (page.store.get().view.level + by) as ZoneLevel);

/** Zones of the level that are selected. */
const chosen = (page: PlannerPage): number[] => [...(tableOf(page.store.get())?.hand.selected ?? [])];
export function mergeSelected(page: PlannerPage): void {
  take(page, { kind: "merge", level: page.store.get().view.level, zones: chosen(page) });
}
/** Locks what is not locked; unlocks when all are. */
export function lockSelected(page: PlannerPage): void {
  const table = tableOf(page.store.get());
  const zones = chosen(page);
  if (!table || zones.length === 0) return;
  const all = zones.every((id) => table.history.now.partition.zones.get(id)?.locked);
  take(page, { kind: "lock", zones, locked: !all });
}
export const toggleFollow = (page: PlannerPage): void => {
  const hand = tableOf(page.store.get())?.hand;
  if (hand) setHand(page, { follow: !hand.follow });
};

/** Keys that speak of a place mean the cursor's, or the middle of the picture. */
function toolKey(page: PlannerPage, key: "Enter" | "Backspace" | "Delete"): void {
  if (mayDraw(page.store.get())) hear(page, { kind: "key", key, ...groundPixel(page) });
}

const toolKeys: readonly Shortcut[] = toolIds.flatMap((id, i) => {
  const { word, key } = toolLooks[id];
  const run = (page: PlannerPage) => pickTool(page, id);
  const number: Shortcut = { shown: String(i + 1), word, matches: plain(String(i + 1)), run };
  return key ? [number, { shown: key, word, matches: plain(key.toLowerCase()), run }] : [number];
});

export const shortcuts: readonly Shortcut[] = [
  ...toolKeys,
  { shown: "C", word: "planner.merge", matches: plain("c"), run: mergeSelected },
  { shown: "L", word: "planner.lock", matches: plain("l"), run: lockSelected },
  { shown: "F", word: "planner.follow", matches: plain("f"), run: toggleFollow },
  { shown: "+", word: "planner.brushLarger", matches: (e) => plain("+")(e) || plain("=")(e), run: (page) => resizeBrush(page, 1) },
  { shown: "-", word: "planner.brushSmaller", matches: plain("-"), run: (page) => resizeBrush(page, -1) },
  { shown: "[", word: "planner.levelUp", matches: plain("["), run: (page) => changeLevel(page, -1) },
  { shown: "]", word: "planner.levelDown", matches: plain("]"), run: (page) => changeLevel(page, 1) },
  { shown: "N", word: "planner.nextNobodys", matches: plain("n"), run: (page) => findNext(page, "nobodys") },
  { shown: "H", word: "planner.nextHeavy", matches: plain("h"), run: (page) => findNext(page, "heavy") },
  { shown: "D", word: "planner.nextApart", matches: plain("d"), run: (page) => findNext(page, "apart") },
  { shown: "Enter", word: "planner.keyEnter", matches: plain("enter"), run: (page) => toolKey(page, "Enter") },
  { shown: "Backspace", word: "planner.keyBackspace", matches: plain("backspace"), run: (page) => toolKey(page, "Backspace") },
  { shown: "Delete", word: "planner.keyDelete", matches: plain("delete"), run: (page) => toolKey(page, "Delete") },
  { shown: "Ctrl+Z", word: "planner.undo", matches: command("z", false), run: takeBack },
  { shown: "Ctrl+Shift+Z", word: "planner.redo", matches: command("z", true), run: doAgain },
  { shown: "Ctrl+Y", word: "planner.redo", matches: command("y", false), run: doAgain },
  { shown: "/", word: "planner.search", matches: plain("/"), run: (page) => page.store.set({ dialog: "search" }) },
  { shown: "Ctrl+K", word: "planner.search", matches: command("k", false), run: (page) => page.store.set({ dialog: "search" }) },
  { shown: "?", word: "planner.help", matches: plain("?"), run: (page) => page.store.set({ dialog: "keys" }) },
  { shown: "Esc", word: "planner.keyEscape", matches: plain("escape"), run: leave },
  // Told here, heard by the map and by its cursor.
  { shown: "← ↑ → ↓", word: "planner.keyArrows", matches: () => false, run: () => {} },
  { shown: "Space", word: "planner.keySpace", matches: () => false, run: () => {} },
  { shown: "Shift+Enter", word: "planner.keyShiftEnter", matches: () => false, run: () => {} },
  { shown: "Ctrl+Enter", word: "planner.keyCtrlEnter", matches: () => false, run: () => {} },
  { shown: "Alt", word: "planner.keyAlt", matches: () => false, run: () => {} },
];

/** A key on a button is the button's. */
const isPressed = (event: KeyboardEvent) =>
  event.target instanceof HTMLElement &&
  event.target.closest("button, a, select, [role=row], summary") !== null &&
  /^(Enter| )$/.test(event.key);

/** Beside the map arrows scroll lists. */
const isListed = ({ target }: KeyboardEvent) => target instanceof HTMLElement && target.closest(".plan-right") !== null;

export function followKeys(page: PlannerPage): () => void {
  const press = (event: KeyboardEvent) => {
    if (event.defaultPrevented || event.isComposing || page.store.get().view.face !== "table") return;
    const box = event.target instanceof HTMLInputElement && /^(checkbox|radio)$/.test(event.target.type);
    if ((isTyping(event.target) && !box) || page.store.get().dialog || isPressed(event)) return;
    if (!isListed(event) && cursorKey(page, event)) {
      // The map would pan by its own arrows as well.
      event.preventDefault();
      event.stopPropagation();
      return;
    }
    const shortcut = shortcuts.find((one) => one.matches(event));
    if (!shortcut) return;
    if (event.key !== "Escape") event.preventDefault();
    shortcut.run(page);
  };
  addEventListener("keydown", press, true);
  return () => removeEventListener("keydown", press, true);
}
