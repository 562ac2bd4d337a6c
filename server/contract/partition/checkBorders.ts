/** Borders compared pair by pair: none may meet another but at its ends. Coordinates are compared as whole numbers where doubles could err. */
import type { Position } from "../draw.ts";
import type { Fault } from "./check.ts";
import type { Arc, Partition } from "./partition.ts";

interface Edge {
  readonly arc: Arc;
  readonly i: number;
  readonly a: Position;
  readonly b: Position;
}

const big = (x: number) => BigInt(Math.round(x * 2 ** 60));

/** −1, 0, 1: on which hand of a→b a place lies. */
function hand(a: Position, b: Position, p: Position): number {
  const [ux, uy, vx, vy] = [b[0] - a[0], b[1] - a[1], p[0] - a[0], p[1] - a[1]];
  const value = ux * vy - uy * vx;
  if (Math.abs(value) > 1e-15 * (Math.abs(ux * vy) + Math.abs(uy * vx))) return value > 0 ? 1 : -1;
  const exact = (big(b[0]) - big(a[0])) * (big(p[1]) - big(a[1])) - (big(b[1]) - big(a[1])) * (big(p[0]) - big(a[0]));
  return exact > 0n ? 1 : exact < 0n ? -1 : 0;
}
const inBox = (a: Position, b: Position, p: Position) =>
  Math.min(a[0], b[0]) <= p[0] && p[0] <= Math.max(a[0], b[0]) && Math.min(a[1], b[1]) <= p[1] && p[1] <= Math.max(a[1], b[1]);
const equal = (p: Position, q: Position) => p[0] === q[0] && p[1] === q[1];

/** A common place of two edges that is not an end of both. */
function common(e: Edge, f: Edge): Position | null {
  const [c, d] = [hand(e.a, e.b, f.a), hand(e.a, e.b, f.b)];
  if (c * d > 0) return null;
  const [a, b] = [hand(f.a, f.b, e.a), hand(f.a, f.b, e.b)];
  if (a * b > 0) return null;
  if (c * d < 0 && a * b < 0) return e.a;
  const ends = (p: Position) => (equal(p, e.a) || equal(p, e.b)) && (equal(p, f.a) || equal(p, f.b));
  const touching = [
    ...[f.a, f.b].filter((p) => hand(e.a, e.b, p) === 0 && inBox(e.a, e.b, p)),
    ...[e.a, e.b].filter((p) => hand(f.a, f.b, p) === 0 && inBox(f.a, f.b, p)),
  ];
  const bad = touching.find((p) => !ends(p));
  if (bad) return bad;
  const both = new Set(touching.map((p) => `${p[0]},${p[1]}`));
  return both.size > 1 ? e.a : null;
}

/** A shared end is fine where both arcs end, or where one arc goes on. */
function mayMeet(e: Edge, f: Edge, at: Position): boolean {
  if (e.arc === f.arc && Math.abs(e.i - f.i) === 1) return true;
  const isEnd = ({ arc, i, a }: Edge) => (equal(a, at) ? i === 0 : i === arc.points.length - 2);
  return isEnd(e) && isEnd(f);
}

function fault(e: Edge, f: Edge): Fault | null {
  const bad = common(e, f);
  if (bad) return { why: { zh: "两条边界在这里相交或重叠", en: "two borders cross or overlap here" }, at: bad };
  const shared = [e.a, e.b].find((p) => equal(p, f.a) || equal(p, f.b));
  if (shared && !mayMeet(e, f, shared))
    return { why: { zh: "边界在这里相遇，却没有结点", en: "borders meet here without a node" }, at: shared };
  return null;
}

/** Faults of borders that are in one cell of a grid together; 20 at most. */
export function borderFaults({ arcs }: Partition): Fault[] {
  const edges: Edge[] = [];
  for (const arc of arcs.values())
    for (let i = 0; i < arc.points.length - 1; i++) edges.push({ arc, i, a: arc.points[i] as Position, b: arc.points[i + 1] as Position });
  const cell = cellFor(edges);
  const cells = new Map<string, Edge[]>();
  const faults: Fault[] = [];
  for (const edge of edges) {
    const seen = new Set<Edge>();
    for (const key of cellsOf(edge, cell)) {
      const here = cells.get(key) ?? [];
      for (const other of here) {
        if (seen.has(other)) continue;
        seen.add(other);
        const found = apart(edge, other) ? null : fault(edge, other);
        if (found) faults.push(found);
        if (faults.length >= 20) return faults;
      }
      here.push(edge);
      cells.set(key, here);
    }
  }
  return faults;
}

const apart = (e: Edge, f: Edge) =>
  Math.max(e.a[0], e.b[0]) < Math.min(f.a[0], f.b[0]) ||
  Math.max(f.a[0], f.b[0]) < Math.min(e.a[0], e.b[0]) ||
  Math.max(e.a[1], e.b[1]) < Math.min(f.a[1], f.b[1]) ||
  Math.max(f.a[1], f.b[1]) < Math.min(e.a[1], e.b[1]);

/** About twice the mean edge, and not so fine that the longest would fill more than some thousand cells. */
function cellFor(edges: readonly Edge[]): number {
  let [sum, most] = [0, 0];
  for (const { a, b } of edges) {
    const wide = Math.abs(a[0] - b[0]) + Math.abs(a[1] - b[1]);
    sum += wide;
    most = Math.max(most, wide);
  }
  return Math.max((2 * sum) / edges.length || 1, most / 2000, 1e-7);
}

/** Cells that an edge passes, column by column. */
function* cellsOf({ a, b }: Edge, cell: number): Generator<string> {
  const [p, q] = a[0] <= b[0] ? [a, b] : [b, a];
  const [west, east] = [Math.floor(p[0] / cell), Math.floor(q[0] / cell)];
  const at = (x: number) => (q[0] === p[0] ? p[1] : p[1] + ((Math.min(Math.max(x, p[0]), q[0]) - p[0]) / (q[0] - p[0])) * (q[1] - p[1]));
  for (let x = west; x <= east; x++) {
    const [y1, y2] = west === east ? [p[1], q[1]] : [at(x * cell), at((x + 1) * cell)];
    // A little wider than reckoned: rounding must not lose a cell.
    const [low, high] = [Math.min(y1, y2) - cell * 1e-6, Math.max(y1, y2) + cell * 1e-6];
    for (let y = Math.floor(low / cell); y <= Math.floor(high / cell); y++) yield `${x},${y}`;
  }
}
