/** Single vertices of borders: added, removed, moved. */
import type { Position } from "../draw.ts";
import { distanceTo2, same } from "./exact.ts";
import { isFreeRing, type Stretch } from "./insert.ts";
import { spotAt } from "./noding.ts";
import { type Arc, outside, type Partition } from "./partition.ts";
import { crossesBorder, crossingOf, crowdOf, passedBy, tornFace } from "./planar.ts";
import { slideNode } from "./slide.ts";
import type { Outcome, Step } from "./steps.ts";
import { isRefused, refused, Work } from "./work.ts";

type Of<K extends Step["kind"]> = Extract<Step, { kind: K }>;

const isOutline = (arc: Arc) => arc.left === outside || arc.right === outside;
const noVertex = (at: Position) =>
  refused("noZone", { zh: "这里没有边界点（可能已被移动或删除）", en: "There is no vertex here (it may have been moved or removed)" }, at);
const outlineStays = (at: Position) =>
  refused(
    "outline",
    { zh: "区界不能改动：规划只在区界之内划分", en: "The district's outline stays as it is: a plan only divides what is within" },
    at,
  );

export function addVertex(partition: Partition, { at }: Of<"addVertex">): Outcome {
  const work = new Work(partition);
  const spot = spotAt(work.table, at);
  if (spot.vertex) return refused("nothing", { zh: "这里已经有边界点", en: "There is a vertex here already" }, at);
  if (!spot.edge) return refused("noZone", { zh: "这里没有边界", en: "There is no border here" }, at);
  const { arc, index } = spot.edge;
  work.putArc({ ...arc, points: arc.points.toSpliced(index + 1, 0, spot.at) });
  const fresh: Stretch[] = [
    [arc.points[index] as Position, spot.at],
    [spot.at, arc.points[index + 1] as Position],
  ];
  const crossing = crossingOf(work.table, fresh);
  return crossing ? refused("crossesBorder", crossesBorder, crossing) : { done: work.done() };
}

/** Rounding moves a vertex that was put on an edge by so much at most (degrees, squared). */
const rounding2 = 4e-27;

export function removeVertex(partition: Partition, { at }: Of<"removeVertex">): Outcome {
  const work = new Work(partition);
  const spot = spotAt(work.table, at);
  if (!spot.vertex) return noVertex(at);
  const found = work.table.at(spot.at);
  const [edge] = found;
  if (!edge) return noVertex(at);
  const { arc } = edge;
  const isRing = isFreeRing(work, arc);
  if (found.some((other) => other.arc !== arc) || (!isRing && (edge.index === 0 || edge.index === arc.points.length - 1)))
    return refused(
      "crossesBorder",
      { zh: "这里是几条边界的交点，不能删除", en: "Several borders meet here: this vertex cannot be removed" },
      at,
    );
  const ring = isRing && found.length === 2;
  const points = ring ? [...arc.points.slice(1, -1), arc.points[1] as Position] : arc.points.toSpliced(edge.index, 1);
  const last = points.length - 1;
  if (last < 1 || (same(points[0] as Position, points[last] as Position) && last < 3))
    return refused("empties", { zh: "再删一点，这块区域就没有面积了", en: "Without this vertex the area would be gone" }, at);
  const stretch: Stretch = ring
    ? [points[last - 1] as Position, points[last] as Position]
    : [points[edge.index - 1] as Position, points[edge.index] as Position];
  if (isOutline(arc) && distanceTo2(...stretch, spot.at) > rounding2) return outlineStays(at);
  work.putArc({ ...arc, points });
  return settled(work, [stretch], [], [], new Set([arc.left, arc.right]));
}

/** Done, unless borders meet or a face is torn. @param fresh edges that are new @param free those of them and their vertices that must keep clear of others */
export function settled(
  work: Work,
  fresh: readonly Stretch[],
  free: readonly Stretch[],
  places: readonly Position[],
  faces: ReadonlySet<number>,
): Outcome {
  const crossing = crossingOf(work.table, fresh) ?? crowdOf(work.table, places) ?? passedBy(work.table, free);
  if (crossing) return refused("crossesBorder", crossesBorder, crossing);
  for (const face of faces) {
    const torn = tornFace(work.table, face);
    if (torn)
      return refused(
        "crossesBorder",
        {
          zh: "这样移动会让一块区域翻转，或让其中的区域跑到外面",
          en: "So moved, an area would turn inside out, or what lies in it come to lie outside",
        },
        torn,
      );
  }
  return { done: work.done() };
}

interface Move {
  readonly from: Position;
  readonly to: Position;
}

/** Moves by the vertices they are of; refused when there is none. */
function found(work: Work, moves: readonly Move[]): Move[] | Outcome {
  const byPlace = new Map<string, Move>();
  for (const { from, to } of moves) {
    const spot = spotAt(work.table, from);
    if (!spot.vertex) return noVertex(from);
    if (!same(spot.at, to)) byPlace.set(`${spot.at[0]},${spot.at[1]}`, { from: spot.at, to });
  }
  return [...byPlace.values()];
}

export function moveVertices(partition: Partition, step: Of<"moveVertices">): Outcome {
  const work = new Work(partition);
  const moves = found(work, step.moves);
  if (isRefused(moves) || !Array.isArray(moves)) return moves as Outcome;
  if (!moves.length) return refused("nothing", { zh: "没有任何边界点被移动", en: "No vertex has been moved" }, step.moves[0]?.from ?? null);
  const fresh: Stretch[] = [];
  const free: Move[] = [];
  for (const move of moves) {
    const arcs = work.table.at(move.from).map((edge) => edge.arc);
    if (!arcs.some(isOutline)) free.push(move);
    else {
      const slid = slideNode(work, move);
      if (!slid) return outlineStays(move.from);
      fresh.push(...slid.fresh);
      free.push({ from: move.from, to: slid.at });
    }
  }
  const to = new Map(free.map((move) => [`${move.from[0]},${move.from[1]}`, move.to]));
  const moved: Stretch[] = [];
  const faces = moveAll(work, to, moved);
  return settled(
    work,
    [...fresh, ...moved],
    moved,
    free.map((move) => move.to),
    faces,
  );
}

/** Puts every arc within the district that has one of these places where it is to be. @returns faces on its sides */
function moveAll(work: Work, to: ReadonlyMap<string, Position>, fresh: Stretch[]): Set<number> {
  const arcs = new Map<number, Arc>();
  for (const place of to.keys()) {
    const at = place.split(",").map(Number) as unknown as Position;
    for (const { arc } of work.table.at(at)) if (!isOutline(arc)) arcs.set(arc.id, arc);
  }
  const faces = new Set<number>();
  for (const arc of [...arcs.values()].sort((a, b) => a.id - b.id)) {
    const moved = arc.points.map((p) => to.get(`${p[0]},${p[1]}`) ?? p);
    for (let i = 1; i < moved.length; i++) {
      if (moved[i] !== arc.points[i] || moved[i - 1] !== arc.points[i - 1]) fresh.push([moved[i - 1] as Position, moved[i] as Position]);
    }
    work.putArc({ ...arc, points: moved });
    faces.add(arc.left).add(arc.right);
  }
  return faces;
}
