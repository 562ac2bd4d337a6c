/**
 * Moves borders by their vertices: a vertex, with Shift a whole edge, and a new vertex pulled out of an edge. Both sides of a border move
 * together. Delete takes a vertex away; the outline stays.
 */
import type { Position } from "../../../server/contract/draw.ts";
import { applyStep } from "../../../server/contract/partition/apply.ts";
import type { Near } from "../../../server/contract/partition/find.ts";
import type { Partition } from "../../../server/contract/partition/partition.ts";
import type { Refusal, Step } from "../../../server/contract/partition/steps.ts";
import type { Word } from "../../../server/contract/vocabulary.ts";
import { lengthLabel } from "../../draw/measure.ts";
import type { Ghost, PlanPointer } from "../../map/plan/picture.ts";
import { handlesNear, isFixed, joined } from "./handles.ts";
import { bare, equal, far_m, isPointer, snap_px } from "./places.ts";
import type { Heard, Tool, ToolContext, ToolKey } from "./tool.ts";

/** What is under the hand: vertices that move together, or an edge that a new vertex is pulled out of. */
interface Grip {
  readonly what: "vertex" | "edge" | "new";
  /** One vertex, or the two of an edge. */
  readonly from: readonly Position[];
  /** Where the hand took hold. */
  readonly held: Position;
  readonly to: Position | null;
  readonly refusal: Refusal | null;
  /** Borders as they would run; empty while that is not known. */
  readonly course: readonly (readonly Position[])[];
}
interface Hand {
  readonly grip: Grip | null;
  /** The vertex that Delete and typed numbers mean. */
  readonly chosen: Position | null;
  readonly at: Position | null;
  readonly metresPerPixel: number;
  readonly over: Near | null;
}
const empty: Hand = { grip: null, chosen: null, at: null, metresPerPixel: 1, over: null };
/** Pixels around the pointer in which handles are shown. */
const shown_px = 140;
/** Larger partitions are not tried at each move: the refusal comes when the hand lets go. */
const tried = 2_000;

const shift = (at: Position, from: Position, to: Position): Position => [at[0] + to[0] - from[0], at[1] + to[1] - from[1]];

/** The step that the grip would be, let go now. */
function stepOf({ what, from, held, to }: Grip): Step | null {
  const [a, b] = from;
  if (!a || !to) return null;
  if (what === "new") return b ? { kind: "reroute", line: [a, to, b] } : null;
  return { kind: "moveVertices", moves: from.map((at) => ({ from: at, to: what === "vertex" ? to : shift(at, held, to) })) };
}

/** @returns null when nothing that can be moved is near */
function gripAt(near: Near | null, event: PlanPointer, context: ToolContext): Grip | null {
  if (!near || isFixed(context, near)) return null;
  const rest = { held: event.at, to: null, refusal: null, course: [] };
  const points = context.partition.arcs.get(near.arc)?.points ?? [];
  const [a, b] = [points[near.index], points[near.index + 1]];
  if (near.what === "vertex" && !event.shift) return { what: "vertex", from: [near.at], ...rest };
  if (!a || !b) return near.what === "vertex" ? { what: "vertex", from: [near.at], ...rest } : null;
  return { what: event.shift ? "edge" : "new", from: [a, b], ...rest };
}

const nearest = (event: Pick<PlanPointer, "at" | "metresPerPixel">, { finder }: ToolContext) =>
  finder.nearest(event.at, snap_px * event.metresPerPixel);

const how: Word = {
  zh: "拖顶点移动边界；拖边上加点；按住 Shift 拖整条边；点选顶点后按 Delete 删除",
  en: "drag a vertex to move a border; drag an edge to add one; Shift drags the whole edge; click a vertex, then Delete removes it",
};
const fixed: Word = { zh: "这是区域外边界，不能移动", en: "this is the district's outline: it stays" };

/** Lines that one partition has and the other has not. */
function changedArcs({ arcs: before }: Partition, { arcs }: Partition): readonly (readonly Position[])[] {
  return [...arcs.values()].filter(({ id, points }) => before.get(id)?.points !== points).map(({ points }) => points);
}

function dragged(state: Hand, event: PlanPointer, context: ToolContext): Heard<Hand> {
  if (!state.grip) return { state };
  const moved: Grip = { ...state.grip, to: event.at, course: [] };
  const step = stepOf(moved);
  const outcome = step && context.partition.faces.size <= tried ? applyStep(context.partition, step) : null;
  const refusal = outcome && "refused" in outcome ? outcome.refused : null;
  const course = outcome && "done" in outcome ? changedArcs(context.partition, outcome.done) : [];
  const long = lengthLabel(far_m(moved.held, event.at));
  return {
    state: { ...state, at: event.at, metresPerPixel: event.metresPerPixel, grip: { ...moved, refusal, course } },
    held: true,
    hint: refusal ? refusal.why : { zh: `移动 ${long}`, en: `moved ${long}` },
  };
}

function letGo(state: Hand): Heard<Hand> {
  const { grip } = state;
  const rest: Hand = { ...state, grip: null };
  const step = grip?.to ? stepOf(grip) : null;
  if (!grip || !step) return { state: rest };
  return { state: { ...rest, chosen: grip.what === "edge" ? null : grip.to, over: null }, step };
}

function looked(state: Hand, event: PlanPointer, context: ToolContext): Heard<Hand> {
  const over = nearest(event, context);
  const hint = over && isFixed(context, over) ? fixed : how;
  return { state: { ...state, grip: null, at: event.at, metresPerPixel: event.metresPerPixel, over }, hint };
}

function chose(state: Hand, event: PlanPointer, context: ToolContext): Heard<Hand> {
  const near = nearest(event, context);
  const stays = near !== null && isFixed(context, near);
  const chosen = near?.what === "vertex" && !stays ? near.at : null;
  const hint: Word = chosen
    ? {
        zh: "已选中一点：Delete 删除，或键入坐标、距离和方位移动它",
        en: "a vertex: Delete removes it; typed coordinates or a distance and bearing move it",
      }
    : stays
      ? fixed
      : how;
  return { state: { ...state, grip: null, at: event.at, metresPerPixel: event.metresPerPixel, chosen }, hint };
}

/** A second click on an edge puts a vertex there. */
function doubled(state: Hand, event: PlanPointer, context: ToolContext): Heard<Hand> {
  const near = nearest(event, context);
  if (near?.what !== "border" || near.outline) return { state: { ...state, grip: null } };
  return { state: { ...state, grip: null, chosen: near.at }, step: { kind: "addVertex", at: near.at } };
}

function removed(state: Hand, key: Extract<ToolKey, { kind: "key" }>): Heard<Hand> {
  if (key.key !== "Delete" && key.key !== "Backspace") return { state };
  const at = state.chosen ?? (state.over?.what === "vertex" ? state.over.at : null);
  if (!at) return { state, hint: how };
  return { state: { ...state, chosen: null, over: null }, step: { kind: "removeVertex", at } };
}

function moved({ chosen, ...state }: Hand, to: Position): Heard<Hand> {
  if (!chosen) return { state: { ...state, chosen }, hint: how };
  return { state: { ...state, chosen: to }, step: { kind: "moveVertices", moves: [{ from: chosen, to }] } };
}

/** Borders as they would run. */
function pulled({ what, from, held, to, refusal, course }: Grip, context: ToolContext): Ghost {
  const kind = refusal ? ("refused" as const) : ("draft" as const);
  const [a, b] = from;
  if (!to || !a) return { ...bare, points: from.map((at) => ({ at, kind: "held" })) };
  if (course.length) return { ...bare, lines: course.map((points) => ({ points, kind })), points: [{ at: to, kind: "held" }] };
  const faults = refusal?.at ? [{ at: refusal.at, kind: "refused" as const }] : [];
  if (what === "new" && b) return { ...bare, lines: [{ points: [a, to, b], kind }], points: [{ at: to, kind: "held" }, ...faults] };
  const places = from.map((at) => (what === "vertex" ? to : shift(at, held, to)));
  const sides = from.flatMap((at, i) =>
    joined(context, at)
      .filter((other) => !from.some((own) => equal(own, other)))
      .map((other) => ({ points: [other, places[i] as Position], kind })),
  );
  const edge = places.length > 1 ? [{ points: places, kind }] : [];
  return { ...bare, lines: [...sides, ...edge], points: [...places.map((at) => ({ at, kind: "held" as const })), ...faults] };
}

export const vertices: Tool<Hand> = {
  id: "vertices",
  first: empty,
  hear(state, event, context) {
    if (event.kind === "typed") return moved(state, event.at);
    if (!isPointer(event)) return removed(state, event);
    switch (event.kind) {
      case "down": {
        const grip = gripAt(nearest(event, context), event, context);
        return { state: { ...state, grip, at: event.at, metresPerPixel: event.metresPerPixel }, held: grip !== null };
      }
      case "drag":
        return dragged(state, event, context);
      case "up":
        return letGo(state);
      case "move":
        return looked(state, event, context);
      case "click":
        return chose(state, event, context);
      case "double":
        return doubled(state, event, context);
      case "leave":
        return { state: { ...empty, chosen: state.chosen }, hint: null };
    }
  },
  ghost({ grip, chosen, at, metresPerPixel, over }, context) {
    const held = chosen ? [{ at: chosen, kind: "held" as const }] : [];
    if (grip?.to) return pulled(grip, context);
    const near = at ? handlesNear(context, at, shown_px * metresPerPixel) : [];
    const mark =
      over && !isFixed(context, over) ? [{ at: over.at, kind: over.what === "vertex" ? ("snap" as const) : ("mid" as const) }] : [];
    if (near.length + held.length === 0) return null;
    return {
      ...bare,
      points: [...near.map(({ at, fixed }) => ({ at, kind: fixed ? ("fixed" as const) : ("vertex" as const) })), ...held, ...mark],
    };
  },
  idle: ({ grip, chosen }) => grip === null && chosen === null,
  anchor: ({ chosen }) => chosen,
  cursor: "default",
};
