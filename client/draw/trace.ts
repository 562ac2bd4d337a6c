/** A track drawn by a free hand becomes a ring with few vertices: simplified, and where it crosses itself mended to what the hand meant. */
import { maxVertices, type Position } from "../../server/contract/draw.ts";
import { area_m2 } from "../../server/contract/partition/drawn.ts";
import { degree_m } from "../../server/contract/partition/ellipsoid.ts";

type Plane = readonly [x: number, y: number];

/** Degrees to metres about the track's first position; true enough over one district to tell a wobble from a corner. */
function plane(points: readonly Position[]): Plane[] {
  const [x0, y0] = points[0] ?? [0, 0];
  const [east, north] = degree_m(y0);
  return points.map(([x, y]) => [(x - x0) * east, (y - y0) * north]);
}

/** Distance from p to the segment a–b, squared. */
export function offSegment2(p: Plane, a: Plane, b: Plane): number {
  const [dx, dy] = [b[0] - a[0], b[1] - a[1]];
  const long = dx * dx + dy * dy;
  const t = long ? Math.max(0, Math.min(1, ((p[0] - a[0]) * dx + (p[1] - a[1]) * dy) / long)) : 0;
  return (p[0] - a[0] - t * dx) ** 2 + (p[1] - a[1] - t * dy) ** 2;
}

/**
 * Douglas–Peucker for every tolerance at once: how far each vertex lies off the line that would go without it, and no farther
 * than those by which its own line was divided. Without recursion: a track of an hour's drawing is no deeper than any other.
 */
function weights(track: readonly Plane[]): Float64Array {
  const weight = new Float64Array(track.length);
  weight[0] = weight[track.length - 1] = Number.POSITIVE_INFINITY;
  const spans: [from: number, to: number, most: number][] = [[0, track.length - 1, Number.POSITIVE_INFINITY]];
  for (let span = spans.pop(); span; span = spans.pop()) {
    const [from, to, most] = span;
    let far = -1;
    let at = -1;
    for (let i = from + 1; i < to; i++) {
      const off = offSegment2(track[i] as Plane, track[from] as Plane, track[to] as Plane);
      if (off > far) [far, at] = [off, i];
    }
    if (at < 0) continue;
    const own = Math.min(Math.sqrt(far), most);
    weight[at] = own;
    spans.push([from, at, own], [at, to, own]);
  }
  return weight;
}

/**
 * The track without what lies nearer than the tolerance to the simpler line; its ends stay.
 * @param most where more vertices than this would be left, only the weightiest are
 */
export function simplify(track: readonly Position[], tolerance_m: number, most = maxVertices): Position[] {
  if (track.length <= 2) return [...track];
  const weight = weights(plane(track));
  const heaviest = weight.toSorted().toReversed();
  const least = Math.max(tolerance_m, heaviest[most] ?? 0);
  return track.filter((_, i) => (weight[i] as number) > least);
}

interface Crossing {
  /** The edges that cross begin at these vertices, i before j. */
  readonly i: number;
  readonly j: number;
  readonly at: Position;
}

/** Where two segments cross, ends not counted; null when they only touch or run beside one another. */
function meet(a: Position, b: Position, c: Position, d: Position): Position | null {
  const side = (p: Position, q: Position, r: Position) => (q[0] - p[0]) * (r[1] - p[1]) - (q[1] - p[1]) * (r[0] - p[0]);
  const [c1, d1, a1, b1] = [side(a, b, c), side(a, b, d), side(c, d, a), side(c, d, b)];
  if (c1 * d1 >= 0 || a1 * b1 >= 0) return null;
  const t = a1 / (a1 - b1);
  return [a[0] + (b[0] - a[0]) * t, a[1] + (b[1] - a[1]) * t];
}

/** Every crossing of a closed ring with itself. */
function* crossings(ring: readonly Position[]): Generator<Crossing> {
  const n = ring.length;
  for (let i = 0; i < n; i++) {
    const [a, b] = [ring[i] as Position, ring[(i + 1) % n] as Position];
    for (let j = i + 2; j < n; j++) {
      const at = meet(a, b, ring[j] as Position, ring[(j + 1) % n] as Position);
      if (at) yield { i, j, at };
    }
  }
}

export const crossesItself = (ring: readonly Position[]): boolean => !crossings(ring).next().done;

/** A loop no larger than this share of the rest is a slip of the hand. */
const slip = 0.12;

/** The two loops that a crossing makes of a ring. */
const loops = (ring: readonly Position[], { i, j, at }: Crossing): [Position[], Position[]] => [
  [at, ...ring.slice(i + 1, j + 1)],
  [at, ...ring.slice(j + 1), ...ring.slice(0, i + 1)],
];

/** The ring without its smallest slip; null when each of its loops is too large to be one. */
function without(ring: readonly Position[]): Position[] | null {
  let least = slip;
  let left: Position[] | null = null;
  for (const crossing of crossings(ring)) {
    const pair = loops(ring, crossing);
    const [one, other] = pair.map(area_m2) as [number, number];
    const share = Math.min(one, other) / Math.max(one, other);
    if (share < least) [least, left] = [share, one > other ? pair[0] : pair[1]];
  }
  return left;
}

/** A ring whose small loops are cut off, as where the hand went past its own beginning; `crosses` when larger ones are left. */
export function mend(ring: readonly Position[]): { points: Position[]; crosses: boolean } {
  let points = [...ring];
  // Each turn takes at least one vertex away.
  for (let next = without(points); next && next.length >= 3; next = without(points)) points = next;
  return { points, crosses: crossesItself(points) };
}
