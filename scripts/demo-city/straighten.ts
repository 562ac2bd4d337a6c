/** Draws a partition's borders onto rivers and main roads: single blocks change sides while that makes the borders shorter or better placed. */
import { at, dist } from "./geo.ts";
import type { Blocks } from "./grow.ts";
import type { EdgeClass, Mesh } from "./mesh.ts";

/** What a metre of zone border costs on an edge of each class. */
const price: Readonly<Record<EdgeClass, number>> = {
  river: 0.12,
  rail: 0.25,
  motorway: 0.12,
  arterial: 0.22,
  secondary: 0.5,
  minor: 1,
  lane: 0.95,
  field: 1.1,
  border: 0,
};

/** Moves blocks between the groups, in place; every group stays connected and within `slack` of its load. */
export function straighten(mesh: Mesh, blocks: Blocks, groups: number[][], slack = 0.45, passes = 8): void {
  const owner = new Map<number, number>();
  groups.forEach((g, i) => {
    for (const f of g) owner.set(f, i);
  });
  const loads = groups.map((g) => g.reduce((sum, f) => sum + at(blocks.loads, f), 0));
  const start = [...loads];
  for (let pass = 0; pass < passes; pass++) {
    let moved = 0;
    for (const f of [...owner.keys()]) {
      const from = owner.get(f) ?? 0;
      const to = betterSide(mesh, owner, f, from);
      const load = at(blocks.loads, f);
      if (to === null || at(loads, from) - load < at(start, from) * (1 - slack) || at(loads, to) + load > at(start, to) * (1 + slack))
        continue;
      if (!staysWhole(blocks, owner, f, from)) continue;
      owner.set(f, to);
      loads[from] = at(loads, from) - load;
      loads[to] = at(loads, to) + load;
      moved++;
    }
    if (moved === 0) break;
  }
  for (const [i, g] of groups.entries()) g.splice(0, g.length, ...[...owner].filter(([, o]) => o === i).map(([f]) => f));
}

/** The neighbouring group that block f would better belong to, or null. */
function betterSide(mesh: Mesh, owner: ReadonlyMap<number, number>, f: number, from: number): number | null {
  const pull = new Map<number, number>();
  for (const e of mesh.edgesOf(f)) {
    const other = e.faces.find((g) => g !== f);
    const group = other === undefined ? undefined : owner.get(other);
    if (group !== undefined) pull.set(group, (pull.get(group) ?? 0) + dist(mesh.point(e.a), mesh.point(e.b)) * price[e.cls]);
  }
  let best: number | null = null;
  let most = (pull.get(from) ?? 0) + 12;
  for (const [group, k] of pull) if (group !== from && k > most) [best, most] = [group, k];
  return best;
}

/** Is the group without f still in one piece (and not empty)? */
function staysWhole(blocks: Blocks, owner: ReadonlyMap<number, number>, f: number, group: number): boolean {
  const others = at(blocks.next, f)
    .map((n) => n.to)
    .filter((g) => owner.get(g) === group);
  const first = others[0];
  if (first === undefined) return false;
  const seen = new Set([f, first]);
  const queue = [first];
  for (let g = queue.pop(); g !== undefined; g = queue.pop()) {
    for (const n of at(blocks.next, g)) {
      if (seen.has(n.to) || owner.get(n.to) !== group) continue;
      seen.add(n.to);
      queue.push(n.to);
    }
  }
  return others.every((g) => seen.has(g));
}
