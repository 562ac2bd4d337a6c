/** Whether new or moved borders keep clear of the others, and faces stay whole: looked at only where something changed. */
import type { Position } from "../draw.ts";
import type { Word } from "../vocabulary.ts";
import { cross, distanceTo2, insideRing, liesOn, meeting, same, together2 } from "./exact.ts";
import type { Stretch } from "./insert.ts";
import { outside, together_deg } from "./partition.ts";
import { boxOf, type Table, widened } from "./table.ts";
import { halvesOf, walksOf } from "./walks.ts";

/** Where an edge meets another otherwise than at an end that both have; null when it does not. */
function meetsOther(a: Position, b: Position, c: Position, d: Position): Position | null {
  if (cross(a, b, c, d)) return meeting(a, b, c, d);
  for (const p of [a, b]) if (!same(p, c) && !same(p, d) && liesOn(c, d, p)) return p;
  for (const p of [c, d]) if (!same(p, a) && !same(p, b) && liesOn(a, b, p)) return p;
  return null;
}

/** The first place where one of these edges of the table meets another edge. */
export function crossingOf(table: Table, edges: readonly Stretch[]): Position | null {
  for (const [a, b] of edges) {
    let [twins, at] = [0, null as Position | null];
    table.near(boxOf([a, b]), (_arc, _i, c, d) => {
      if ((same(a, c) && same(b, d)) || (same(a, d) && same(b, c))) twins++;
      else at = lowest(at, meetsOther(a, b, c, d));
    });
    if (at ?? (twins > 1 ? a : null)) return at ?? a;
  }
  return null;
}
/** One of several places, whatever order they were found in. */
const lowest = (p: Position | null, q: Position | null) => (p && q ? (p[0] < q[0] || (p[0] === q[0] && p[1] <= q[1]) ? p : q) : (p ?? q));

/** A vertex that others are too near to, of those given; their own edges do not count. */
export function crowdOf(table: Table, places: readonly Position[]): Position | null {
  for (const p of places) {
    let crowded = false;
    table.near(widened([p[0], p[1], p[0], p[1]], together_deg), (_arc, _i, a, b) => {
      if (!same(p, a) && !same(p, b) && distanceTo2(a, b, p) <= together2) crowded = true;
    });
    if (crowded) return p;
  }
  return null;
}

/** A vertex of other borders that one of these edges passes too near to, without going through it. */
export function passedBy(table: Table, edges: readonly Stretch[]): Position | null {
  for (const [a, b] of edges) {
    let found: Position | null = null;
    const look = (p: Position) => {
      if (!same(p, a) && !same(p, b) && distanceTo2(a, b, p) <= together2) found = lowest(found, p);
    };
    table.near(widened(boxOf([a, b]), together_deg), (_arc, _i, c, d) => {
      look(c);
      look(d);
    });
    if (found) return found;
  }
  return null;
}

/** A place of a face that is not whole any more: its borders turned over, or something in it came to lie outside. Null when it is whole. */
export function tornFace(table: Table, face: number): Position | null {
  const halves = halvesOf(face, table.around(face));
  const walks = walksOf(halves);
  const somewhere = halves[0]?.arc.points[0] as Position;
  if (!walks) return somewhere;
  if (face === outside) return null;
  const outers = walks.filter((walk) => walk.twiceArea > 0);
  const [outer] = outers;
  if (!outer || outers.length > 1) return somewhere;
  const holes = walks.filter((walk) => walk !== outer);
  for (const hole of holes) {
    const at = hole.points[0] as Position;
    if (insideRing(outer.points, at) !== "in") return at;
    if (holes.some((other) => other !== hole && insideRing(other.points, at) === "in")) return at;
  }
  return null;
}

export const crossesBorder: Word = {
  zh: "边界在这里会与另一条边界相交或重叠：请换一个位置",
  en: "Here the border would meet another one: choose another place",
};
