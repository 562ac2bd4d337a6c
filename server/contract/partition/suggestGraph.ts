/** The pieces of a suggestion as a graph in typed arrays, and the parts it falls into. */
import { degree_m } from "./ellipsoid.ts";
import { PartitionError } from "./partitionError.ts";
import type { SuggestQuestion } from "./suggest.ts";

export interface PieceGraph {
  readonly size: number;
  readonly zones: number;
  /** Ways from a piece: those of piece i are at start[i] up to, not with, start[i + 1]. */
  readonly start: Int32Array;
  readonly from: Int32Array;
  readonly to: Int32Array;
  /** Border of each way, in borders of the usual length. 0 = a bridge: no border, only a way over. */
  readonly border: Float64Array;
  /** Places in metres. */
  readonly x: Float64Array;
  readonly y: Float64Array;
  /** Work in zones: 1 = what a zone has on average. */
  readonly work: Float64Array;
  /** Zone that a piece stays in; -1 = any. */
  readonly fixed: Int32Array;
}
type Link = readonly [a: number, b: number, border: number];

function refuse(member: string, value: unknown, zh: string, en: string): never {
  throw new PartitionError(member, value, { zh, en });
}
function checkPieces({ pieces, zones }: SuggestQuestion): void {
  if (!Number.isInteger(zones) || zones < 1) refuse("zones", zones, "区数应为不小于 1 的整数", "how many zones: a whole number from 1");
  for (const [i, { work, area_m2, at, fixed }] of pieces.entries()) {
    if (!(work >= 0 && work < Number.POSITIVE_INFINITY))
      refuse(`pieces[${i}].work`, work, "工作量应为不小于 0 的数", "work: a number from 0");
    if (!(area_m2 >= 0)) refuse(`pieces[${i}].area_m2`, area_m2, "面积应为不小于 0 的数", "an area: a number from 0");
    if (!at.every(Number.isFinite)) refuse(`pieces[${i}].at`, at, "应为经纬度", "a place in degrees");
    if (fixed !== null && !(Number.isInteger(fixed) && fixed >= 0 && fixed < zones))
      refuse(`pieces[${i}].fixed`, fixed, `应为 0 至 ${zones - 1} 的整数`, `a zone from 0 to ${zones - 1}`);
  }
}
/** Borders by places in the list of pieces. */
function linksOf({ pieces, borders }: SuggestQuestion): Link[] {
  const places = new Map(pieces.map(({ id }, i) => [id, i]));
  if (places.size < pieces.length) refuse("pieces", pieces.length, "各片的编号不能重复", "ids that differ");
  const usual = borders.reduce((sum, [, , metres]) => sum + metres, 0) / Math.max(1, borders.length);
  const links: Link[] = [];
  for (const [i, [a, b, metres]] of borders.entries()) {
    const [from, to] = [places.get(a), places.get(b)];
    if (from === undefined || to === undefined) refuse(`borders[${i}]`, [a, b], "应为 pieces 里的编号", "ids that are in pieces");
    if (!(metres >= 0 && metres < Number.POSITIVE_INFINITY))
      refuse(`borders[${i}][2]`, metres, "应为边界米数", "metres of border: a number from 0");
    if (from !== to) links.push([from, to, usual > 0 ? metres / usual : 0]);
  }
  return links;
}

type Ways = Pick<PieceGraph, "start" | "from" | "to" | "border">;
/** Both ways of each link, side by side for a piece. */
function waysOf(size: number, links: readonly Link[]): Ways {
  const start = new Int32Array(size + 1);
  for (const [a, b] of links) {
    start[a + 1] = (start[a + 1] as number) + 1;
    start[b + 1] = (start[b + 1] as number) + 1;
  }
  for (let i = 0; i < size; i++) start[i + 1] = (start[i + 1] as number) + (start[i] as number);
  const next = start.slice();
  const ways = { from: new Int32Array(links.length * 2), to: new Int32Array(links.length * 2), border: new Float64Array(links.length * 2) };
  const put = (a: number, b: number, border: number): void => {
    const at = next[a] as number;
    next[a] = at + 1;
    ways.from[at] = a;
    ways.to[at] = b;
    ways.border[at] = border;
  };
  for (const [a, b, border] of links) {
    put(a, b, border);
    put(b, a, border);
  }
  return { start, ...ways };
}

/** Shares of a zone's fair work: of the area where nobody has work, of the number of pieces where there is no area either. */
function sharesOf({ pieces, zones }: SuggestQuestion): Float64Array {
  const total = (of: (piece: SuggestQuestion["pieces"][number]) => number) => pieces.reduce((sum, piece) => sum + of(piece), 0);
  const works: ((piece: SuggestQuestion["pieces"][number]) => number)[] = [({ work }) => work, ({ area_m2 }) => area_m2, () => 1];
  const measure = works.find((of) => total(of) > 0) ?? (() => 1);
  const fair = total(measure) / zones || 1;
  return Float64Array.from(pieces, (piece) => measure(piece) / fair);
}

/** @throws PartitionError naming what of the question cannot be used */
export function graphOf(question: SuggestQuestion): PieceGraph {
  checkPieces(question);
  const { pieces, zones } = question;
  const lat = pieces.reduce((sum, { at }) => sum + at[1], 0) / Math.max(1, pieces.length);
  const [east, north] = degree_m(lat);
  return {
    size: pieces.length,
    zones,
    ...waysOf(pieces.length, linksOf(question)),
    x: Float64Array.from(pieces, ({ at }) => at[0] * east),
    y: Float64Array.from(pieces, ({ at }) => at[1] * north),
    work: sharesOf(question),
    fixed: Int32Array.from(pieces, ({ fixed }) => fixed ?? -1),
  };
}

/** The graph with ways over gaps added. */
export function bridged(graph: PieceGraph, bridges: readonly (readonly [number, number])[]): PieceGraph {
  const links: Link[] = bridges.map(([a, b]) => [a, b, 0]);
  for (const [way, a] of graph.from.entries()) {
    const b = graph.to[way] as number;
    if (a < b) links.push([a, b, graph.border[way] as number]);
  }
  return { ...graph, ...waysOf(graph.size, links) };
}

/** Parts that hang together, numbered from 0: of pieces that are alike by `kind` (all, or those of one zone). */
export function partsOf({ size, start, to }: PieceGraph, kind: (piece: number) => number): { part: Int32Array; count: number } {
  const part = new Int32Array(size).fill(-1);
  const stack: number[] = [];
  let count = 0;
  for (let first = 0; first < size; first++) {
    if (part[first] !== -1) continue;
    part[first] = count;
    stack.push(first);
    for (let piece = stack.pop(); piece !== undefined; piece = stack.pop()) {
      for (let way = start[piece] as number; way < (start[piece + 1] as number); way++) {
        const other = to[way] as number;
        if (part[other] !== -1 || kind(other) !== kind(first)) continue;
        part[other] = count;
        stack.push(other);
      }
    }
    count++;
  }
  return { part, count };
}

/** How many zones do not hang together. */
export function tornZones(graph: PieceGraph, zone: Int32Array): number {
  const { part } = partsOf(graph, (piece) => zone[piece] as number);
  const first = new Map<number, number>();
  const torn = new Set<number>();
  for (const [piece, of] of zone.entries()) {
    const known = first.get(of);
    if (known === undefined) first.set(of, part[piece] as number);
    else if (known !== part[piece]) torn.add(of);
  }
  return torn.size;
}
