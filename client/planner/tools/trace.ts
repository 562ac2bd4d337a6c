/** F: the shortest way along roads, rivers and borders between two places. Ways that meet, cross, or end beside one another are joined. Pure. */
import type { Position } from "../../../server/contract/draw.ts";
import { degree_m } from "../../../server/contract/partition/ellipsoid.ts";

export type Way = readonly Position[];
type Plane = readonly [x: number, y: number];
interface Edge {
  readonly a: number;
  readonly b: number;
  readonly long: number;
}
/** Ways as a graph, in metres about its first position. */
export interface Net {
  readonly at: readonly Position[];
  readonly plane: readonly Plane[];
  readonly edges: readonly Edge[];
  /** Edges at each node. */
  readonly links: readonly (readonly number[])[];
}

/** Vertices nearer than this are one. */
const together_m = 0.3;
/** A way that ends so near another one leads into it. */
const beside_m = 2;

const far = (a: Plane, b: Plane) => Math.hypot(a[0] - b[0], a[1] - b[1]);
/** How far along a–b the place nearest to p is, 0 … 1. */
function along(p: Plane, a: Plane, b: Plane): number {
  const [dx, dy] = [b[0] - a[0], b[1] - a[1]];
  const long2 = dx * dx + dy * dy;
  return long2 ? Math.max(0, Math.min(1, ((p[0] - a[0]) * dx + (p[1] - a[1]) * dy) / long2)) : 0;
}
const between = (a: Plane, b: Plane, t: number): Plane => [a[0] + (b[0] - a[0]) * t, a[1] + (b[1] - a[1]) * t];

/** Where two edges cross between their ends: the shares of each. */
function crossing(a: Plane, b: Plane, c: Plane, d: Plane): readonly [number, number] | null {
  const [rx, ry, sx, sy] = [b[0] - a[0], b[1] - a[1], d[0] - c[0], d[1] - c[1]];
  const turn = rx * sy - ry * sx;
  if (turn === 0) return null;
  const t = ((c[0] - a[0]) * sy - (c[1] - a[1]) * sx) / turn;
  const u = ((c[0] - a[0]) * ry - (c[1] - a[1]) * rx) / turn;
  return t > 0 && t < 1 && u > 0 && u < 1 ? [t, u] : null;
}

/** Two whole numbers as one: for maps that are asked many thousand times. */
const half = 2 ** 25;
const pairKey = (x: number, y: number) => (x + half) * (2 * half) + y + half;

/** Collects nodes: one for all vertices that lie together. */
class Nodes {
  readonly at: Position[] = [];
  readonly plane: Plane[] = [];
  private readonly cells = new Map<number, number[]>();
  private readonly origin: Position;
  private readonly scale: readonly [number, number];
  constructor(origin: Position) {
    this.origin = origin;
    this.scale = degree_m(origin[1]);
  }
  flat([x, y]: Position): Plane {
    return [(x - this.origin[0]) * this.scale[0], (y - this.origin[1]) * this.scale[1]];
  }
  round([x, y]: Plane): Position {
    return [this.origin[0] + x / this.scale[0], this.origin[1] + y / this.scale[1]];
  }
  node(at: Position): number {
    const p = this.flat(at);
    const [cx, cy] = [Math.floor(p[0] / together_m), Math.floor(p[1] / together_m)];
    for (let x = cx - 1; x <= cx + 1; x++)
      for (let y = cy - 1; y <= cy + 1; y++)
        for (const old of this.cells.get(pairKey(x, y)) ?? []) if (far(this.plane[old] as Plane, p) <= together_m) return old;
    const made = this.at.push(at) - 1;
    this.plane.push(p);
    const cell = pairKey(cx, cy);
    this.cells.set(cell, [...(this.cells.get(cell) ?? []), made]);
    return made;
  }
}

type Pair = readonly [a: number, b: number];
/** Pairs of edges whose boxes share a cell of a grid: those that may meet. */
function* mayMeet(nodes: Nodes, pairs: readonly Pair[]): Generator<readonly [number, number]> {
  const total = pairs.reduce((sum, [a, b]) => sum + far(nodes.plane[a] as Plane, nodes.plane[b] as Plane), 0);
  const size = Math.max(10, (2 * total) / Math.max(1, pairs.length));
  const cells = new Map<number, number[]>();
  for (const [i, [a, b]] of pairs.entries()) {
    const [p, q] = [nodes.plane[a] as Plane, nodes.plane[b] as Plane];
    const near = new Set<number>();
    const cell = (v: number, grow: number) => Math.floor((v + grow) / size);
    for (let x = cell(Math.min(p[0], q[0]), -beside_m); x <= cell(Math.max(p[0], q[0]), beside_m); x++)
      for (let y = cell(Math.min(p[1], q[1]), -beside_m); y <= cell(Math.max(p[1], q[1]), beside_m); y++) {
        const key = pairKey(x, y);
        const here = cells.get(key) ?? [];
        for (const j of here) near.add(j);
        here.push(i);
        cells.set(key, here);
      }
    for (const j of near) yield [i, j];
  }
}

type Cuts = Map<number, { readonly t: number; readonly node: number }[]>;
function cut(cuts: Cuts, edge: number, t: number, node: number): void {
  const all = cuts.get(edge) ?? [];
  all.push({ t, node });
  cuts.set(edge, all);
}

/** Where edges are to be cut: at crossings, and where another way ends beside them. */
function cutsOf(nodes: Nodes, pairs: readonly Pair[], ends: ReadonlySet<number>): { readonly cuts: Cuts; readonly steps: readonly Pair[] } {
  const cuts: Cuts = new Map();
  const steps: Pair[] = [];
  const joins = (edge: number, [a, b]: Pair, node: number) => {
    if (!ends.has(node) || node === a || node === b) return;
    const [p, q, end] = [nodes.plane[a] as Plane, nodes.plane[b] as Plane, nodes.plane[node] as Plane];
    const t = along(end, p, q);
    const on = between(p, q, t);
    if (t <= 0 || t >= 1 || far(end, on) > beside_m) return;
    // By a step aside: the way itself must not bend, it may be a border.
    const beside = nodes.node(nodes.round(on));
    cut(cuts, edge, t, beside);
    steps.push([beside, node]);
  };
  for (const [i, j] of mayMeet(nodes, pairs)) {
    const [one, two] = [pairs[i] as Pair, pairs[j] as Pair];
    for (const node of two) joins(i, one, node);
    for (const node of one) joins(j, two, node);
    if (one.some((node) => two.includes(node))) continue;
    const [a, b, c, d] = [...one, ...two].map((node) => nodes.plane[node] as Plane) as [Plane, Plane, Plane, Plane];
    const shares = crossing(a, b, c, d);
    if (!shares) continue;
    const node = nodes.node(nodes.round(between(a, b, shares[0])));
    cut(cuts, i, shares[0], node);
    cut(cuts, j, shares[1], node);
  }
  return { cuts, steps };
}

/** The graph of some ways. */
export function netOf(ways: readonly Way[]): Net {
  const nodes = new Nodes(ways[0]?.[0] ?? [0, 0]);
  const pairs: Pair[] = [];
  const ends = new Set<number>();
  const seen = new Set<number>();
  const add = (a: number, b: number, to: Pair[]) => {
    const key = pairKey(Math.min(a, b), Math.max(a, b));
    if (a === b || seen.has(key)) return;
    seen.add(key);
    to.push([a, b]);
  };
  for (const way of ways) {
    const run = way.map((at) => nodes.node(at));
    for (const end of [run[0], run.at(-1)]) if (end !== undefined) ends.add(end);
    for (let i = 1; i < run.length; i++) add(run[i - 1] as number, run[i] as number, pairs);
  }
  const { cuts, steps } = cutsOf(nodes, pairs, ends);
  seen.clear();
  const parts: Pair[] = [];
  for (const [i, [a, b]] of pairs.entries()) {
    const stops = (cuts.get(i) ?? []).sort((p, q) => p.t - q.t).map(({ node }) => node);
    const run = [a, ...stops, b];
    for (let k = 1; k < run.length; k++) add(run[k - 1] as number, run[k] as number, parts);
  }
  for (const [a, b] of steps) add(a, b, parts);
  return graph(nodes, parts);
}

function graph({ at, plane }: Nodes, parts: readonly Pair[]): Net {
  const links: number[][] = at.map(() => []);
  const edges = parts.map(([a, b], i): Edge => {
    links[a]?.push(i);
    links[b]?.push(i);
    return { a, b, long: far(plane[a] as Plane, plane[b] as Plane) };
  });
  return { at, plane, edges, links };
}

/** A place on a net. */
export interface OnNet {
  readonly edge: number;
  /** Share of the edge, from its first node. */
  readonly t: number;
  readonly at: Position;
  readonly off_m: number;
}

/** The place on the net nearest to another; null when none is within. */
export function onNet(net: Net, place: Position, within_m: number): OnNet | null {
  const [first] = net.at;
  if (!first) return null;
  const [east, north] = degree_m(first[1]);
  const p: Plane = [(place[0] - first[0]) * east, (place[1] - first[1]) * north];
  let best: { edge: number; t: number; off_m: number } | null = null;
  for (const [edge, { a, b }] of net.edges.entries()) {
    const [from, to] = [net.plane[a] as Plane, net.plane[b] as Plane];
    const t = along(p, from, to);
    const off_m = far(p, between(from, to, t));
    if (off_m <= within_m && off_m < (best?.off_m ?? Number.POSITIVE_INFINITY)) best = { edge, t, off_m };
  }
  if (!best) return null;
  const { a, b } = net.edges[best.edge] as Edge;
  const [from, to] = [net.at[a] as Position, net.at[b] as Position];
  const at =
    best.t === 0 ? from : best.t === 1 ? to : ([from[0] + (to[0] - from[0]) * best.t, from[1] + (to[1] - from[1]) * best.t] as const);
  return { ...best, at };
}

/** Smallest first. */
class Heap {
  private readonly items: (readonly [number, number])[] = [];
  push(item: readonly [number, number]): void {
    const { items } = this;
    let i = items.push(item) - 1;
    for (let up = (i - 1) >> 1; i > 0 && (items[up] as typeof item)[0] > item[0]; i = up, up = (i - 1) >> 1)
      items[i] = items[up] as typeof item;
    items[i] = item;
  }
  pop(): readonly [number, number] | undefined {
    const { items } = this;
    const [top] = items;
    const last = items.pop();
    if (!last || items.length === 0) return top;
    let i = 0;
    for (;;) {
      let down = 2 * i + 1;
      if (down >= items.length) break;
      if (down + 1 < items.length && (items[down + 1] as typeof last)[0] < (items[down] as typeof last)[0]) down++;
      if ((items[down] as typeof last)[0] >= last[0]) break;
      items[i] = items[down] as typeof last;
      i = down;
    }
    items[i] = last;
    return top;
  }
}

/** Nodes at an edge's ends, and how far it is to each from a place on it. */
const endsOf = (net: Net, { edge, t }: OnNet): readonly (readonly [node: number, long: number])[] => {
  const { a, b, long } = net.edges[edge] as Edge;
  return [
    [a, t * long],
    [b, (1 - t) * long],
  ];
};

/** The shortest way between two places on the net, both of them included; null when nothing leads there. */
export function pathOn(net: Net, from: OnNet, to: OnNet): { readonly points: readonly Position[]; readonly long_m: number } | null {
  const cost = new Map<number, number>();
  const came = new Map<number, number>();
  const heap = new Heap();
  const reach = (node: number, long: number, by: number | null) => {
    if (long >= (cost.get(node) ?? Number.POSITIVE_INFINITY)) return;
    cost.set(node, long);
    if (by !== null) came.set(node, by);
    heap.push([long, node]);
  };
  for (const [node, long] of endsOf(net, from)) reach(node, long, null);
  const goals = new Map(endsOf(net, to));
  let end: number | null = null;
  let best = from.edge === to.edge ? Math.abs(from.t - to.t) * (net.edges[from.edge] as Edge).long : Number.POSITIVE_INFINITY;
  for (let next = heap.pop(); next && next[0] < best; next = heap.pop()) {
    const [long, node] = next;
    if (long > (cost.get(node) as number)) continue;
    const rest = goals.get(node);
    if (rest !== undefined && long + rest < best) [best, end] = [long + rest, node];
    for (const i of net.links[node] ?? []) {
      const { a, b, long: more } = net.edges[i] as Edge;
      reach(a === node ? b : a, long + more, node);
    }
  }
  if (best === Number.POSITIVE_INFINITY) return null;
  const middle: Position[] = [];
  for (let node = end ?? undefined; node !== undefined; node = came.get(node)) middle.push(net.at[node] as Position);
  const all = [from.at, ...middle.reverse(), to.at];
  return { points: all.filter((p, i) => i === 0 || p[0] !== all[i - 1]?.[0] || p[1] !== all[i - 1]?.[1]), long_m: best };
}
