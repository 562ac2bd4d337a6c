/** Arcs made one where nothing else ends between them any more. All their vertices stay. */
import type { Position } from "../draw.ts";
import { same } from "./exact.ts";
import type { Arc } from "./partition.ts";
import type { Work } from "./work.ts";

/** The arc, or the other way round, so that it has a face on its left. */
const facing = (arc: Arc, left: number): Arc =>
  arc.left === left ? arc : { ...arc, points: arc.points.toReversed(), left: arc.right, right: arc.left };

/** Joins at a place where only two arcs with the same faces meet. The lower id stays, and its direction. */
export function joinAt(work: Work, place: Position): void {
  const [one, two, ...more] = work.table.at(place);
  if (!one || !two || more.length || one.arc === two.arc) return;
  const keep = one.arc;
  const faces = new Set([keep.left, keep.right, two.arc.left, two.arc.right]);
  if (faces.size !== 2) return;
  const other = facing(two.arc, keep.left);
  const end = keep.points[keep.points.length - 1] as Position;
  const follows = same(end, place) && same(other.points[0] as Position, place);
  const leads = same(keep.points[0] as Position, place) && same(other.points[other.points.length - 1] as Position, place);
  if (!follows && !leads) return;
  work.dropArc(two.arc);
  const points = follows ? [...keep.points, ...other.points.slice(1)] : [...other.points, ...keep.points.slice(1)];
  work.putArc({ ...keep, points });
}
