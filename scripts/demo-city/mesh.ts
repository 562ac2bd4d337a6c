/**
 * The district's skeleton: one planar subdivision. Its edges are rivers, roads and field borders, its faces the blocks between them.
 * Zones group faces, so zone borders follow streets and rivers and share every vertex by construction.
 */

import type { Pt, Ring } from "./geo.ts";
import { at } from "./geo.ts";

export type EdgeClass = "river" | "rail" | "motorway" | "arterial" | "secondary" | "minor" | "lane" | "field" | "border";

/** One edge between two vertices; `line` names the street, river or border it belongs to; `faces` are the one or two blocks beside it. */
export interface Edge {
  readonly a: number;
  readonly b: number;
  readonly cls: EdgeClass;
  readonly line: number;
  faces: number[];
}

const keyOf = (a: number, b: number): number => Math.min(a, b) * 4_194_304 + Math.max(a, b);

export class Mesh {
  readonly points: Pt[] = [];
  /** Rings of vertex numbers, counter-clockwise. */
  readonly faces: number[][] = [];
  readonly #edges = new Map<number, Edge>();
  readonly #near: Set<number>[] = [];

  addPoint(p: Pt): number {
    this.points.push(p);
    this.#near.push(new Set());
    return this.points.length - 1;
  }

  addEdge(a: number, b: number, cls: EdgeClass, line: number, faces: number[] = []): void {
    this.#edges.set(keyOf(a, b), { a, b, cls, line, faces });
    at(this.#near, a).add(b);
    at(this.#near, b).add(a);
  }

  addFace(ring: number[]): number {
    const f = this.faces.length;
    this.faces.push(ring);
    for (const [i, v] of ring.entries()) this.edge(v, ring[(i + 1) % ring.length] ?? v).faces.push(f);
    return f;
  }

  edge(a: number, b: number): Edge {
    const found = this.#edges.get(keyOf(a, b));
    if (!found) throw new Error(`no edge ${a}–${b}`);
    return found;
  }

  edges(): Edge[] {
    return [...this.#edges.values()];
  }

  degree(v: number): number {
    return at(this.#near, v).size;
  }

  /** Edges at a vertex. */
  at(v: number): Edge[] {
    return [...at(this.#near, v)].map((w) => this.edge(v, w));
  }

  point(v: number): Pt {
    return at(this.points, v);
  }

  ring(f: number): Ring {
    return at(this.faces, f).map((v) => this.point(v));
  }

  /** Edges of a face, in ring order. */
  edgesOf(f: number): Edge[] {
    const ring = at(this.faces, f);
    return ring.map((v, i) => this.edge(v, at(ring, (i + 1) % ring.length)));
  }

  /** Puts a new vertex on an edge, in the rings of both blocks beside it. */
  cutEdge(a: number, b: number, p: Pt): number {
    const old = this.edge(a, b);
    const v = this.addPoint(p);
    this.#edges.delete(keyOf(a, b));
    at(this.#near, a).delete(b);
    at(this.#near, b).delete(a);
    this.addEdge(a, v, old.cls, old.line, [...old.faces]);
    this.addEdge(v, b, old.cls, old.line, [...old.faces]);
    for (const f of old.faces) {
      const ring = at(this.faces, f);
      const i = ring.findIndex((w, k) => keyOf(w, at(ring, (k + 1) % ring.length)) === keyOf(a, b));
      ring.splice(i + 1, 0, v);
    }
    return v;
  }

  /** Cuts face f from its vertex a to its vertex b along `between`; returns the new face. */
  cutFace(f: number, a: number, b: number, between: readonly Pt[], cls: EdgeClass, line: number): number {
    const ring = at(this.faces, f);
    const path = [a, ...between.map((p) => this.addPoint(p)), b];
    for (let i = 1; i < path.length; i++) this.addEdge(at(path, i - 1), at(path, i), cls, line, [f]);
    const i = ring.indexOf(a);
    const turned = [...ring.slice(i), ...ring.slice(0, i)];
    const j = turned.indexOf(b);
    const first = [...turned.slice(0, j), ...path.slice(1).reverse()];
    const second = [...path.slice(0, -1), ...turned.slice(j)];
    const g = this.faces.length;
    this.faces[f] = first;
    this.faces.push(second);
    second.forEach((v, k) => {
      const e = this.edge(v, at(second, (k + 1) % second.length));
      const onPath = k < path.length - 1;
      e.faces = onPath ? [f, g] : e.faces.map((x) => (x === f ? g : x));
    });
    return g;
  }
}
