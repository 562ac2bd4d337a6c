/** The keyboard: one table of keys, dead while typing; the sheet behind "?" is drawn from it. */
import { untilLoaded } from "../../api/chunk.ts";
import type { WordKey } from "../../look/words.ts";
import { type App, goTo, openNear, select, takeBack } from "./app.ts";
import { draw, filterByView, leaveTool, nextAreaTool } from "./drawing.ts";

/** What is not looked at first comes when it is asked for. */
const loadList = () => import("../shortlist/list.ts");

export interface Shortcut {
  /** As shown on the sheet. */
  readonly shown: string;
  readonly word: WordKey;
  readonly matches: (event: KeyboardEvent) => boolean;
  readonly run: (app: App) => void;
}

const plain = (key: string) => (event: KeyboardEvent) => event.key === key && !event.ctrlKey && !event.metaKey && !event.altKey;
const command = (key: string, shift: boolean) => (event: KeyboardEvent) =>
  (event.ctrlKey || event.metaKey) && event.shiftKey === shift && event.key.toLowerCase() === key;

const goHome = (app: App) => {
  const { district } = app.store.get();
  if (district) goTo(app, { bounds: district.bounds });
};

/** Leaves what is innermost: the tool, then what lies over the page, then the selection. */
function leave(app: App): void {
  const { drawing, editing, open, view } = app.store.get();
  if (drawing || (editing !== null && !open)) leaveTool(app);
  else if (open) app.store.set({ open: null });
  else if (view.selected) select(app, null);
}

/** The tools, 1 to 7, in the order of the map's toolbar. */
export const tools: readonly Shortcut[] = [
  { shown: "1", word: "map.pan", matches: plain("1"), run: leaveTool },
  { shown: "2", word: "map.point", matches: plain("2"), run: (app) => void draw(app, "point", "near") },
  { shown: "3", word: "map.line", matches: plain("3"), run: (app) => void draw(app, "line", "near") },
  { shown: "4", word: "map.area", matches: plain("4"), run: nextAreaTool },
  { shown: "5", word: "map.view", matches: plain("5"), run: filterByView },
  { shown: "6", word: "map.near", matches: plain("6"), run: (app) => openNear(app) },
  { shown: "7", word: "map.home", matches: plain("7"), run: goHome },
];

export const shortcuts: readonly Shortcut[] = [
  { shown: "/", word: "keys.search", matches: plain("/"), run: (app) => app.store.set({ open: "search" }) },
  { shown: "Ctrl+K", word: "keys.search", matches: command("k", false), run: (app) => app.store.set({ open: "search" }) },
  { shown: "?", word: "keys.help", matches: plain("?"), run: (app) => app.store.set({ open: "keys" }) },
  { shown: "Esc", word: "keys.escape", matches: plain("Escape"), run: leave },
  { shown: "Ctrl+Z", word: "keys.undo", matches: command("z", false), run: (app) => takeBack(app, "undo") },
  { shown: "Ctrl+Shift+Z", word: "keys.redo", matches: command("z", true), run: (app) => takeBack(app, "redo") },
  { shown: "Ctrl+Y", word: "keys.redo", matches: command("y", false), run: (app) => takeBack(app, "redo") },
  {
    shown: "S",
    word: "keys.list",
    matches: plain("s"),
    run: (app) => void untilLoaded(loadList).then(({ toggleSelected }) => toggleSelected(app)),
  },
  { shown: "E", word: "keys.takeOut", matches: plain("e"), run: (app) => app.store.set({ open: "takeOut" }) },
  ...tools,
  // Told here, heard by the map.
  { shown: "Shift", word: "keys.lasso", matches: () => false, run: () => {} },
  { shown: "Delete", word: "keys.vertex", matches: () => false, run: () => {} },
];

/** True while a key belongs to a field. */
function isTyping(target: EventTarget | null): boolean {
  return target instanceof HTMLElement && (target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName));
}

export function followKeys(app: App): () => void {
  const press = (event: KeyboardEvent) => {
    // A field or a popover that used the key has said so; boxes and radios take no text, so keys live there.
    if (event.defaultPrevented || event.isComposing) return;
    const box = event.target instanceof HTMLInputElement && /^(checkbox|radio)$/.test(event.target.type);
    if (isTyping(event.target) && !box && event.key !== "Escape" && !command("k", false)(event)) return;
    const shortcut = shortcuts.find((one) => one.matches(event));
    if (!shortcut) return;
    if (event.key !== "Escape") event.preventDefault();
    shortcut.run(app);
  };
  addEventListener("keydown", press);
  return () => removeEventListener("keydown", press);
}
