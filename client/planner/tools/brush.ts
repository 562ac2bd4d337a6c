/** Paints pieces into the target zone; a stroke is one step. */
import type { Position } from "../../../server/contract/draw.ts";
import type { Word } from "../../../server/contract/vocabulary.ts";
import { bare, far_m, isPointer, movable, piecesOfFaces } from "./places.ts";
import type { Heard, Tool, ToolContext } from "./tool.ts";

interface Stroke {
  /** Where the brush is; null = not over the map. */
  readonly at: Position | null;
  /** Pieces met since it was put down; null = it is not. */
  readonly met: ReadonlySet<number> | null;
}
const up: Stroke = { at: null, met: null };

/** Pieces under the brush along its way: a quick hand leaves nothing out. */
function swept(from: Position | null, to: Position, context: ToolContext): Set<number> {
  const { brush_m, finder } = context;
  const parts = from ? Math.min(400, Math.max(1, Math.ceil(far_m(from, to) / Math.max(brush_m, 1)))) : 1;
  const faces = Array.from({ length: parts }, (_, i): Position => {
    const t = (i + 1) / parts;
    return from ? [from[0] + (to[0] - from[0]) * t, from[1] + (to[1] - from[1]) * t] : to;
  }).flatMap((at) => finder.facesIn({ at, radius_m: brush_m }));
  return piecesOfFaces(context, faces);
}

function said(met: ReadonlySet<number>, context: ToolContext): Word {
  const { pieces, locked } = movable(context, met);
  const left: Word = locked ? { zh: `，${locked} 块已锁定不动`, en: `, ${locked} locked and left` } : { zh: "", en: "" };
  return { zh: `划入 ${pieces.length} 块${left.zh}`, en: `${pieces.length} to paint${left.en}` };
}

function painted({ at, met }: Stroke, context: ToolContext): Heard<Stroke> {
  const { pieces } = movable(context, met ?? []);
  const state: Stroke = { at, met: null };
  const hint = said(met ?? new Set(), context);
  if (pieces.length === 0) return { state, pieces: new Set(), hint };
  const sorted = pieces.toSorted((a, b) => a - b);
  return { state, step: { kind: "assign", level: context.level, pieces: sorted, to: context.target }, pieces: new Set(), hint };
}

function sweep({ at: from, met }: Stroke, at: Position, context: ToolContext): Heard<Stroke> {
  const all = new Set([...(met ?? []), ...swept(met ? from : null, at, context)]);
  return { state: { at, met: all }, held: true, pieces: new Set(movable(context, all).pieces), hint: said(all, context) };
}

export const brush: Tool<Stroke> = {
  id: "brush",
  first: up,
  hear(state, event, context) {
    if (!isPointer(event)) return { state };
    switch (event.kind) {
      case "down":
        return sweep(up, event.at, context);
      case "drag":
        return state.met ? sweep(state, event.at, context) : { state };
      case "up":
        return state.met ? painted(state, context) : { state };
      case "leave":
        return { state: up, pieces: new Set(), hint: null };
      case "move":
        // A step that was refused left the brush down; the hand has lifted it.
        return state.met ? { state: { at: event.at, met: null }, pieces: new Set() } : { state: { at: event.at, met: null } };
      default:
        return { state };
    }
  },
  ghost({ at }, { brush_m }) {
    return at ? { ...bare, circle: { at, radius_m: brush_m } } : null;
  },
  idle: ({ met }) => met === null,
  cursor: "none",
};
