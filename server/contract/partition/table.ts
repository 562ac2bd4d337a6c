/**
 * The arcs of a partition in a grid, and by face. One table serves many partitions: it is brought from one to another by what differs,
 * so a step costs what it changes. Nothing may depend on the order in which a table answers: it has another past on another machine.
 */
import type { Position } from "../draw.ts";
import { same } from "./exact.ts";
import type { Arc, Partition } from "./partition.ts";

export type Box = readonly [west: number, south: number, east: number, north: number];

export function boxOf(points: readonly Position[], from = 0, to = points.length - 1): Box {
  let [w, s, e, n] = [Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (let i = from; i <= to; i++) {
    const [x, y] = points[i] as Position;
    if (x < w) w = x;
    if (x > e) e = x;
    if (y < s) s = y;
    if (y > n) n = y;
  }
  return [w, s, e, n];
}
export const meets = (a: Box, b: Box) => a[0] <= b[2] && b[0] <= a[2] && a[1] <= b[3] && b[1] <= a[3];
export const widened = (box: Box, by: number): Box => [box[0] - by, box[1] - by, box[2] + by, box[3] + by];

/** Some edges of an arc that follow each other: edge i goes from points[i] to points[i + 1]. */
interface Chunk {
  readonly arc: Arc;
  readonly from: number;
  readonly to: number;
  readonly box: Box;
  asked: number;
}
const chunkEdges = 8;
const manyCells = 4096;

/** An edge of an arc. */
export interface Edge {
  readonly arc: Arc;
  readonly index: number;
}

function chunksOf(arc: Arc): Chunk[] {
  const chunks: Chunk[] = [];
  const last = arc.points.length - 1;
  for (let from = 0; from < last; from += chunkEdges) {
    const to = Math.min(last, from + chunkEdges);
    chunks.push({ arc, from, to, box: boxOf(arc.points, from, to), asked: 0 });
  }
  return chunks;
}

export class Table {
  readonly arcs = new Map<number, Arc>();
  /** The partition that it stands for; null while a step works on it. */
  now: Partition | null = null;
  private readonly chunks = new Map<Arc, Chunk[]>();
  private readonly cells = new Map<number, Chunk[]>();
  /** Chunks too long for the grid: an edge right across everything. */
  private readonly large = new Set<Chunk>();
  private readonly sides = new Map<number, Set<Arc>>();
  private readonly cell: number;
  private asked = 0;

  constructor(cell: number) {
    this.cell = cell;
  }

  /** Arcs of a face by id, ascending. */
  around(face: number): Arc[] {
    return [...(this.sides.get(face) ?? [])].sort((a, b) => a.id - b.id);
  }

  add(arc: Arc): void {
    this.arcs.set(arc.id, arc);
    const chunks = chunksOf(arc);
    this.chunks.set(arc, chunks);
    for (const chunk of chunks) {
      if (this.cellsIn(chunk.box) > manyCells) this.large.add(chunk);
      else this.eachCell(chunk.box, (key) => this.enter(key, chunk));
    }
    for (const face of [arc.left, arc.right]) {
      const set = this.sides.get(face);
      if (set) set.add(arc);
      else this.sides.set(face, new Set([arc]));
    }
  }

  remove(arc: Arc): void {
    this.arcs.delete(arc.id);
    for (const chunk of this.chunks.get(arc) ?? []) {
      if (!this.large.delete(chunk)) this.eachCell(chunk.box, (key) => this.leave(key, chunk));
    }
    this.chunks.delete(arc);
    this.sides.get(arc.left)?.delete(arc);
    this.sides.get(arc.right)?.delete(arc);
  }

  /** Edges whose chunk's box meets a box: in no order that means anything. */
  near(box: Box, see: (arc: Arc, index: number, a: Position, b: Position) => void): void {
    const asked = ++this.asked;
    const look = (chunk: Chunk) => {
      if (chunk.asked === asked || !meets(chunk.box, box)) return;
      chunk.asked = asked;
      const { points } = chunk.arc;
      for (let i = chunk.from; i < chunk.to; i++) see(chunk.arc, i, points[i] as Position, points[i + 1] as Position);
    };
    for (const chunk of this.large) look(chunk);
    if (this.cellsIn(box) > this.cells.size) for (const list of this.cells.values()) list.forEach(look);
    else this.eachCell(box, (key) => this.cells.get(key)?.forEach(look));
  }

  /** Vertices at a place: an arc and the position on it; both ends of a ring. By arc and position. */
  at(place: Position): Edge[] {
    const found = new Map<string, Edge>();
    this.near([place[0], place[1], place[0], place[1]], (arc, i, a, b) => {
      if (same(a, place)) found.set(`${arc.id}.${i}`, { arc, index: i });
      if (same(b, place)) found.set(`${arc.id}.${i + 1}`, { arc, index: i + 1 });
    });
    return [...found.values()].sort((a, b) => a.arc.id - b.arc.id || a.index - b.index);
  }

  /** The edge between two places, if there is one. */
  edge(a: Position, b: Position): (Edge & { readonly forward: boolean }) | null {
    let found: (Edge & { readonly forward: boolean }) | null = null;
    this.near([a[0], a[1], a[0], a[1]], (arc, index, p, q) => {
      if (same(p, a) && same(q, b)) found = { arc, index, forward: true };
      else if (same(p, b) && same(q, a)) found = { arc, index, forward: false };
    });
    return found;
  }

  /** Makes it the table of another partition. */
  turnTo(partition: Partition): void {
    for (const [id, arc] of partition.arcs) {
      const old = this.arcs.get(id);
      if (old === arc) continue;
      if (old) this.remove(old);
      this.add(arc);
    }
    if (this.arcs.size !== partition.arcs.size) {
      for (const arc of [...this.arcs.values()]) if (!partition.arcs.has(arc.id)) this.remove(arc);
    }
    this.now = partition;
  }

  private cellsIn(box: Box): number {
    return ((box[2] - box[0]) / this.cell + 1) * ((box[3] - box[1]) / this.cell + 1);
  }
  private eachCell(box: Box, see: (key: number) => void): void {
    const east = Math.floor(box[2] / this.cell);
    const north = Math.floor(box[3] / this.cell);
    for (let x = Math.floor(box[0] / this.cell); x <= east; x++) {
      for (let y = Math.floor(box[1] / this.cell); y <= north; y++) see(x * 0x2000000 + y);
    }
  }
  private enter(key: number, chunk: Chunk): void {
    const list = this.cells.get(key);
    if (list) list.push(chunk);
    else this.cells.set(key, [chunk]);
  }
  private leave(key: number, chunk: Chunk): void {
    const list = this.cells.get(key);
    const index = list ? list.indexOf(chunk) : -1;
    if (!list || index < 0) return;
    const last = list.pop() as Chunk;
    if (index < list.length) list[index] = last;
    if (!list.length) this.cells.delete(key);
  }
}

/** A grid of about one chunk a cell; never so fine that a box of the whole district has millions. */
function freshTable(partition: Partition): Table {
  let chunks = 1;
  let [w, s, e, n] = [180, 90, -180, -90];
  for (const arc of partition.arcs.values()) {
    chunks += Math.ceil((arc.points.length - 1) / chunkEdges);
    const box = boxOf(arc.points);
    [w, s, e, n] = [Math.min(w, box[0]), Math.min(s, box[1]), Math.max(e, box[2]), Math.max(n, box[3])];
  }
  const wide = Math.max(e - w, n - s, 1e-5);
  return new Table(Math.max(wide / Math.min(Math.sqrt(chunks), 500), 1e-5));
}

function alike(table: Table, partition: Partition): boolean {
  let [seen, known] = [0, 0];
  for (const [id, arc] of partition.arcs) {
    if (table.arcs.get(id) === arc) known++;
    if (++seen === 64) break;
  }
  return known * 2 > seen;
}

const kept: Table[] = [];
const keptTables = 4;

/** The table of a partition: brought over from the one of a partition like it, where there is one. */
export function tableOf(partition: Partition): Table {
  const table = kept.find((t) => t.now === partition) ?? kept.find((t) => alike(t, partition)) ?? freshTable(partition);
  if (kept[0] !== table) {
    const index = kept.indexOf(table);
    if (index > 0) kept.splice(index, 1);
    kept.unshift(table);
    if (kept.length > keptTables) kept.pop();
  }
  if (table.now !== partition) table.turnTo(partition);
  return table;
}
