/** Lines that cross → a planar mesh: cut at every crossing, corners within reach joined, loose ends pruned, faces walked. */

import { turn } from "./exact.ts";
import type { Pt, Ring } from "./geo.ts";
import { area, at, dist, inside, meet, mix } from "./geo.ts";
import type { EdgeClass } from "./mesh.ts";
import { Mesh } from "./mesh.ts";

/** A line to lay into the mesh; `line` is its number in the list of names. */
interface Laid {
  readonly points: readonly Pt[];
  readonly cls: EdgeClass;
  readonly line: number;
}

/** Corners nearer than this become one, metres: no slivers, no stub streets. */
const reach = 20;

interface Bit {
  readonly a: Pt;
  readonly b: Pt;
  readonly of: Laid;
  readonly cuts: number[];
}

/** The mesh of all lines within the border. Earlier lines win where two share an edge; `border` closes the district. */
export function arrange(border: Ring, borderLine: number, lines: readonly Laid[]): Mesh {
  const ring: Laid = { points: [...border, at(border, 0)], cls: "border", line: borderLine };
  const bits = cutBits([...lines, ring]);
  const mesh = new Mesh();
  const vertexOf = joiner(mesh);
  // The border's own corners first: others join them, so that the outline keeps its shape.
  for (const p of border) vertexOf(p);
  const kept = new Map<string, { a: number; b: number; of: Laid }>();
  for (const { a, b, of } of bits.flatMap(piecesOf)) {
    if (of.cls !== "border" && !near(border, mix(a, b, 0.5))) continue;
    const [va, vb] = [vertexOf(a), vertexOf(b)];
    const key = `${Math.min(va, vb)} ${Math.max(va, vb)}`;
    if (va !== vb && !kept.has(key)) kept.set(key, { a: va, b: vb, of });
  }
  const sound = prune([...kept.values()]);
  for (const e of sound) mesh.addEdge(e.a, e.b, e.of.cls, e.of.line);
  walkFaces(mesh, sound);
  return mesh;
}

function near(border: Ring, p: Pt): boolean {
  return inside(border, p) || border.some((q) => dist(p, q) < reach);
}

function cutBits(lines: readonly Laid[]): Bit[] {
  const bits: Bit[] = lines.flatMap((of) => of.points.slice(1).map((b, i) => ({ a: at(of.points, i), b, of, cuts: [] })));
  for (let i = 0; i < bits.length; i++) {
    for (let j = i + 1; j < bits.length; j++) {
      const p = at(bits, i);
      const q = at(bits, j);
      if (p.of === q.of || apart(p, q)) continue;
      const hit = meet(p.a, p.b, q.a, q.b);
      if (hit) {
        p.cuts.push(hit.t);
        q.cuts.push(hit.u);
      }
    }
  }
  return bits;
}

function apart(p: Bit, q: Bit): boolean {
  return (
    Math.max(p.a[0], p.b[0]) < Math.min(q.a[0], q.b[0]) ||
    Math.max(q.a[0], q.b[0]) < Math.min(p.a[0], p.b[0]) ||
    Math.max(p.a[1], p.b[1]) < Math.min(q.a[1], q.b[1]) ||
    Math.max(q.a[1], q.b[1]) < Math.min(p.a[1], p.b[1])
  );
}

function piecesOf(bit: Bit): { a: Pt; b: Pt; of: Laid }[] {
  const stops = [0, ...bit.cuts.filter((t) => t > 0 && t < 1).sort((x, y) => x - y), 1];
  return stops.slice(1).map((t, i) => ({ a: mix(bit.a, bit.b, at(stops, i)), b: mix(bit.a, bit.b, t), of: bit.of }));
}

/** Gives a point its vertex: an existing one within reach, or a new one. */
function joiner(mesh: Mesh): (p: Pt) => number {
  const cells = new Map<string, number[]>();
  const cell = (p: Pt, dx: number, dy: number): string => `${Math.floor(p[0] / reach) + dx} ${Math.floor(p[1] / reach) + dy}`;
  return (p) => {
    let best = -1;
    for (let dx = -1; dx <= 1; dx++) {
      for (let dy = -1; dy <= 1; dy++) {
        for (const v of cells.get(cell(p, dx, dy)) ?? []) {
          const d = dist(mesh.point(v), p);
          if (d < reach && (best < 0 || d < dist(mesh.point(best), p))) best = v;
        }
      }
    }
    if (best >= 0) return best;
    const v = mesh.addPoint(p);
    const list = cells.get(cell(p, 0, 0));
    if (list) list.push(v);
    else cells.set(cell(p, 0, 0), [v]);
    return v;
  };
}

/** Without edges that lead nowhere. */
function prune<E extends { a: number; b: number }>(edges: E[]): E[] {
  const degree = new Map<number, number>();
  const count = (v: number): number => degree.get(v) ?? 0;
  for (const e of edges) {
    degree.set(e.a, count(e.a) + 1);
    degree.set(e.b, count(e.b) + 1);
  }
  const sound = edges.filter((e) => count(e.a) > 1 && count(e.b) > 1);
  return sound.length === edges.length ? sound : prune(sound);
}

/** Walks every face counter-clockwise; the outside, walked clockwise, is left out. */
function walkFaces(mesh: Mesh, edges: readonly { a: number; b: number }[]): void {
  const out = new Map<number, number[]>();
  for (const { a, b } of edges) {
    out.set(a, [...(out.get(a) ?? []), b]);
    out.set(b, [...(out.get(b) ?? []), a]);
  }
  const angle = (v: number, w: number): number => turn(mesh.point(w)[1] - mesh.point(v)[1], mesh.point(w)[0] - mesh.point(v)[0]);
  for (const [v, list] of out) list.sort((p, q) => angle(v, p) - angle(v, q));
  const seen = new Set<string>();
  for (const { a, b } of edges) {
    for (const [from, to] of [
      [a, b],
      [b, a],
    ] as const) {
      if (seen.has(`${from} ${to}`)) continue;
      const ring: number[] = [];
      let [v, w] = [from, to];
      do {
        seen.add(`${v} ${w}`);
        ring.push(v);
        const around = out.get(w) ?? [];
        const next = at(around, (around.indexOf(v) - 1 + around.length) % around.length);
        [v, w] = [w, next];
      } while (v !== from || w !== to);
      if (area(ring.map((u) => mesh.point(u))) > 0) mesh.addFace(ring);
    }
  }
}
