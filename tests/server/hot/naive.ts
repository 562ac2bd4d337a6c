/** DBSCAN by its definition: every pair is measured. */
import type { Point } from "../questions/town.ts";

interface Naive {
  /** The cluster of each point, numbered in the order of their first points; -1 = in none. */
  readonly clusters: number[];
  /** Some pair lies so nearly at the distance, or two cores so nearly as near, that a metre's millionth decides. */
  readonly close: boolean;
}

/** @param metres between two points; both ways alike */
export function naive(points: readonly Point[], within_m: number, least: number, metres: (a: Point, b: Point) => number): Naive {
  let close = false;
  const distance = points.map(() => new Float64Array(points.length));
  for (let i = 0; i < points.length; i++) {
    for (let j = 0; j < i; j++) {
      const d = metres(points[i] as Point, points[j] as Point);
      (distance[i] as Float64Array)[j] = d;
      (distance[j] as Float64Array)[i] = d;
      if (Math.abs(d - within_m) < 1e-5 * within_m) close = true;
    }
  }
  const near = distance.map((row) => [...row.keys()].filter((j) => (row[j] as number) <= within_m));
  const isCore = near.map((list) => list.length >= least);
  const group = points.map(() => -1);
  for (const [i, core] of isCore.entries()) {
    if (!core || group[i] !== -1) continue;
    const queue = [i];
    group[i] = i;
    for (const at of queue) {
      for (const next of near[at] as number[]) {
        if (!isCore[next] || group[next] !== -1) continue;
        group[next] = i;
        queue.push(next);
      }
    }
  }
  for (const [i, core] of isCore.entries()) {
    if (core) continue;
    const row = distance[i] as Float64Array;
    const cores = (near[i] as number[]).filter((j) => isCore[j]).sort((a, b) => (row[a] as number) - (row[b] as number) || a - b);
    const [first, second] = cores;
    if (first === undefined) continue;
    group[i] = group[first] as number;
    if (second !== undefined && group[second] !== group[first]) {
      const gap = (row[second] as number) - (row[first] as number);
      if (gap > 0 && gap < 1e-5 * within_m) close = true;
      if (gap === 0 && String(points[first]) !== String(points[second])) close = true;
    }
  }
  const names = new Map<number, number>();
  const clusters = group.map((g) => {
    if (g < 0) return -1;
    const name = names.get(g) ?? names.size;
    names.set(g, name);
    return name;
  });
  return { clusters, close };
}
