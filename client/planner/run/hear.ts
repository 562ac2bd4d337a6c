/** The hand on the plan: what the map and the keys tell goes to the tool, and what the tool says becomes the page's. */
import type { Position } from "../../../server/contract/draw.ts";
import { type Finder, finderOf } from "../../../server/contract/partition/find.ts";
import type { Partition } from "../../../server/contract/partition/partition.ts";
import type { PlanPointer } from "../../map/plan/picture.ts";
import { type PlannerPage, setHand } from "../page.ts";
import { mayDraw, type Table, tableOf } from "../state.ts";
import { cursorHears, metresPerPixelAt, outOfSight, withCursor } from "../tools/cursor.ts";
import type { Tool, ToolContext, ToolEvent, ToolId } from "../tools/tool.ts";
import { tools } from "../tools/tools.ts";
import { select, take } from "./acts.ts";
import { Ways } from "./ways.ts";

const finders = new WeakMap<Partition, Finder>();
export function finderFor(partition: Partition): Finder {
  const known = finders.get(partition) ?? finderOf(partition);
  finders.set(partition, known);
  return known;
}
const ways = new Ways();

export const toolOf = (id: ToolId): Tool<unknown> => tools[id] as unknown as Tool<unknown>;

/** What a tool knows of the plan. Its plan is found through only when it asks. */
export function contextOf(page: PlannerPage, { hand, history }: Table): ToolContext {
  const { view } = page.store.get();
  const { partition } = history.now;
  return {
    partition,
    get finder() {
      return finderFor(partition);
    },
    level: view.level,
    ...{ selected: hand.selected, target: hand.target, brush_m: hand.brush_m, snap: hand.snap, follow: hand.follow },
    ways: (box) => {
      const { base, sites } = page.store.get().data;
      return ways.near(box, base, sites);
    },
  };
}
const heldOf = ({ hand }: Table): unknown => hand.held ?? toolOf(hand.tool).first;

/** @returns true when the tool holds the pointer, and the map stays where it is */
export function hear(page: PlannerPage, event: ToolEvent): boolean {
  const table = tableOf(page.store.get());
  if (!table) return false;
  const heard = toolOf(table.hand.tool).hear(heldOf(table), event, contextOf(page, table));
  const { hand } = table;
  const told = heard.hint === undefined ? {} : { hint: heard.hint };
  const pieces = heard.pieces ? { pieces: heard.pieces } : {};
  // A refused step leaves the tool as it is: the line that ends nowhere can be drawn on.
  if (heard.step && !take(page, heard.step)) {
    setHand(page, told);
    return heard.held ?? false;
  }
  const held = heard.state === toolOf(hand.tool).first ? null : heard.state;
  const gone = !heard.step && hand.refusal && begins(event) ? { refusal: null } : {};
  const moved = held !== hand.held || "refusal" in gone || heard.pieces || (heard.hint !== undefined && heard.hint !== hand.hint);
  if (moved) setHand(page, { held, ...told, ...pieces, ...gone });
  if (heard.select) select(page, heard.select);
  return heard.held ?? false;
}
/** A new beginning: what was refused before is not said any longer. */
const begins = (event: ToolEvent) => event.kind === "down" || event.kind === "click";

/** Takes a tool into the hand; whoever only looks can select. What was begun with the last one is left. */
export function pickTool(page: PlannerPage, tool: ToolId): void {
  if (tool !== "select" && !mayDraw(page.store.get())) return;
  // A split is to run along a road; an area drawn inside and a new course are meant as they are drawn, unless F says otherwise.
  const follow = tool === "ring" || tool === "reroute" ? { follow: false } : tool === "cut" ? { follow: true } : {};
  setHand(page, { tool, held: null, pieces: new Set(), hint: null, refusal: null, ...follow });
}

/** Leaves what is innermost: what a tool has begun, the tool, a proposal, the selection. */
export function leave(page: PlannerPage): void {
  const table = tableOf(page.store.get());
  if (!table) return;
  const { hand } = table;
  const tool = toolOf(hand.tool);
  if (!tool.idle(heldOf(table))) setHand(page, { held: null, pieces: new Set(), hint: null, refusal: null });
  else if (hand.refusal) setHand(page, { refusal: null });
  else if (hand.cursor) setHand(page, { cursor: null });
  else if (hand.tool !== "select") pickTool(page, "select");
  else if (hand.selected.size > 0) select(page, []);
}

/** What the tool draws over the plan now. */
export const ghostOf = (page: PlannerPage, table: Table) =>
  withCursor(toolOf(table.hand.tool).ghost(heldOf(table), contextOf(page, table)), table.hand.cursor);

/** Where keys mean, and what a pixel is there: the cursor's place, else the middle of the picture. */
export function groundPixel({ store }: PlannerPage): { readonly at: Position; readonly metresPerPixel: number } {
  const { view, district } = store.get();
  const middle: Position = view.map ? [view.map.lon, view.map.lat] : (district?.centre ?? [0, 0]);
  const at = tableOf(store.get())?.hand.cursor?.at ?? middle;
  return { at, metresPerPixel: metresPerPixelAt(at[1], view.map?.zoom ?? 13) };
}
/** The last vertex that the tool has set: a typed distance begins there. */
export function anchorOf(table: Table): Position | null {
  return toolOf(table.hand.tool).anchor?.(heldOf(table)) ?? null;
}

/** A key for the crosshair on the map. @returns whether it was one */
export function cursorKey(page: PlannerPage, event: KeyboardEvent): boolean {
  const table = tableOf(page.store.get());
  if (!table || event.metaKey) return false;
  const { at, metresPerPixel } = groundPixel(page);
  const heard = cursorHears(table.hand.cursor, event, at, metresPerPixel);
  if (!heard) return false;
  setHand(page, { cursor: heard.cursor });
  for (const pointer of heard.tells) {
    // As with a mouse, a double click is a click as well: the line ends here, not at the place before.
    if (pointer.kind === "double") hear(page, { ...pointer, kind: "click" });
    hear(page, pointer);
  }
  const { bounds, view } = page.store.get();
  if (bounds && outOfSight(heard.cursor, bounds)) page.map.current?.goTo({ place: heard.cursor.at, zoom: view.map?.zoom ?? 13 });
  return true;
}
/** The pointer of a hand: the crosshair of the keys goes. */
export function pointerHears(page: PlannerPage, pointer: PlanPointer): boolean {
  if (pointer.kind !== "leave" && tableOf(page.store.get())?.hand.cursor) setHand(page, { cursor: null });
  return hear(page, pointer);
}
