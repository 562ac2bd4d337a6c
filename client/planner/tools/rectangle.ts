/** Paints pieces whose inner place lies within a rectangle: drawn in one stroke, or by two corners. */
import type { Position } from "../../../server/contract/draw.ts";
import { faceShapes, zoneShapes } from "../../../server/contract/partition/shapes.ts";
import type { Word, ZoneLevel } from "../../../server/contract/vocabulary.ts";
import { insideOf } from "../../map/plan/inside.ts";
import { type Box, bare, boxOf, equal, isPointer, movable, piecesOfFaces } from "./places.ts";
import type { Heard, Tool, ToolContext } from "./tool.ts";

interface Corners {
  readonly from: Position | null;
  readonly to: Position | null;
  /** The button is down. */
  readonly pressed: boolean;
}
const none: Corners = { from: null, to: null, pressed: false };

const holds = ([w, s, e, n]: Box, [x, y]: Position) => x >= w && x <= e && y >= s && y <= n;

/** A piece's inner place: the one with most room around it. */
function innerOf(piece: number, { partition, level }: ToolContext): Position | null {
  if (level === partition.depth) {
    const face = faceShapes(partition).get(piece);
    return face ? insideOf(face.polygon).at : null;
  }
  const parts =
    zoneShapes(partition, (level + 1) as ZoneLevel)
      .get(piece)
      ?.polygons.map(insideOf) ?? [];
  return parts.reduce<(typeof parts)[number] | null>((best, one) => (best && best.room_m >= one.room_m ? best : one), null)?.at ?? null;
}

function within({ from, to }: Corners, context: ToolContext): ReturnType<typeof movable> {
  if (!from || !to || equal(from, to)) return { pieces: [], locked: 0 };
  const box = boxOf([from, to]);
  const near = piecesOfFaces(context, context.finder.facesIn({ box }));
  return movable(
    context,
    [...near].filter((piece) => {
      const at = innerOf(piece, context);
      return at !== null && holds(box, at);
    }),
  );
}

function shown(state: Corners, context: ToolContext): Heard<Corners> {
  const { pieces, locked } = within(state, context);
  const left: Word = locked ? { zh: `，${locked} 块已锁定不动`, en: `, ${locked} locked and left` } : { zh: "", en: "" };
  const hint: Word = { zh: `划入 ${pieces.length} 块${left.zh}`, en: `${pieces.length} to paint${left.en}` };
  return { state, pieces: new Set(pieces), hint };
}

function painted(state: Corners, context: ToolContext): Heard<Corners> {
  const { hint } = shown(state, context);
  const pieces = within(state, context).pieces.toSorted((a, b) => a - b);
  const rest: Heard<Corners> = { state: none, pieces: new Set(), ...(hint && { hint }) };
  return pieces.length ? { ...rest, step: { kind: "assign", level: context.level, pieces, to: context.target } } : rest;
}

const next: Word = { zh: "点击对角完成", en: "click the opposite corner" };

export const rectangle: Tool<Corners> = {
  id: "rectangle",
  first: none,
  hear(state, event, context) {
    if (event.kind === "typed")
      return state.from ? painted({ ...state, to: event.at }, context) : { state: { ...none, from: event.at }, hint: next };
    if (!isPointer(event)) return event.key === "Backspace" ? { state: none, pieces: new Set(), hint: null } : { state };
    switch (event.kind) {
      case "down":
        return { state: { from: state.from ?? event.at, to: event.at, pressed: true }, held: true };
      case "drag":
        return state.pressed ? { ...shown({ ...state, to: event.at }, context), held: true } : { state };
      case "up":
        // In one stroke, or the second corner of two; a press that went nowhere is the first of them.
        if (!state.pressed || !state.from) return { state };
        if (equal(state.from, state.to)) return { state: { from: state.from, to: state.from, pressed: false }, hint: next };
        return painted({ ...state, to: event.at }, context);
      case "move":
        if (state.pressed) return { state: none, pieces: new Set() };
        return state.from ? shown({ ...state, to: event.at }, context) : { state };
      case "leave":
        return state.pressed ? { state: none, pieces: new Set(), hint: null } : { state };
      default:
        return { state };
    }
  },
  ghost({ from, to }) {
    if (!from || !to || equal(from, to)) return from ? { ...bare, points: [{ at: from, kind: "vertex" }] } : null;
    const ring: Position[] = [from, [to[0], from[1]], to, [from[0], to[1]]];
    return { ...bare, areas: [ring], lines: [{ points: [...ring, from], kind: "draft" }] };
  },
  idle: ({ from }) => from === null,
  anchor: ({ from }) => from,
  cursor: "crosshair",
};
