/**
 * What a drawn ring encloses, as polygons the database can trust: a ring that crosses itself means what is inside it an odd number
 * of times, as the page's own test has it. Done here and not by ST_MakeValid: that reads retraced edges otherwise, and the embedded
 * engine can stop altogether over a hostile ring.
 */
import type { Position } from "../contract/draw.ts";

/** Polygons, each its shell and then its holes; every ring is closed, shells run anticlockwise. */
export type Polygons = readonly (readonly (readonly Position[])[])[];

/** A person's lasso crosses itself a few times. More than this is a scribble, and refused. */
export const mostCrossings = 500;

/** Crossings are rounded to 1e-7 degrees (1 cm), counted from the first corner: products of such numbers are exact. */
const fine = 1e7;

interface Dot {
  readonly x: number;
  readonly y: number;
}
type Edge = readonly [from: Dot, to: Dot];
interface Half {
  readonly from: Dot;
  readonly to: Dot;
  used: boolean;
}

const cross = (a: Dot, b: Dot, c: Dot): number => (b.x - a.x) * (c.y - a.y) - (b.y - a.y) * (c.x - a.x);
const within = (v: number, a: number, b: number): boolean => v >= Math.min(a, b) && v <= Math.max(a, b);
const onEdge = (p: Dot, [a, b]: Edge): boolean =>
  p !== a && p !== b && cross(a, b, p) === 0 && within(p.x, a.x, b.x) && within(p.y, a.y, b.y);

/** Dots by their place: equal places are one object. */
class Dots {
  readonly #known = new Map<string, Dot>();
  at(x: number, y: number): Dot {
    const key = `${x},${y}`;
    const known = this.#known.get(key);
    if (known) return known;
    const dot = { x, y };
    this.#known.set(key, dot);
    return dot;
  }
}

/** Where two edges cross, between the ends of both; rounded. */
function crossing(one: Edge, other: Edge, dots: Dots): Dot | null {
  const [a, b] = one;
  const [c, d] = other;
  const [ca, cb, ac, ad] = [cross(c, d, a), cross(c, d, b), cross(a, b, c), cross(a, b, d)];
  if (ca === 0 || cb === 0 || ac === 0 || ad === 0 || ca > 0 === cb > 0 || ac > 0 === ad > 0) return null;
  const t = ca / (ca - cb);
  return dots.at(Math.round(a.x + t * (b.x - a.x)), Math.round(a.y + t * (b.y - a.y)));
}

const left = ([a, b]: Edge): number => Math.min(a.x, b.x);

/** Every dot at which each edge must be cut; null when there are too many. */
function cuts(edges: readonly Edge[], dots: Dots): Map<Edge, Set<Dot>> | null {
  const found = new Map<Edge, Set<Dot>>();
  const cut = (edge: Edge, at: Dot) => {
    if (at !== edge[0] && at !== edge[1]) found.set(edge, (found.get(edge) ?? new Set()).add(at));
  };
  let count = 0;
  for (const [i, one] of edges.entries()) {
    const right = Math.max(one[0].x, one[1].x);
    for (let j = i + 1; j < edges.length && left(edges[j] as Edge) <= right; j++) {
      const other = edges[j] as Edge;
      const at = crossing(one, other, dots);
      if (at && ++count > mostCrossings) return null;
      if (at) for (const edge of [one, other]) cut(edge, at);
      for (const dot of other) if (onEdge(dot, one)) cut(one, dot);
      for (const dot of one) if (onEdge(dot, other)) cut(other, dot);
    }
  }
  return found;
}

const byLeft = (edges: readonly Edge[]): Edge[] => edges.toSorted((a, b) => left(a) - left(b));

/** Edges that meet at their ends only. Rounding may make a new crossing of two that were close: then once more. */
function noded(ring: readonly Edge[], dots: Dots): readonly Edge[] | null {
  let edges: readonly Edge[] = byLeft(ring);
  for (let round = 0; round < 8; round++) {
    const where = cuts(edges, dots);
    if (!where) return null;
    if (where.size === 0) return edges;
    edges = byLeft(
      edges.flatMap((edge) => {
        const [a, b] = edge;
        const along = (p: Dot) => (p.x - a.x) * (b.x - a.x) + (p.y - a.y) * (b.y - a.y);
        const stops = [a, ...[...(where.get(edge) ?? [])].sort((p, q) => along(p) - along(q)), b];
        return stops.slice(1).map((to, i): Edge => [stops[i] as Dot, to]);
      }),
    );
  }
  return null;
}

/** Each edge once; what is drawn twice is no border: crossing it changes nothing. */
function odd(edges: readonly Edge[]): readonly Edge[] {
  const kept = new Map<string, Edge>();
  for (const [a, b] of edges) {
    const [from, to] = a.x < b.x || (a.x === b.x && a.y < b.y) ? [a, b] : [b, a];
    const key = `${from.x},${from.y} ${to.x},${to.y}`;
    if (!kept.delete(key)) kept.set(key, [from, to]);
  }
  return [...kept.values()];
}

/** How many edges lie above a place, by a ray straight up. `but` is the edge the place is on. */
function above(x: number, y: number, edges: readonly Edge[], but?: Edge): number {
  return edges.filter((edge) => {
    const [a, b] = edge;
    return edge !== but && a.x > x !== b.x > x && a.y + ((x - a.x) / (b.x - a.x)) * (b.y - a.y) > y;
  }).length;
}

/** Each edge in the direction in which the inside is on its left. */
function directed(edges: readonly Edge[]): Half[] {
  const turned = edges.map(
    ([a, b]): Edge => [
      { x: -a.y, y: a.x },
      { x: -b.y, y: b.x },
    ],
  );
  return edges.map((edge, i) => {
    const [a, b] = edge;
    // From left to right what is above is on the left. An upright edge is asked with the paper turned a quarter: it goes to the left then.
    const [all, asked] = a.x === b.x ? [turned, turned[i] as Edge] : [edges, edge];
    const [p, q] = asked;
    const inside = above((p.x + q.x) / 2, (p.y + q.y) / 2, all, asked) % 2 === 1;
    const [from, to] = inside === a.x < b.x ? [a, b] : [b, a];
    return { from, to, used: false };
  });
}

const angle = (from: Dot, to: Dot): number => Math.atan2(to.y - from.y, to.x - from.x);

/** The first way on, clockwise from where one came: the inside stays on the left, and parts that only touch at a dot stay parts. */
function onward(came: Half, ways: readonly Half[]): Half | undefined {
  const back = angle(came.to, came.from);
  const turn = ({ from, to }: Half) => {
    const by = back - angle(from, to);
    return by <= 0 ? by + 2 * Math.PI : by;
  };
  return ways.toSorted((a, b) => turn(a) - turn(b))[0];
}

/** Borders with the inside on their left; one that comes back to a dot is cut off there, as a border of its own. */
function loops(halves: readonly Half[]): Dot[][] {
  const out = new Map<Dot, Half[]>();
  for (const half of halves) out.set(half.from, [...(out.get(half.from) ?? []), half]);
  const made: Dot[][] = [];
  for (const first of halves) {
    const loop: Dot[] = [];
    for (let half: Half | undefined = first; half && !half.used; half = onward(half, out.get(half.to) ?? [])) {
      half.used = true;
      const again = loop.indexOf(half.from);
      if (again >= 0) made.push(loop.splice(again));
      loop.push(half.from);
    }
    made.push(loop);
  }
  return made.filter((loop) => loop.length > 2);
}

const area = (loop: readonly Dot[]): number =>
  loop.reduce((sum, a, i) => {
    const b = loop[(i + 1) % loop.length] as Dot;
    return sum + a.x * b.y - b.x * a.y;
  }, 0) / 2;
const edgesOf = (loop: readonly Dot[]): Edge[] => loop.map((a, i) => [a, loop[(i + 1) % loop.length] as Dot]);

/** Holes go to the smallest shell around them. */
function nested(made: readonly Dot[][]): Dot[][][] {
  const shells = made.filter((loop) => area(loop) > 0).toSorted((a, b) => area(a) - area(b));
  const polygons = shells.map((shell) => [shell]);
  for (const hole of made.filter((loop) => area(loop) < 0)) {
    const [a, b] = edgesOf(hole).find(([p, q]) => p.x !== q.x) as Edge;
    const around = shells.findIndex((shell) => above((a.x + b.x) / 2, (a.y + b.y) / 2, edgesOf(shell)) % 2 === 1);
    polygons[around]?.push(hole);
  }
  return polygons;
}

const known = new WeakMap<readonly Position[], Polygons | null>();

/**
 * What an open ring encloses, even-odd; no polygon when that is nothing.
 * @returns null when it crosses itself more than `mostCrossings` times
 */
export function enclosed(points: readonly Position[]): Polygons | null {
  const there = known.get(points);
  if (there !== undefined) return there;
  const [[x0, y0]] = points as [Position];
  const dots = new Dots();
  const corners = points.map(([x, y]) => dots.at(Math.round((x - x0) * fine), Math.round((y - y0) * fine)));
  const ring = edgesOf(corners).filter(([a, b]) => a !== b);
  const edges = noded(ring, dots);
  const degrees = (origin: number, v: number) => Number((origin + v / fine).toFixed(7));
  const position = ({ x, y }: Dot): Position => [degrees(x0, x), degrees(y0, y)];
  const made = edges && nested(loops(directed(odd(edges)))).map((rings) => rings.map((ring) => [...ring, ring[0] as Dot].map(position)));
  known.set(points, made);
  return made;
}
