/** The first shot of a suggestion: seeds far from each other, zones grown from them by need, and seeds moved to the zones' middles. */
import type { Random } from "./random.ts";
import type { allot } from "./suggestAllot.ts";
import type { PieceGraph } from "./suggestGraph.ts";

type Ground = ReturnType<typeof allot>;
interface Centre {
  x: number;
  y: number;
}
const growths = 8;
const away2 = ({ x, y }: PieceGraph, piece: number, to: Centre): number =>
  ((x[piece] as number) - to.x) ** 2 + ((y[piece] as number) - to.y) ** 2;

/** Fixed pieces of one zone that lie apart are joined by the way of least work, where there is one: then the zone hangs together. */
function joinFixed(graph: PieceGraph, zone: Int32Array): void {
  for (let of = 0; of < graph.zones; of++) {
    const own = [...zone.keys()].filter((piece) => zone[piece] === of);
    while (own.length > 1) {
      const way = wayToOther(graph, zone, of, own[0] as number);
      if (!way) break;
      for (const piece of way) zone[piece] = of;
    }
  }
}
/** Free pieces from the part of `zone` around `first` to another part of it. */
function wayToOther(graph: PieceGraph, zone: Int32Array, of: number, first: number): number[] | null {
  const cost = new Float64Array(graph.size).fill(Number.POSITIVE_INFINITY);
  const before = new Int32Array(graph.size).fill(-1);
  const heap = new Heap();
  cost[first] = 0;
  heap.push(0, first);
  for (let piece = heap.pop(); piece !== -1; piece = heap.pop()) {
    const soFar = cost[piece] as number;
    if (zone[piece] === of && soFar > 0) return wayBack(zone, before, piece);
    for (let at = graph.start[piece] as number; at < (graph.start[piece + 1] as number); at++) {
      const next = graph.to[at] as number;
      if (zone[next] !== of && zone[next] !== -1) continue;
      const total = soFar + (zone[next] === of ? 0 : 1e-3 + (graph.work[next] as number));
      if (total >= (cost[next] as number)) continue;
      cost[next] = total;
      before[next] = piece;
      heap.push(total, next);
    }
  }
  return null;
}
function wayBack(zone: Int32Array, before: Int32Array, end: number): number[] {
  const way: number[] = [];
  for (let piece = before[end] as number; piece !== -1; piece = before[piece] as number) if (zone[piece] === -1) way.push(piece);
  return way;
}

/** A heap of pieces, the least key first. */
class Heap {
  readonly #keys: number[] = [];
  readonly #pieces: number[] = [];
  push(key: number, piece: number): void {
    let at = this.#keys.length;
    while (at > 0) {
      const up = (at - 1) >> 1;
      if ((this.#keys[up] as number) <= key) break;
      this.#put(at, this.#keys[up] as number, this.#pieces[up] as number);
      at = up;
    }
    this.#put(at, key, piece);
  }
  /** -1 when it is empty. */
  pop(): number {
    const first = this.#pieces[0] ?? -1;
    const key = this.#keys.pop();
    const piece = this.#pieces.pop();
    const count = this.#keys.length;
    if (key === undefined || piece === undefined || count === 0) return first;
    let at = 0;
    for (let down = 1; down < count; down = 2 * at + 1) {
      if (down + 1 < count && (this.#keys[down + 1] as number) < (this.#keys[down] as number)) down++;
      if ((this.#keys[down] as number) >= key) break;
      this.#put(at, this.#keys[down] as number, this.#pieces[down] as number);
      at = down;
    }
    this.#put(at, key, piece);
    return first;
  }
  #put(at: number, key: number, piece: number): void {
    this.#keys[at] = key;
    this.#pieces[at] = piece;
  }
}

/** Weighted k-means++: where there is much work far from what is settled, there the next zone begins. */
function scatter({ graph, part, partOfZone }: Ground, base: Int32Array, random: Random): (Centre | null)[] {
  const centres: (Centre | null)[] = Array.from({ length: graph.zones }, () => null);
  const far2 = new Float64Array(graph.size).fill(Number.POSITIVE_INFINITY);
  const settle = (centre: Centre): void => {
    for (let piece = 0; piece < graph.size; piece++) far2[piece] = Math.min(far2[piece] as number, away2(graph, piece, centre));
  };
  for (const centre of middles(graph, base)) if (centre) settle(centre);
  for (let zone = 0; zone < graph.zones; zone++) {
    if (base.includes(zone) || partOfZone[zone] === -1) continue;
    const chance = (piece: number): number =>
      base[piece] === -1 && part[piece] === partOfZone[zone]
        ? Math.min(far2[piece] as number, 1e12) * ((graph.work[piece] as number) + 1e-6)
        : 0;
    let total = 0;
    for (let piece = 0; piece < graph.size; piece++) total += chance(piece);
    let left = random.next() * total;
    let chosen = -1;
    for (let piece = 0; piece < graph.size && left >= 0; piece++) {
      const share = chance(piece);
      if (share === 0) continue;
      chosen = piece;
      left -= share;
    }
    if (chosen === -1) continue;
    const centre = { x: graph.x[chosen] as number, y: graph.y[chosen] as number };
    centres[zone] = centre;
    settle(centre);
  }
  return centres;
}

/** Where each zone's work lies on average. */
function middles(graph: PieceGraph, zone: Int32Array): (Centre | null)[] {
  const sums = Array.from({ length: graph.zones }, () => ({ x: 0, y: 0, weight: 0 }));
  for (const [piece, of] of zone.entries()) {
    const sum = sums[of];
    if (!sum) continue;
    const weight = (graph.work[piece] as number) + 1e-6;
    sum.x += (graph.x[piece] as number) * weight;
    sum.y += (graph.y[piece] as number) * weight;
    sum.weight += weight;
  }
  return sums.map(({ x, y, weight }) => (weight > 0 ? { x: x / weight, y: y / weight } : null));
}

/** The free piece nearest to a zone's centre becomes its seed, one of its part that no other has. */
function plant({ graph, part, partOfZone }: Ground, zone: Int32Array, centres: readonly (Centre | null)[]): void {
  for (const [of, centre] of centres.entries()) {
    if (!centre) continue;
    let best = -1;
    for (let piece = 0; piece < graph.size; piece++) {
      if (zone[piece] !== -1 || part[piece] !== partOfZone[of]) continue;
      if (best === -1 || away2(graph, piece, centre) < away2(graph, best, centre)) best = piece;
    }
    if (best !== -1) zone[best] = of;
  }
}

/** Again and again the zone with the least work takes the piece at its border that is nearest to its centre. */
function grow(graph: PieceGraph, zone: Int32Array, centres: readonly (Centre | null)[]): void {
  const load = new Float64Array(graph.zones);
  const rims = Array.from({ length: graph.zones }, () => new Heap());
  const take = (piece: number, of: number): void => {
    zone[piece] = of;
    load[of] = (load[of] as number) + (graph.work[piece] as number) + 1e-9;
    for (let way = graph.start[piece] as number; way < (graph.start[piece + 1] as number); way++) {
      const other = graph.to[way] as number;
      if (zone[other] === -1) (rims[of] as Heap).push(away2(graph, other, centres[of] ?? { x: 0, y: 0 }), other);
    }
  };
  for (const [piece, of] of zone.entries()) if (of !== -1) take(piece, of);
  const open = new Set(rims.keys());
  while (open.size > 0) {
    let least = -1;
    for (const of of open) if (least === -1 || (load[of] as number) < (load[least] as number)) least = of;
    const piece = (rims[least] as Heap).pop();
    if (piece === -1) open.delete(least);
    else if (zone[piece] === -1) take(piece, least);
  }
}

const unevenness = (graph: PieceGraph, zone: Int32Array): number => {
  const load = new Float64Array(graph.zones);
  for (const [piece, of] of zone.entries()) load[of] = (load[of] as number) + (graph.work[piece] as number);
  return load.reduce((sum, work) => sum + (work - 1) ** 2, 0);
};

/**
 * A zone for each piece; each zone hangs together where its fixed pieces can. Yields the best so far after each growth.
 * Pieces that no zone may have (all around them is fixed elsewhere) get the first.
 */
export function* firstShot(ground: Ground, random: Random): Generator<Int32Array, Int32Array> {
  const { graph } = ground;
  const base = graph.fixed.slice();
  joinFixed(graph, base);
  const settled = new Set(base);
  const free = scatter(ground, base, random);
  let centres = middles(graph, base).map((centre, zone) => centre ?? free[zone] ?? null);
  let best: Int32Array | null = null;
  for (let round = 0; round < growths; round++) {
    const zone = base.slice();
    const seeds = centres.map((centre, of) => (settled.has(of) ? null : centre));
    plant(ground, zone, seeds);
    grow(graph, zone, centres);
    if (!best || unevenness(graph, zone) < unevenness(graph, best)) best = zone.map((of) => Math.max(of, 0));
    yield best;
    centres = middles(graph, zone).map((centre, of) => centre ?? centres[of] ?? null);
  }
  return best as Int32Array;
}
