/** A node of the outline moved along it: borders that end there end elsewhere, the outline itself keeps its course. */
import type { Position } from "../draw.ts";
import { along, between, distance2, distanceTo2, same, together, together2 } from "./exact.ts";
import type { Stretch } from "./insert.ts";
import { type Arc, outside } from "./partition.ts";
import type { Work } from "./work.ts";

const ofOutline = (arc: Arc) => arc.left === outside || arc.right === outside;
const reversed = (arc: Arc): Arc => ({ ...arc, points: arc.points.toReversed(), left: arc.right, right: arc.left });

/** Where a place comes to lie on a course: its vertices first, then its edges. Null when it is not on it. */
function placeOn(
  course: readonly Position[],
  p: Position,
): { readonly at: Position; readonly index: number; readonly vertex: boolean } | null {
  for (let i = 1; i < course.length - 1; i++) {
    const at = course[i] as Position;
    if (together(at, p)) return { at, index: i, vertex: true };
  }
  let best: { at: Position; index: number; vertex: boolean } | null = null;
  let nearest = together2;
  for (let i = 1; i < course.length; i++) {
    const [a, b] = [course[i - 1] as Position, course[i] as Position];
    const square = distanceTo2(a, b, p);
    const t = along(a, b, p);
    if (square > nearest || t <= 0 || t >= 1) continue;
    nearest = square;
    best = { at: between(a, b, t), index: i, vertex: false };
  }
  return best;
}

/** The outline's course through a node, from the node before it to the node after it. */
function courseThrough(work: Work, node: Position): { first: Arc; second: Arc; at: number; points: Position[] } | null {
  const ends = work.table.at(node).filter((edge) => ofOutline(edge.arc));
  const [one, two] = ends;
  if (!one || !two || ends.length > 2) return null;
  // The first arrives at the node, the second leaves it; a ring does both.
  const first = one.index === 0 && one.arc !== two.arc ? reversed(one.arc) : one.arc;
  const second = two.index !== 0 && one.arc !== two.arc ? reversed(two.arc) : two.arc;
  if (one.arc !== two.arc && !same(first.points[first.points.length - 1] as Position, second.points[0] as Position)) return null;
  return { first, second, at: first.points.length - 1, points: [...first.points, ...second.points.slice(1)] };
}

/** Keeps the direction an arc had. */
function put(work: Work, arc: Arc, points: readonly Position[]): void {
  const old = work.arcs.get(arc.id) as Arc;
  const turned = old.left !== arc.left;
  work.putArc({ ...old, points: turned ? points.toReversed() : points });
}

/**
 * Moves the end of the two stretches of outline that meet at a node. Other borders that end there are not touched.
 * @returns the place on the outline, and edges that are new; null when the place is not on those stretches
 */
export function slideNode(work: Work, move: { readonly from: Position; readonly to: Position }): { at: Position; fresh: Stretch[] } | null {
  const course = courseThrough(work, move.from);
  if (!course) return null;
  const { first, second, points } = course;
  if (first.id === second.id) return slideRing(work, first, move.to);
  const place = placeOn(points, move.to);
  if (!place || same(place.at, move.from)) return null;
  const all = place.vertex ? points : points.toSpliced(place.index, 0, place.at);
  const at = all.findIndex((p) => same(p, place.at));
  const node = course.at + (!place.vertex && place.index <= course.at ? 1 : 0);
  // The vertex stays where the outline turns at it; where it was only put on an edge, it goes.
  const isStraight = isOnEdge(all, node);
  const course2 = isStraight ? all.toSpliced(node, 1) : all;
  const split = isStraight && at > node ? at - 1 : at;
  put(work, first, course2.slice(0, split + 1));
  put(work, second, course2.slice(split));
  const fresh: Stretch[] = [];
  for (let i = Math.max(1, Math.min(split, node) - 1); i <= Math.min(course2.length - 1, Math.max(split, node) + 1); i++)
    fresh.push([course2[i - 1] as Position, course2[i] as Position]);
  return { at: place.at, fresh };
}

/** Rounding puts a place beside its edge by so much at most (degrees, squared). */
const rounding2 = 4e-27;
const isOnEdge = (points: readonly Position[], i: number) => {
  const [a, p, b] = [points[i - 1], points[i], points[i + 1]] as [Position, Position, Position];
  return distance2(a, b) > 0 && distanceTo2(a, b, p) < rounding2;
};

/** An outline with one node: it only begins elsewhere. */
function slideRing(work: Work, ring: Arc, to: Position): { at: Position; fresh: Stretch[] } | null {
  const place = placeOn(ring.points, to);
  if (!place) return null;
  const all = place.vertex ? ring.points : ring.points.toSpliced(place.index, 0, place.at);
  const at = all.findIndex((p) => same(p, place.at));
  const points = [...all.slice(at), ...all.slice(1, at + 1)];
  work.putArc({ ...ring, points });
  return {
    at: place.at,
    fresh: [[points[0], points[1]] as unknown as Stretch, [points[points.length - 2], points[points.length - 1]] as unknown as Stretch],
  };
}
