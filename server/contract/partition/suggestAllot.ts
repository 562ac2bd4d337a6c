/** Pieces that do not hang together: which part gets how many zones, and which is too small for any. */
import { bridged, type PieceGraph, partsOf } from "./suggestGraph.ts";

/** A part of pieces that hang together. */
interface Part {
  readonly pieces: number[];
  /** In zones' fair shares. */
  work: number;
  free: number;
  readonly zones: number[];
}
function listParts(graph: PieceGraph): Part[] {
  const { part, count } = partsOf(graph, () => 0);
  const parts = Array.from({ length: count }, (): Part => ({ pieces: [], work: 0, free: 0, zones: [] }));
  for (const [piece, at] of part.entries()) {
    const of = parts[at] as Part;
    of.pieces.push(piece);
    of.work += graph.work[piece] as number;
    if (graph.fixed[piece] === -1) of.free++;
  }
  return parts;
}

/** A zone with fixed pieces is at home in the part that has most of them. */
function settleFixed(graph: PieceGraph, parts: readonly Part[]): Set<number> {
  const most = new Map<number, { part: Part; count: number }>();
  for (const part of parts) {
    const counts = new Map<number, number>();
    for (const piece of part.pieces) {
      const zone = graph.fixed[piece] as number;
      if (zone !== -1) counts.set(zone, (counts.get(zone) ?? 0) + 1);
    }
    for (const [zone, count] of counts) if (count > (most.get(zone)?.count ?? 0)) most.set(zone, { part, count });
  }
  for (const [zone, { part }] of most) part.zones.push(zone);
  return new Set(most.keys());
}

/** Each further zone to the part that has the most work for the zones it has. */
function allotFree(graph: PieceGraph, parts: readonly Part[], settled: ReadonlySet<number>): void {
  const need = (part: Part): number => (part.free > 0 ? part.work / (part.zones.length + 0.5) : -1);
  for (let zone = 0; zone < graph.zones; zone++) {
    if (settled.has(zone)) continue;
    let neediest: Part | null = null;
    for (const part of parts) if (need(part) > (neediest ? need(neediest) : -1)) neediest = part;
    neediest?.zones.push(zone);
  }
}

/** The shortest way from a part to a piece of another, from centre to centre. */
function nearestWay(graph: PieceGraph, inside: readonly number[]): [number, number] | null {
  const own = new Uint8Array(graph.size);
  for (const piece of inside) own[piece] = 1;
  let best: [number, number] | null = null;
  let least = Number.POSITIVE_INFINITY;
  for (const a of inside) {
    for (let b = 0; b < graph.size; b++) {
      if (own[b] === 1) continue;
      const far = ((graph.x[a] as number) - (graph.x[b] as number)) ** 2 + ((graph.y[a] as number) - (graph.y[b] as number)) ** 2;
      if (far >= least) continue;
      least = far;
      best = [a, b];
    }
  }
  return best;
}

/** The graph with parts too small for a zone joined to the nearest other, and the part of each piece and of each zone (-1: it has no place). */
export function allot(graph: PieceGraph): { graph: PieceGraph; part: Int32Array; partOfZone: Int32Array } {
  let joined = graph;
  for (;;) {
    const parts = listParts(joined);
    allotFree(joined, parts, settleFixed(joined, parts));
    const small = parts.filter(({ zones, free }) => zones.length === 0 && free > 0);
    const bridges = parts.length > 1 ? small.map(({ pieces }) => nearestWay(joined, pieces)).filter((way) => way !== null) : [];
    if (bridges.length === 0) {
      const part = new Int32Array(graph.size);
      const partOfZone = new Int32Array(graph.zones).fill(-1);
      for (const [at, { pieces, zones }] of parts.entries()) {
        for (const piece of pieces) part[piece] = at;
        for (const zone of zones) partOfZone[zone] = at;
      }
      return { graph: joined, part, partOfZone };
    }
    joined = bridged(joined, bridges);
  }
}
