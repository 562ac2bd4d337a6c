/** Grouping blocks: regions that grow from seeds over the mesh and stop at rivers, railways and main roads first. */

import type { Pt } from "./geo.ts";
import { area, at, centroid, dist } from "./geo.ts";
import type { EdgeClass, Mesh } from "./mesh.ts";
import { townness } from "./plan.ts";

/** How many metres of detour crossing an edge is worth, for a border between sub-districts. */
const barrier: Readonly<Record<EdgeClass, number>> = {
  river: 1100,
  rail: 700,
  motorway: 1100,
  arterial: 480,
  secondary: 170,
  minor: 30,
  lane: 20,
  field: 0,
  border: 0,
};

export interface Blocks {
  readonly centres: readonly Pt[];
  /** How many people's worth of work a block is. */
  readonly loads: readonly number[];
  readonly next: readonly { readonly to: number; readonly away: number; readonly wall: number }[][];
}

/** The graph of blocks that share an edge. A long shared edge counts once, by the class that most of it has. */
export function blocksOf(mesh: Mesh): Blocks {
  const centres = mesh.faces.map((_, f) => centroid(mesh.ring(f)));
  const loads = mesh.faces.map((_, f) => (area(mesh.ring(f)) / 1e4) * (0.12 + townness(at(centres, f))) + 1);
  const next: { to: number; away: number; wall: number }[][] = centres.map(() => []);
  const shared = new Map<string, { f: number; g: number; long: number; wall: number }>();
  for (const e of mesh.edges()) {
    const [f, g] = e.faces;
    if (f === undefined || g === undefined) continue;
    const key = `${Math.min(f, g)} ${Math.max(f, g)}`;
    const long = dist(mesh.point(e.a), mesh.point(e.b));
    const sum = shared.get(key) ?? { f, g, long: 0, wall: 0 };
    shared.set(key, { ...sum, long: sum.long + long, wall: sum.wall + long * barrier[e.cls] });
  }
  for (const { f, g, long, wall } of shared.values()) {
    const link = { away: dist(at(centres, f), at(centres, g)), wall: wall / long };
    at(next, f).push({ to: g, ...link });
    at(next, g).push({ to: f, ...link });
  }
  return { centres, loads, next };
}

/** Each block of `within` → the index of the seed it is nearest to, going round walls. `strict` scales the walls. */
export function grow(
  blocks: Blocks,
  within: ReadonlySet<number>,
  seeds: readonly number[],
  strict: number,
  bias?: readonly number[],
): Map<number, number> {
  const owner = new Map<number, number>();
  const cost = new Map<number, number>();
  const open = seeds.map((f, i) => ({ f, i, c: bias?.[i] ?? 0 }));
  for (const o of open) cost.set(o.f, o.c);
  while (open.length > 0) {
    let k = 0;
    for (let j = 1; j < open.length; j++) if (at(open, j).c < at(open, k).c) k = j;
    const { f, i, c } = at(open, k);
    open[k] = at(open, open.length - 1);
    open.pop();
    if (owner.has(f)) continue;
    owner.set(f, i);
    for (const n of at(blocks.next, f)) {
      const total = c + n.away + n.wall * strict;
      if (!within.has(n.to) || owner.has(n.to) || total >= (cost.get(n.to) ?? Number.POSITIVE_INFINITY)) continue;
      cost.set(n.to, total);
      open.push({ f: n.to, i, c: total });
    }
  }
  return owner;
}

/** Cuts a connected set of blocks into k connected groups of like load. */
export function partition(blocks: Blocks, members: readonly number[], k: number, strict: number): number[][] {
  const within = new Set(members);
  let seeds = spread(blocks, members, Math.min(k, members.length));
  let bias = seeds.map(() => 0);
  let groups: number[][] = [];
  for (let round = 0; round < 14; round++) {
    const owner = grow(blocks, within, seeds, strict, bias);
    groups = seeds.map((_, i) => members.filter((f) => owner.get(f) === i));
    if (round === 13) break;
    if (round < 6) seeds = groups.map((g, i) => (g.length ? middleOf(blocks, g) : at(seeds, i)));
    bias = rebias(blocks, groups, bias, seeds.length);
  }
  return groups.filter((g) => g.length > 0);
}

/** Handicaps for groups with too much to do, so that their neighbours grow; never so much that a seed is swallowed. */
function rebias(blocks: Blocks, groups: readonly number[][], bias: readonly number[], k: number): number[] {
  const load = (g: readonly number[]): number => g.reduce((sum, f) => sum + at(blocks.loads, f), 0);
  const loads = groups.map(load);
  const mean = loads.reduce((a, b) => a + b, 0) / k;
  const reach = Math.sqrt((mean / 0.9) * 1e4);
  const raw = bias.map((b, i) => b + Math.max(-0.12, Math.min(0.12, (at(loads, i) - mean) / mean)) * reach);
  const least = Math.min(...raw);
  return raw.map((b) => Math.min(b - least, reach * 0.55));
}

function middleOf(blocks: Blocks, group: readonly number[]): number {
  const sum = group.reduce((s, f) => s + at(blocks.loads, f), 0);
  const m: Pt = [0, 1].map(
    (k) => group.reduce((s, f) => s + at(blocks.centres, f)[k as 0 | 1] * at(blocks.loads, f), 0) / sum,
  ) as unknown as Pt;
  return group.reduce((best, f) => (dist(at(blocks.centres, f), m) < dist(at(blocks.centres, best), m) ? f : best), at(group, 0));
}

/** k blocks far from one another, weighed by load so that the town gets more. */
function spread(blocks: Blocks, members: readonly number[], k: number): number[] {
  const seeds = [middleOf(blocks, members)];
  while (seeds.length < k) {
    let best = at(members, 0);
    let score = -1;
    for (const f of members) {
      const near = Math.min(...seeds.map((s) => dist(at(blocks.centres, s), at(blocks.centres, f))));
      const s = near * (0.25 + townness(at(blocks.centres, f)));
      if (s > score && !seeds.includes(f)) [best, score] = [f, s];
    }
    seeds.push(best);
  }
  return seeds;
}
