/** What on a plane lies within a distance of what: pure arithmetic, no tolerance but the numbers' own. */
import type { Flat } from "./frame.ts";

/** Parts of a chain, flat: from, to, from, to … 2.25 = a quarter along its third edge. In order once they are united. */
export type Spans = number[];

/** Of a few spans, or of many: their beginnings in order. */
function byBeginning(spans: Readonly<Spans>): number[] {
  const order = Array.from({ length: spans.length / 2 }, (_, i) => i * 2);
  return order.sort((a, b) => (spans[a] as number) - (spans[b] as number));
}

/** The spans as a union: ascending, none touches the next. */
export function united(spans: Spans): Spans {
  if (spans.length <= 2) return spans;
  const all: Spans = [];
  for (const i of byBeginning(spans)) {
    const [from, to] = [spans[i] as number, spans[i + 1] as number];
    const last = all.length - 1;
    if (last > 0 && from <= (all[last] as number)) all[last] = Math.max(all[last] as number, to);
    else all.push(from, to);
  }
  return all;
}

/** An edge on its way: where it begins, its step, its number in the chain. A point is an edge of no length. */
export interface Edge {
  readonly x: number;
  readonly y: number;
  readonly dx: number;
  readonly dy: number;
  readonly at: number;
}

function push(into: Spans, { at }: Edge, from: number, to: number): void {
  const a = Math.max(0, from);
  const b = Math.min(1, to);
  if (a <= b) into.push(at + a, at + b);
}

/** The part of the edge within `d` of another's beginning: |A + t (B − A) − P|² ≤ d². */
function nearPoint(into: Spans, edge: Edge, other: Edge, d: number): void {
  const wx = edge.x - other.x;
  const wy = edge.y - other.y;
  const a = edge.dx * edge.dx + edge.dy * edge.dy;
  const b = edge.dx * wx + edge.dy * wy;
  const rest = b * b - a * (wx * wx + wy * wy - d * d);
  if (rest < 0 || a === 0) return;
  const root = Math.sqrt(rest);
  push(into, edge, (-b - root) / a, (-b + root) / a);
}

/** The part of the edge beside another, P→Q: in the box as long as that, and `d` to either side. Its round ends are its points'. */
function nearEdge(into: Spans, edge: Edge, other: Edge, d: number): void {
  const length = Math.sqrt(other.dx * other.dx + other.dy * other.dy);
  if (length === 0) return;
  const ux = other.dx / length;
  const uy = other.dy / length;
  const wx = edge.x - other.x;
  const wy = edge.y - other.y;
  // Along it from `along` by `step`, beside it from `aside` by `drift`; both as t goes from 0 to 1.
  const along = wx * ux + wy * uy;
  const step = edge.dx * ux + edge.dy * uy;
  const aside = ux * wy - uy * wx;
  const drift = ux * edge.dy - uy * edge.dx;
  if ((step === 0 && (along < 0 || along > length)) || (drift === 0 && Math.abs(aside) > d)) return;
  const t0 = step === 0 ? 0 : -along / step;
  const t1 = step === 0 ? 1 : (length - along) / step;
  const t2 = drift === 0 ? 0 : (-d - aside) / drift;
  const t3 = drift === 0 ? 1 : (d - aside) / drift;
  push(into, edge, Math.max(Math.min(t0, t1), Math.min(t2, t3)), Math.min(Math.max(t0, t1), Math.max(t2, t3)));
}

/** Edges of a chain; of one position a point. */
function edgesOf(chain: Flat): Edge[] {
  const edges: Edge[] = [];
  for (let i = 0; i < Math.max(1, chain.length / 2 - 1); i++) {
    const [x, y, nextX, nextY] = chain.subarray(i * 2, i * 2 + 4) as unknown as [number, number, number?, number?];
    edges.push({ x, y, dx: (nextX ?? x) - x, dy: (nextY ?? y) - y, at: i });
  }
  return edges;
}

/** A geometry on the plane. */
export interface Figure {
  /** Of its lines, rings and points; each of its positions begins one. */
  readonly edges: readonly Edge[];
  /** Its rings again, each by itself: what is inside. */
  readonly rings: readonly (readonly Edge[])[];
}

export function figureOf(open: readonly Flat[], rings: readonly Flat[]): Figure {
  const sides = rings.map(edgesOf);
  const ends = open.filter((chain) => chain.length > 2).flatMap((chain) => edgesOf(chain.subarray(-2)));
  return { edges: [...open.flatMap(edgesOf), ...ends, ...sides.flat()], rings: sides };
}
export const lineOf = (chain: Flat): Figure => ({ edges: edgesOf(chain), rings: [] });

/** Square of the metres from a point to an edge. */
function toPoint({ x, y, dx, dy }: Edge, px: number, py: number): number {
  const t = Math.max(0, Math.min(1, ((px - x) * dx + (py - y) * dy) / (dx * dx + dy * dy || 1)));
  const fromX = x + t * dx - px;
  const fromY = y + t * dy - py;
  return fromX * fromX + fromY * fromY;
}

/** Inside: crossed an odd number of times on the way out. */
function inside(x: number, y: number, rings: Figure["rings"]): boolean {
  let odd = false;
  for (const ring of rings)
    for (const e of ring) {
      const up = e.y > y;
      if (up !== e.y + e.dy > y && x < e.x + ((y - e.y) / e.dy) * e.dx) odd = !odd;
    }
  return odd;
}

/** Gaps of a union within [0, length]. */
function gaps(spans: Readonly<Spans>, length: number): Spans {
  const all: Spans = [];
  let from = 0;
  for (let i = 0; i < spans.length; i += 2) {
    if ((spans[i] as number) > from) all.push(from, spans[i] as number);
    from = spans[i + 1] as number;
  }
  return from < length ? [...all, from, length] : all;
}

/** A gap keeps clear of every border by `d`, so the whole of it is inside or outside. */
function insideGaps(spans: Readonly<Spans>, chain: readonly Edge[], rings: Figure["rings"]): Spans {
  const open = gaps(spans, chain.length);
  return open.filter((_, i) => {
    const middle = ((open[i - (i % 2)] as number) + (open[i - (i % 2) + 1] as number)) / 2;
    const edge = chain[Math.min(Math.floor(middle), chain.length - 1)] as Edge;
    const t = middle - edge.at;
    return inside(edge.x + t * edge.dx, edge.y + t * edge.dy, rings);
  });
}

/** A circle that holds all of a figure: what of another is too far from it is left out. */
export interface Circle {
  readonly x: number;
  readonly y: number;
  readonly radius: number;
}
const nearCircle = ({ edges }: Figure, { x, y, radius }: Circle, d: number): readonly Edge[] =>
  edges.length < 3 ? edges : edges.filter((edge) => toPoint(edge, x, y) <= (d + radius) * (d + radius));

/** The parts of an edge within `d` metres of any of others; nothing more is asked once it is the whole edge. */
function reachOf(edge: Edge, others: readonly Edge[], d: number): Spans {
  const spans: Spans = [];
  for (const other of others) {
    nearPoint(spans, edge, other, d);
    nearEdge(spans, edge, other, d);
    const last = spans.length - 2;
    if (spans[last] === edge.at && spans[last + 1] === edge.at + 1) return [edge.at, edge.at + 1];
  }
  return united(spans);
}

/** The parts of a line within `d` metres of another figure, or inside its rings. */
export function reach(line: Figure, circle: Circle, other: Figure, d: number): Spans {
  const near = nearCircle(other, circle, d);
  const spans = line.edges.flatMap((edge) => reachOf(edge, near, d));
  return other.rings.length ? united([...spans, ...insideGaps(spans, line.edges, other.rings)]) : spans;
}

/** Which side of an edge a point is on: the sign. */
const side = ({ x, y, dx, dy }: Edge, px: number, py: number): number => dx * (py - y) - dy * (px - x);
const cross = (a: Edge, b: Edge): boolean =>
  side(a, b.x, b.y) * side(a, b.x + b.dx, b.y + b.dy) < 0 && side(b, a.x, a.y) * side(b, a.x + a.dx, a.y + a.dy) < 0;

/** Edges that touch without crossing touch with an end. */
const areWithin = (a: Edge, b: Edge, d2: number): boolean =>
  toPoint(a, b.x, b.y) <= d2 ||
  toPoint(b, a.x, a.y) <= d2 ||
  toPoint(a, b.x + b.dx, b.y + b.dy) <= d2 ||
  toPoint(b, a.x + a.dx, a.y + a.dy) <= d2 ||
  cross(a, b);

/** The figures are no farther from each other than `d` metres. @param circle around the first */
export function isWithin(one: Figure, circle: Circle, other: Figure, d: number): boolean {
  const near = nearCircle(other, circle, d);
  if (one.edges.some((a) => near.some((b) => areWithin(a, b, d * d)))) return true;
  // No border is near: one lies inside the other as a whole, or they are apart.
  const holds = ({ rings }: Figure, { edges }: Figure) => rings.length > 0 && edges.some(({ x, y }) => inside(x, y, rings));
  return holds(other, one) || holds(one, other);
}
