/** Blocks: the plan's big faces cut again and again across their longer side, as towns are, until each is as big as blocks are there. */
import { smooth } from "./curves.ts";
import type { Pt, Ring } from "./geo.ts";
import { add, along, area, at, centroid, dist, inside, meet, mix, wrap } from "./geo.ts";
import type { EdgeClass, Mesh } from "./mesh.ts";
import { inLakePark, inOldTown, townness } from "./plan.ts";
import type { Rng } from "./rng.ts";

const hectare = 10_000;

/** A cut across a face: where it starts and ends on the ring. */
interface Cut {
  readonly from: { edge: number; p: Pt };
  readonly to: { edge: number; p: Pt };
}

/** The largest block at a place, m². */
function blockArea(p: Pt, rng: Rng): number {
  if (inOldTown(p)) return 4.4 * hectare * rng.range(0.8, 1.25);
  const t = townness(p);
  return (t > 0.5 ? 10.5 * rng.range(0.75, 1.35) : t > 0.12 ? 19 : 36 * rng.range(0.8, 1.3)) * hectare;
}

/** Cuts every face of the mesh into blocks. New streets get line numbers from `newLine`. */
export function cutBlocks(mesh: Mesh, rng: Rng, newLine: (cls: EdgeClass) => number): void {
  const queue = mesh.faces.map((_, f) => ({ f, depth: 0 }));
  for (let item = queue.pop(); item; item = queue.pop()) {
    const { f, depth } = item;
    const ring = mesh.ring(f);
    const middle = centroid(ring);
    const size = area(ring);
    if (inLakePark(ring) || size < blockArea(middle, rng)) continue;
    const g = cutOnce(mesh, f, rng, classOf(size, middle, rng), newLine);
    if (g !== null) queue.push({ f, depth: depth + 1 }, { f: g, depth: depth + 1 });
  }
}

function classOf(size: number, p: Pt, rng: Rng): EdgeClass {
  const t = townness(p);
  if (t > 0.45) return size > (inOldTown(p) ? 38 : 46) * hectare ? "secondary" : "minor";
  if (size > 130 * hectare) return "secondary";
  return rng.chance(0.55) ? "lane" : "field";
}

function cutOnce(mesh: Mesh, f: number, rng: Rng, cls: EdgeClass, newLine: (cls: EdgeClass) => number): number | null {
  const ring = mesh.ring(f);
  for (let tries = 0; tries < 8; tries++) {
    const cut = cutAcross(ring, rng, 0.08 + 0.05 * tries, tries > 3);
    if (!cut) continue;
    const ids = [...at(mesh.faces, f)];
    const a = landOn(mesh, ids, ring, cut.from, cut.to.p);
    const b = landOn(mesh, ids, ring, cut.to, typeof a === "number" ? mesh.point(a) : a.p);
    const [pa, pb] = [typeof a === "number" ? mesh.point(a) : a.p, typeof b === "number" ? mesh.point(b) : b.p];
    const between = bow(pa, pb, rng, cls);
    if (!clear(ring, [pa, ...between, pb])) continue;
    const va = typeof a === "number" ? a : mesh.cutEdge(a.v, a.w, a.p);
    // The first landing may have split the edge the second was to land on.
    const vb = typeof b === "number" ? b : mesh.cutEdge(b.v, b.w, b.p);
    return mesh.cutFace(f, va, vb, between, cls, goesOn(mesh, va, pb, cls) ?? goesOn(mesh, vb, pa, cls) ?? newLine(cls));
  }
  return null;
}

/** Across the longer side of the box that fits the ring best, near its middle. */
export function cutAcross(ring: Ring, rng: Rng, jitter: number, anyWay = false): Cut | null {
  const box = fitBox(ring);
  const { dir } = anyWay && rng.chance(0.5) ? { dir: box.across } : { dir: box.dir };
  const side: Pt = [-dir[1], dir[0]];
  const length = dir === box.dir ? box.long : box.short;
  const p = add(box.middle, dir, length * jitter * rng.bell() * 0.6);
  const turn = rng.bell() * 0.03;
  const d: Pt = [side[0] + dir[0] * turn, side[1] + dir[1] * turn];
  const far = box.long + box.short;
  const [s, e] = [add(p, d, -far), add(p, d, far)];
  const hits = ring.flatMap((a, edge) => {
    const hit = meet(s, e, a, wrap(ring, edge + 1));
    return hit ? [{ edge, t: hit.t, p: mix(s, e, hit.t) }] : [];
  });
  hits.sort((x, y) => x.t - y.t);
  let best: Cut | null = null;
  for (let i = 0; i + 1 < hits.length; i++) {
    const [from, to] = [at(hits, i), at(hits, i + 1)];
    if (from.edge === to.edge || !inside(ring, mix(from.p, to.p, 0.5))) continue;
    if (!best || dist(from.p, to.p) > dist(best.from.p, best.to.p)) best = { from, to };
  }
  return best;
}

/** The smallest box around the ring with a side along one of its edges. `dir` runs along the longer side. */
function fitBox(ring: Ring): { dir: Pt; across: Pt; middle: Pt; long: number; short: number } {
  let best = { dir: [1, 0] as Pt, across: [0, 1] as Pt, middle: at(ring, 0), long: 0, short: 0 };
  let least = Number.POSITIVE_INFINITY;
  ring.forEach((p, i) => {
    // A chord of three edges: a curved side should count by its run, not by each small piece.
    const { dir, left } = along(p, wrap(ring, i + Math.min(3, ring.length - 2)));
    const us = ring.map((q) => q[0] * dir[0] + q[1] * dir[1]);
    const vs = ring.map((q) => q[0] * left[0] + q[1] * left[1]);
    const [u0, u1, v0, v1] = [Math.min(...us), Math.max(...us), Math.min(...vs), Math.max(...vs)];
    const [w, h] = [u1 - u0, v1 - v0];
    if (w * h >= least) return;
    least = w * h;
    const [mu, mv] = [(u0 + u1) / 2, (v0 + v1) / 2];
    const middle: Pt = [dir[0] * mu + left[0] * mv, dir[1] * mu + left[1] * mv];
    best = w >= h ? { dir, across: left, middle, long: w, short: h } : { dir: left, across: [-dir[0], -dir[1]], middle, long: h, short: w };
  });
  return best;
}

type Landing = number | { v: number; w: number; p: Pt };

/** Where a new street lands: on a junction nearby (streets go on across a road), else on a corner very near, else on the edge. */
function landOn(mesh: Mesh, ids: readonly number[], ring: Ring, end: { edge: number; p: Pt }, other: Pt): Landing {
  const run = dist(end.p, other);
  const reach = Math.min(75, run * 0.28);
  let best = -1;
  let bestCost = Number.POSITIVE_INFINITY;
  ids.forEach((v, i) => {
    const away = dist(at(ring, i), end.p);
    const junction = mesh.degree(v) >= 3;
    const cost = away * (junction ? 1 : 3.2);
    if (cost < reach && cost < bestCost && dist(at(ring, i), other) > 60) [best, bestCost] = [v, cost];
  });
  return best >= 0 ? best : { v: at(ids, end.edge), w: wrap(ids, end.edge + 1), p: end.p };
}

/** Long country roads bend a little; town streets run straight. */
function bow(a: Pt, b: Pt, rng: Rng, cls: EdgeClass): Pt[] {
  const run = dist(a, b);
  const country = cls === "lane" || cls === "field";
  if (run < (country ? 260 : 700)) return [];
  const { left } = along(a, b);
  const k = rng.bell() * run * (country ? 0.035 : 0.018);
  return smooth([a, add(mix(a, b, 0.35), left, k), add(mix(a, b, 0.68), left, k * rng.range(-0.4, 1)), b], 90).slice(1, -1);
}

/** Does the path stay inside the ring, at a distance from its corners, and meet its sides at a fair angle? */
function clear(ring: Ring, path: readonly Pt[]): boolean {
  const [a, b] = [at(path, 0), at(path, path.length - 1)];
  if (dist(a, b) < 70) return false;
  for (let i = 1; i < path.length; i++) {
    const [p, q] = [at(path, i - 1), at(path, i)];
    for (const t of [0.08, 0.5, 0.92]) if (!inside(ring, mix(p, q, t))) return false;
    for (let k = 0; k < ring.length; k++) {
      const [c, d] = [at(ring, k), wrap(ring, k + 1)];
      const hit = meet(p, q, c, d);
      if (hit && dist(mix(p, q, hit.t), a) > 1 && dist(mix(p, q, hit.t), b) > 1) return false;
    }
  }
  return [a, b].every((end, k) => fairAngle(ring, end, k === 0 ? at(path, 1) : at(path, path.length - 2)));
}

function fairAngle(ring: Ring, end: Pt, towards: Pt): boolean {
  const mine = along(end, towards).dir;
  return ring.every((c, k) => {
    const d = wrap(ring, k + 1);
    const ends = dist(c, end) < 1 ? d : dist(d, end) < 1 ? c : null;
    if (!ends) return true;
    const its = along(end, ends).dir;
    return mine[0] * its[0] + mine[1] * its[1] < 0.86;
  });
}

/** The street that a new one continues at a vertex, if one of its class comes in straight. */
function goesOn(mesh: Mesh, v: number, towards: Pt, cls: EdgeClass): number | null {
  if (mesh.degree(v) < 3) return null;
  const mine = along(mesh.point(v), towards).dir;
  for (const e of mesh.at(v)) {
    const its = along(mesh.point(e.a === v ? e.b : e.a), mesh.point(v)).dir;
    if (e.cls === cls && mine[0] * its[0] + mine[1] * its[1] > 0.93) return e.line;
  }
  return null;
}
