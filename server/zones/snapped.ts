/**
 * A border as noding on a grid bent it: through every node whose cell of the grid it crosses. What is inside is asked of it and not of the
 * border as it was given: hairlines between borders that run side by side would be taken for the wrong side.
 */
import type { Position } from "../contract/draw.ts";
import { together_deg } from "../contract/partition/partition.ts";
import type { Polygon } from "../contract/partition/shapes.ts";

/** Half a cell, and a little for the last digits. */
const half = together_deg * 0.5000001;

/** How far along a stretch it enters a cell, from 0 to 1; null when it passes by. */
function entry([x, y]: Position, [ax, ay]: Position, [bx, by]: Position): number | null {
  let [from, to] = [0, 1];
  for (const [low, high, a, d] of [
    [x - half, x + half, ax, bx - ax],
    [y - half, y + half, ay, by - ay],
  ] as const) {
    if (d === 0) {
      if (a < low || a > high) return null;
      continue;
    }
    const [one, other] = [(low - a) / d, (high - a) / d];
    from = Math.max(from, Math.min(one, other));
    to = Math.min(to, Math.max(one, other));
  }
  return from <= to ? (from + to) / 2 : null;
}

/** The first of sorted numbers that is not below a value. */
function firstFrom(sorted: readonly Position[], value: number): number {
  let [low, high] = [0, sorted.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((sorted[middle] as Position)[0] < value) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** @param nodes of the noding; @returns polygons through them */
export function snapped(polygons: readonly Polygon[], nodes: readonly Position[]): readonly Polygon[] {
  const sorted = nodes.toSorted((a, b) => a[0] - b[0]);
  const along = (a: Position, b: Position): Position[] => {
    const [south, north] = [Math.min(a[1], b[1]) - half, Math.max(a[1], b[1]) + half];
    const east = Math.max(a[0], b[0]) + half;
    const met: { at: Position; t: number }[] = [];
    for (let i = firstFrom(sorted, Math.min(a[0], b[0]) - half); i < sorted.length; i++) {
      const at = sorted[i] as Position;
      if (at[0] > east) break;
      const t = at[1] < south || at[1] > north ? null : entry(at, a, b);
      if (t !== null) met.push({ at, t });
    }
    return met.sort((one, other) => one.t - other.t).map(({ at }) => at);
  };
  const through = (ring: readonly Position[]) => ring.flatMap((a, i) => along(a, ring[(i + 1) % ring.length] as Position));
  return polygons.map((rings) => rings.map((ring) => through(ring).filter((at, i, all) => at !== all.at(i - 1))));
}
