/** Streets as people know them: named lines made of the mesh's edges, ends drawn back from water they do not cross; and roads on the banks. */

import { lengthOf, parallel, pointAlong } from "./curves.ts";
import { sin } from "./exact.ts";
import type { Pt } from "./geo.ts";
import { add, along, at, awayFrom, dist, inside } from "./geo.ts";
import type { Edge, EdgeClass, Mesh } from "./mesh.ts";
import { lakes, rivers, townness } from "./plan.ts";
import type { Rng } from "./rng.ts";
import type { Skeleton } from "./skeleton.ts";
import type { Names } from "./words.ts";

export interface Street {
  readonly cls: "motorway" | "arterial" | "secondary" | "minor" | "rail";
  readonly name: string;
  readonly points: readonly Pt[];
}

const drawnAs: Partial<Record<EdgeClass, Street["cls"]>> = {
  motorway: "motorway",
  arterial: "arterial",
  secondary: "secondary",
  minor: "minor",
  lane: "minor",
  rail: "rail",
};

/** Half a river's width at a share of its course, metres. */
export function halfWidth(river: number, share: number): number {
  const [head, mouth] = rivers[river]?.half ?? [10, 10];
  return head + (mouth - head) * share + sin(share * 23 + river) * head * 0.07;
}

/** All streets, each line of the mesh in as few pieces as it has. Country lanes have no name. */
export function makeStreets({ mesh, lines, drawn }: Skeleton, names: Names, rng: Rng): Street[] {
  const byLine = new Map<number, Edge[]>();
  for (const e of mesh.edges()) if (drawnAs[e.cls]) byLine.set(e.line, [...(byLine.get(e.line) ?? []), e]);
  const streets: Street[] = [];
  for (const [line, edges] of [...byLine].sort((p, q) => p[0] - q[0])) {
    const { cls, plan } = at(lines, line);
    const kind = drawnAs[cls];
    if (!kind) continue;
    const chains = chainsOf(mesh, edges).map((chain) => trim(mesh, chain, cls).map((v) => (typeof v === "number" ? mesh.point(v) : v)));
    const long = chains.filter((points) => lengthOf(points) >= 40).sort((p, q) => lengthOf(q) - lengthOf(p));
    const first = long[0];
    if (!first) continue;
    const name = plan?.name ?? streetName(cls, first, names, rng);
    streets.push(...long.map((points) => ({ cls: kind, name, points })));
  }
  return [...streets, ...bankRoads(drawn)];
}

function streetName(cls: EdgeClass, points: readonly Pt[], names: Names, rng: Rng): string {
  if (cls === "lane") return "";
  const [a, b] = [at(points, 0), at(points, points.length - 1)];
  const eastWest = Math.abs(a[0] - b[0]) > Math.abs(a[1] - b[1]);
  const end = cls === "secondary" ? rng.pick(["路", "路", "路", "大街"]) : rng.pick(["路", "街"]);
  const sides = end === "大街" ? [""] : eastWest ? ["", "", "东", "西", "中"] : ["", "", "南", "北", "中"];
  return names.fresh(() => names.stem("street", rng) + rng.pick(sides) + end);
}

/** Walks edges into paths; a loop is opened somewhere, and a path that turns at a bank ends there. */
function chainsOf(mesh: Mesh, edges: readonly Edge[]): number[][] {
  const next = new Map<number, number[]>();
  for (const { a, b } of edges) {
    next.set(a, [...(next.get(a) ?? []), b]);
    next.set(b, [...(next.get(b) ?? []), a]);
  }
  const chains: number[][] = [];
  const ends = [...next.keys()].filter((v) => next.get(v)?.length !== 2);
  for (const start of [...ends, ...next.keys()]) {
    while ((next.get(start) ?? []).length > 0) chains.push(walk(mesh, next, start));
  }
  return chains;
}

function walk(mesh: Mesh, next: Map<number, number[]>, start: number): number[] {
  const chain = [start];
  for (let v = start; ; ) {
    const w = next.get(v)?.pop();
    if (w === undefined) return chain;
    const on = next.get(w) ?? [];
    on.splice(on.indexOf(v), 1);
    chain.push(w);
    const goesTo = on[0];
    if (goesTo === undefined || on.length !== 1 || (wallAt(mesh, w) && !straight(mesh, v, w, goesTo))) return chain;
    v = w;
  }
}

const wallAt = (mesh: Mesh, v: number): Edge | undefined => mesh.at(v).find((e) => e.cls === "river" || e.cls === "rail");

/** Does the way from v over w to x go nearly straight on? */
function straight(mesh: Mesh, v: number, w: number, x: number): boolean {
  const p = along(mesh.point(v), mesh.point(w)).dir;
  const q = along(mesh.point(w), mesh.point(x)).dir;
  return p[0] * q[0] + p[1] * q[1] > 0.75;
}

/** A street that ends at water or rails without a street straight opposite stops short of the bank. */
function trim(mesh: Mesh, chain: readonly number[], cls: EdgeClass): (number | Pt)[] {
  if (cls === "arterial" || cls === "motorway" || cls === "rail") return [...chain];
  const out: (number | Pt)[] = [...chain];
  for (const [end, neighbour] of [
    [0, 1],
    [chain.length - 1, chain.length - 2],
  ] as const) {
    const [v, w] = [at(chain, end), at(chain, neighbour)];
    const wall = wallAt(mesh, v);
    const bridge = mesh.at(v).some((e) => drawnAs[e.cls] && e.cls !== "rail" && straight(mesh, w, v, e.a === v ? e.b : e.a));
    if (!wall || bridge) continue;
    const back = wall.cls === "rail" ? 22 : (rivers[wall.line]?.half?.[1] ?? 12) * 1.1 + 14;
    const [p, q] = [mesh.point(v), mesh.point(w)];
    out[end] = add(p, along(p, q).dir, Math.min(back, dist(p, q) * 0.7));
  }
  return out;
}

/** Roads along both banks where the town is, broken where another river joins. */
function bankRoads(drawn: readonly (readonly Pt[])[]): Street[] {
  const out: Street[] = [];
  rivers.forEach((river, r) => {
    const line = at(drawn, r);
    if (river.name === "安和河") return;
    for (const side of [1, -1]) {
      const road = parallel(line, (i) => side * (halfWidth(r, i / line.length) + 15));
      const [n, s] = pointAlong(line, lengthOf(line) / 2).left;
      const word = Math.abs(n * side) > Math.abs(s * side) ? (n * side > 0 ? "东" : "西") : s * side > 0 ? "北" : "南";
      let run: Pt[] = [];
      const flush = (): void => {
        if (run.length > 3) out.push({ cls: "minor", name: `${river.name}${word}滨河路`, points: run });
        run = [];
      };
      for (const p of road) {
        const free = rivers.every((_, k) => k === r || awayFrom(at(drawn, k), p) > halfWidth(k, 0.6) + 12);
        const ashore = lakes.every((l) => !inside(l.points, p) && awayFrom(l.points, p) > 30);
        if (free && ashore && townness(p) > 0.5) run.push(p);
        else flush();
      }
      flush();
    }
  });
  return out;
}
