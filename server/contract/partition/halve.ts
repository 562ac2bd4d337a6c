/** A straight line that cuts a zone into two of equal work (or area), in a direction: a proposal for `cut`. */
import type { Position } from "../draw.ts";
import { zoneOfFace } from "./belong.ts";
import { area_m2 } from "./drawn.ts";
import { degree_m } from "./ellipsoid.ts";
import { finderOf } from "./find.ts";
import type { Partition } from "./partition.ts";
import { type ZoneShape, zoneShapes } from "./shapes.ts";

interface PlacedWork {
  readonly at: Position;
  readonly work: number;
}
/** Metres to the left of a line through the zone's south-west corner in the direction asked for, and onward along it. */
interface Axes {
  left(at: Position): number;
  along(at: Position): number;
  place(left: number, along: number): Position;
}
function axesOf([w, s, , n]: ZoneShape["box"], direction_deg: number): Axes {
  const [east, north] = degree_m((s + n) / 2);
  const [x, y] = [Math.sin((direction_deg * Math.PI) / 180), Math.cos((direction_deg * Math.PI) / 180)];
  return {
    left: (at) => (at[1] - s) * north * x - (at[0] - w) * east * y,
    along: (at) => (at[0] - w) * east * x + (at[1] - s) * north * y,
    place: (left, along) => [w + (along * x - left * y) / east, s + (along * y + left * x) / north],
  };
}

/** The part of a ring that lies farther left than a line. */
function leftPart(ring: readonly Position[], { left }: Axes, line: number): Position[] {
  const part: Position[] = [];
  let a = ring.at(-1) as Position;
  let offA = left(a) - line;
  for (const b of ring) {
    const offB = left(b) - line;
    if (offA > 0 !== offB > 0) {
      const t = offA / (offA - offB);
      part.push([a[0] + t * (b[0] - a[0]), a[1] + t * (b[1] - a[1])]);
    }
    if (offB > 0) part.push(b);
    [a, offA] = [b, offB];
  }
  return part;
}
function leftArea({ polygons }: ZoneShape, axes: Axes, line: number): number {
  const area = (ring: readonly Position[] | undefined) => (ring ? area_m2(leftPart(ring, axes, line)) : 0);
  return polygons.reduce((sum, [outer, ...holes]) => holes.reduce((rest, hole) => rest - area(hole), sum + area(outer)), 0);
}

const halvings = 50;
/** By halving again and again: to a millimetre in any district. */
function lineByArea(shape: ZoneShape, axes: Axes, least: number, most: number): number {
  let [low, high] = [least, most];
  for (let i = 0; i < halvings; i++) {
    const middle = (low + high) / 2;
    if (leftArea(shape, axes, middle) * 2 > shape.area_m2) low = middle;
    else high = middle;
  }
  return (low + high) / 2;
}

/** Halfway between the two places that it parts, there where its sides differ least. Null when all work lies on one line. */
function lineByWork(works: readonly PlacedWork[], axes: Axes): number | null {
  const sorted = works.map(({ at, work }) => ({ off: axes.left(at), work })).sort((a, b) => a.off - b.off);
  const total = sorted.reduce((sum, { work }) => sum + work, 0);
  let best: { line: number; apart: number } | null = null;
  let right = 0;
  for (let i = 1; i < sorted.length; i++) {
    const [a, b] = [sorted[i - 1] as { off: number; work: number }, sorted[i] as { off: number; work: number }];
    right += a.work;
    const apart = Math.abs(total - 2 * right);
    if (a.off < b.off && (!best || apart < best.apart)) best = { line: (a.off + b.off) / 2, apart };
  }
  return best?.line ?? null;
}

/**
 * A straight line in a direction that goes right across a zone, a little beyond it on either side.
 * @param direction degrees clockwise from north @param weights work by place, what lies outside the zone does not count; or "area".
 * Work in fewer than two places cannot be parted: then the line halves the area. Null when the zone has no ground.
 */
export function halvingLine(
  partition: Partition,
  zone: number,
  direction_deg: number,
  weights: readonly PlacedWork[] | "area",
): readonly Position[] | null {
  const level = partition.zones.get(zone)?.level;
  const shape = level && zoneShapes(partition, level).get(zone);
  if (!level || !shape) return null;
  const axes = axesOf(shape.box, direction_deg);
  let [right, left, back, on] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (const [outer] of shape.polygons) {
    for (const at of outer ?? []) {
      const [off, far] = [axes.left(at), axes.along(at)];
      [right, left, back, on] = [Math.min(right, off), Math.max(left, off), Math.min(back, far), Math.max(on, far)];
    }
  }
  const finder = finderOf(partition);
  const counts = ({ at, work }: PlacedWork) => work > 0 && zoneOfFace(partition, finder.faceAt(at), level) === zone;
  const line = (weights === "area" ? null : lineByWork(weights.filter(counts), axes)) ?? lineByArea(shape, axes, right, left);
  const beyond = 10 + (on - back) / 50;
  return [axes.place(line, back - beyond), axes.place(line, on + beyond)];
}
