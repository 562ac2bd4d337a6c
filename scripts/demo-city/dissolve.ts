/** The outline of a group of blocks: edges between two of its blocks cancel, what is left is walked into rings of shared vertices. */

import type { Ring } from "./geo.ts";
import { area, at } from "./geo.ts";
import type { Mesh } from "./mesh.ts";

/** Rings of vertex numbers around the group; the first is the outer one. A sound zone has exactly one. */
export function dissolve(mesh: Mesh, group: readonly number[]): number[][] {
  const mine = new Set(group);
  const next = new Map<number, number[]>();
  for (const f of group) {
    const ring = at(mesh.faces, f);
    ring.forEach((v, i) => {
      const w = at(ring, (i + 1) % ring.length);
      if (mesh.edge(v, w).faces.filter((g) => mine.has(g)).length === 1) next.set(v, [...(next.get(v) ?? []), w]);
    });
  }
  const rings: number[][] = [];
  for (const start of next.keys()) {
    while ((next.get(start) ?? []).length > 0) rings.push(walk(next, start));
  }
  const size = (ring: readonly number[]): number => area(ring.map((v) => mesh.point(v)) as Ring);
  return rings.sort((p, q) => size(q) - size(p));
}

/** One ring; where it meets itself at a point it is closed there, so that no ring touches itself. */
function walk(next: Map<number, number[]>, start: number): number[] {
  const ring: number[] = [];
  let v = start;
  do {
    ring.push(v);
    const w = next.get(v)?.pop();
    if (w === undefined) throw new Error(`the border stops at vertex ${v}`);
    v = w;
  } while (v !== start);
  return ring;
}
