/** Vertices and edges that can be taken hold of near a place. Pure. */
import type { Position } from "../../../server/contract/draw.ts";
import type { Near } from "../../../server/contract/partition/find.ts";
import { type Arc, outside } from "../../../server/contract/partition/partition.ts";
import { faceShapes } from "../../../server/contract/partition/shapes.ts";
import { equal, far_m } from "./places.ts";
import type { ToolContext } from "./tool.ts";

export interface Handle {
  readonly at: Position;
  /** On the district's outline, and no border within ends there: it stays. */
  readonly fixed: boolean;
}
/** More than one can tell apart. */
export const mostHandles = 400;

function arcsNear({ partition, finder }: ToolContext, at: Position, radius_m: number): Arc[] {
  const shapes = faceShapes(partition);
  const ids = new Set(finder.facesIn({ at, radius_m }).flatMap((face) => shapes.get(face)?.arcs ?? []));
  return [...ids].flatMap((id) => partition.arcs.get(id) ?? []);
}
const isOutline = ({ left, right }: Arc) => left === outside || right === outside;

/** Vertices within so many metres, the nearest first, 400 at most. */
export function handlesNear(context: ToolContext, at: Position, radius_m: number): readonly Handle[] {
  const found = new Map<string, Handle & { readonly off_m: number }>();
  for (const arc of arcsNear(context, at, radius_m)) {
    for (const point of arc.points) {
      const off_m = far_m(at, point);
      if (off_m > radius_m) continue;
      const key = `${point[0]},${point[1]}`;
      found.set(key, { at: point, fixed: isOutline(arc) && (found.get(key)?.fixed ?? true), off_m });
    }
  }
  return [...found.values()].sort((a, b) => a.off_m - b.off_m).slice(0, mostHandles);
}

/** True of what stays whatever is done: the outline, but for vertices at which a border within ends; they slide along it. */
export function isFixed(context: ToolContext, { what, at, outline }: Near): boolean {
  if (!outline || what === "border") return outline;
  return !arcsNear(context, at, 0.5).some((arc) => !isOutline(arc) && (equal(arc.points[0], at) || equal(arc.points.at(-1), at)));
}

/** Vertices that an edge joins to this one. */
export function joined(context: ToolContext, at: Position): readonly Position[] {
  const found: Position[] = [];
  for (const { points } of arcsNear(context, at, 0.5)) {
    for (const [i, point] of points.entries()) {
      if (!equal(point, at)) continue;
      // A ring's first vertex is its last: what is before it stands at the other end.
      for (const other of [points[i - 1], points[i + 1]]) if (other && !found.some((old) => equal(old, other))) found.push(other);
    }
  }
  return found;
}
