/** Picks zones, and with Alt the pieces they are painted of. */
import { zoneOfFace } from "../../../server/contract/partition/belong.ts";
import type { Partition } from "../../../server/contract/partition/partition.ts";
import type { Word } from "../../../server/contract/vocabulary.ts";
import type { PlanPointer } from "../../map/plan/picture.ts";
import { pieceOf } from "./places.ts";
import type { Heard, Tool, ToolContext } from "./tool.ts";

/** Pieces that were picked, and in which partition: in another they may be others. */
interface Picked {
  readonly pieces: ReadonlySet<number>;
  readonly of: Partition | null;
}
const none: Picked = { pieces: new Set(), of: null };

/** In when it was out, else out. */
function turned(all: ReadonlySet<number>, one: number): ReadonlySet<number> {
  const next = new Set(all);
  if (!next.delete(one)) next.add(one);
  return next;
}

function pickPiece(state: Picked, face: number, event: PlanPointer, context: ToolContext): Heard<Picked> {
  const piece = pieceOf(context, face);
  if (piece === null) return { state: none, pieces: none.pieces, select: new Set(), hint: null };
  const before = event.shift && state.of === context.partition ? state.pieces : none.pieces;
  const pieces = event.shift ? turned(before, piece) : new Set([piece]);
  const hint: Word = { zh: `已选 ${pieces.size} 块`, en: `${pieces.size} picked` };
  return { state: { pieces, of: context.partition }, pieces, ...(event.shift ? {} : { select: new Set<number>() }), hint };
}

function click(state: Picked, event: PlanPointer, context: ToolContext): Heard<Picked> {
  const face = context.finder.faceAt(event.at);
  const zone = zoneOfFace(context.partition, face, context.level);
  // Ground that is nobody's has no zone to pick: its piece is meant.
  if (event.alt || zone === null) return pickPiece(state, face, event, context);
  const select = event.shift ? turned(context.selected, zone) : new Set([zone]);
  return { state: none, select, pieces: none.pieces, hint: null };
}

/** All zones under the same zone above. */
function family({ at }: PlanPointer, context: ToolContext): Heard<Picked> {
  const { partition, finder, level } = context;
  const zone = zoneOfFace(partition, finder.faceAt(at), level);
  if (zone === null) return { state: none };
  const parent = partition.zones.get(zone)?.parent ?? null;
  const all = [...partition.zones.values()].filter((one) => one.level === level && one.parent === parent).map(({ id }) => id);
  const above = parent === null ? null : partition.zones.get(parent)?.name;
  const hint: Word = above
    ? { zh: `已选“${above}”的全部 ${all.length} 个`, en: `all ${all.length} of ${above} selected` }
    : { zh: `已选全部 ${all.length} 个`, en: `all ${all.length} selected` };
  return { state: none, select: new Set(all), pieces: none.pieces, hint };
}

export const select: Tool<Picked> = {
  id: "select",
  first: none,
  hear(state, event, context) {
    if (event.kind === "click") return click(state, event, context);
    if (event.kind === "double" && !event.alt && !event.shift) return family(event, context);
    return { state };
  },
  ghost: () => null,
  idle: ({ pieces }) => pieces.size === 0,
  cursor: "default",
};
