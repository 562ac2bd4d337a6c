/** Borders walked round: rings of a face from the arcs on its sides, by turning at each node as tightly as the face lies. */
import type { Position } from "../draw.ts";
import { insideRing, same, turnOrder, twiceArea } from "./exact.ts";
import type { Arc } from "./partition.ts";

/** An arc in one direction; what is walked round lies on its left. */
export interface Half {
  readonly arc: Pick<Arc, "points">;
  readonly forward: boolean;
}
export interface Walk {
  readonly halves: readonly Half[];
  /** Open ring. */
  readonly points: readonly Position[];
  /** Above 0: an outer ring; below: what lies around something inside. */
  readonly twiceArea: number;
}

const first = ({ arc: { points }, forward }: Half) => points[forward ? 0 : points.length - 1] as Position;
const second = ({ arc: { points }, forward }: Half) => points[forward ? 1 : points.length - 2] as Position;
const last = ({ arc: { points }, forward }: Half) => points[forward ? points.length - 1 : 0] as Position;
const lastButOne = ({ arc: { points }, forward }: Half) => points[forward ? points.length - 2 : 1] as Position;

/** Of those that leave a node, the one next clockwise from where we came. */
function nextOf(half: Half, leaving: readonly Half[]): Half | null {
  if (leaving.length < 2) return leaving[0] ?? null;
  const node = last(half);
  const back = lastButOne(half);
  const sorted = [...leaving].sort((a, b) => turnOrder(node, second(a), second(b)));
  let next: Half | null = null;
  for (const out of sorted) if (turnOrder(node, second(out), back) < 0) next = out;
  return next ?? (sorted[sorted.length - 1] as Half);
}

function ringOf(halves: readonly Half[]): Position[] {
  const points: Position[] = [];
  for (const { arc, forward } of halves) {
    const n = arc.points.length;
    for (let i = 0; i < n - 1; i++) points.push(arc.points[forward ? i : n - 1 - i] as Position);
  }
  return points;
}

/** All walks of these halves. Null when one does not close: they do not bound anything. */
export function walksOf(halves: readonly Half[]): Walk[] | null {
  const leaving = new Map<number, Half[]>();
  for (const half of halves) {
    const x = first(half)[0];
    const list = leaving.get(x);
    if (list) list.push(half);
    else leaving.set(x, [half]);
  }
  const left = new Set(halves);
  const walks: Walk[] = [];
  for (const start of halves) {
    if (!left.has(start)) continue;
    const walked: Half[] = [];
    let half: Half | null = start;
    while (half && left.delete(half)) {
      walked.push(half);
      const node = last(half);
      half = nextOf(
        half,
        (leaving.get(node[0]) ?? []).filter((out) => same(first(out), node)),
      );
    }
    if (half !== start) return null;
    const points = ringOf(walked);
    walks.push({ halves: walked, points, twiceArea: twiceArea(points) });
  }
  return walks;
}

/** A walk that passes a place twice, as rings that do not. */
export function simpleRings(points: readonly Position[]): (readonly Position[])[] {
  const seen = new Set<string>();
  const repeats = points.some((p) => seen.size === seen.add(`${p[0]},${p[1]}`).size);
  if (!repeats) return [points];
  const rings: Position[][] = [];
  let path: Position[] = [];
  for (const p of points) {
    const index = path.findIndex((q) => same(p, q));
    if (index >= 0) {
      rings.push(path.slice(index));
      path = path.slice(0, index);
    }
    path.push(p);
  }
  if (path.length) rings.push(path);
  return rings.filter((ring) => ring.length > 2);
}

/** An outer walk with those around what lies in it. */
export interface Area {
  readonly outer: Walk;
  readonly holes: readonly Walk[];
}

/** Walks of some areas, sorted by area. Null when a hole lies in none of them. */
export function areasOf(walks: readonly Walk[]): Area[] | null {
  const outers = walks.filter((walk) => walk.twiceArea > 0);
  const areas = outers.map((outer) => ({ outer, holes: [] as Walk[] }));
  for (const hole of walks) {
    if (hole.twiceArea > 0) continue;
    const place = hole.points[0] as Position;
    const around = areas.filter(({ outer }) => insideRing(outer.points, place) === "in");
    const [area] = around.sort((a, b) => a.outer.twiceArea - b.outer.twiceArea);
    if (!area) return null;
    area.holes.push(hole);
  }
  return areas;
}

/** Halves with a face on their left. */
export function halvesOf(face: number, arcs: readonly Arc[]): (Half & { readonly arc: Arc })[] {
  return arcs.flatMap((arc) => [
    ...(arc.left === face ? [{ arc, forward: true }] : []),
    ...(arc.right === face ? [{ arc, forward: false }] : []),
  ]);
}
