/** Faces walked by angles, and what lies in what found by counting borders. */
import type { Position } from "../draw.ts";
import type { Fault } from "./check.ts";
import { type Arc, outside, type Partition } from "./partition.ts";

/** An arc in one direction. */
interface Way {
  readonly points: readonly Position[];
  readonly face: number;
  readonly id: number;
}
interface Cycle {
  readonly face: number;
  readonly ring: readonly Position[];
  readonly area: number;
  readonly ids: readonly number[];
}

const key = (p: Position) => `${p[0]},${p[1]}`;
const waysOf = (arcs: Iterable<Arc>): Way[] =>
  [...arcs].flatMap(({ id, points, left, right }) => [
    { id, points, face: left },
    { id: -id, points: points.toReversed(), face: right },
  ]);

const angle = (from: Position, to: Position) => Math.atan2(to[1] - from[1], to[0] - from[0]);

/** For each way, the one that goes on at its end with the same ground on the left. */
function turns(ways: readonly Way[]): Map<number, Way> {
  const leaving = new Map<string, Way[]>();
  for (const way of ways) {
    const at = key(way.points[0] as Position);
    const list = leaving.get(at);
    if (list) list.push(way);
    else leaving.set(at, [way]);
  }
  const next = new Map<number, Way>();
  for (const list of leaving.values()) {
    const sorted = list.map((way) => ({ way, turn: angle(way.points[0] as Position, way.points[1] as Position) }));
    sorted.sort((a, b) => a.turn - b.turn);
    // Arriving by the reverse of one, we leave by the one before it, clockwise.
    for (const [i, { way }] of sorted.entries()) next.set(-way.id, (sorted.at(i - 1) as { way: Way }).way);
  }
  return next;
}

function shoelace(ring: readonly Position[]): number {
  const [ox, oy] = ring[0] as Position;
  return ring.reduce((sum, [x, y], i) => {
    const [px, py] = ring.at(i - 1) as Position;
    return sum + ((px - ox) * (y - oy) - (x - ox) * (py - oy)) / 2;
  }, 0);
}

function cyclesOf(ways: readonly Way[]): { readonly cycles: Cycle[]; readonly faults: Fault[] } {
  const next = turns(ways);
  const done = new Set<number>();
  const cycles: Cycle[] = [];
  const faults: Fault[] = [];
  for (const start of ways) {
    if (done.has(start.id)) continue;
    const ring: Position[] = [];
    const ids: number[] = [];
    for (let way: Way | undefined = start; way && !done.has(way.id); way = next.get(way.id)) {
      done.add(way.id);
      ids.push(Math.abs(way.id));
      ring.push(...way.points.slice(0, -1));
      if (way.face !== start.face)
        faults.push({
          why: { zh: "同一侧的边界属于不同的块", en: "borders on one side belong to different ground" },
          at: way.points[0] as Position,
        });
    }
    cycles.push({ face: start.face, ring, area: shoelace(ring), ids });
  }
  return { cycles, faults };
}

/** Whether a place is within a cycle, by borders to its east. */
function within(ring: readonly Position[], [x, y]: Position): boolean {
  let odd = false;
  for (const [i, [bx, by]] of ring.entries()) {
    const [ax, ay] = ring.at(i - 1) as Position;
    if (ay > y !== by > y && x < ax + ((y - ay) / (by - ay)) * (bx - ax)) odd = !odd;
  }
  return odd;
}

/** Pieces of the net that hang together: arcs by their ends. */
function partOf(arcs: Iterable<Arc>): (arc: number) => string {
  const above = new Map<string, string>();
  const top = (of: string) => {
    let at = of;
    for (let up = above.get(at); up !== undefined; up = above.get(at)) at = up;
    return at;
  };
  const first = new Map<number, string>();
  for (const { id, points } of arcs) {
    const [a, b] = [top(key(points[0] as Position)), top(key(points[points.length - 1] as Position))];
    if (a !== b) above.set(a, b);
    first.set(id, a);
  }
  return (arc) => top(first.get(arc) as string);
}

/** The face that a place lies in by all borders but those of its own part. */
function faceAround(cycles: readonly (Cycle & { readonly part: string })[], part: string, at: Position): number {
  let [face, least] = [outside, Number.POSITIVE_INFINITY];
  for (const cycle of cycles) {
    if (cycle.part === part || cycle.area <= 0 || cycle.area >= least || !within(cycle.ring, at)) continue;
    [face, least] = [cycle.face, cycle.area];
  }
  return face;
}

function ringFaults(partition: Partition, cycles: readonly Cycle[]): Fault[] {
  const outers = new Map<number, number>();
  for (const { face, area } of cycles) if (area > 0) outers.set(face, (outers.get(face) ?? 0) + 1);
  const faults: Fault[] = [];
  for (const face of partition.faces.keys()) {
    if (outers.get(face) === 1) continue;
    const at = cycles.find((cycle) => cycle.face === face)?.ring[0] ?? null;
    faults.push({ why: { zh: `面 ${face} 不是一整块`, en: `face ${face} is not one piece` }, at });
  }
  return faults;
}

export function faceFaults(partition: Partition): Fault[] {
  const { cycles, faults } = cyclesOf(waysOf(partition.arcs.values()));
  faults.push(...ringFaults(partition, cycles));
  if (faults.length) return faults.slice(0, 20);
  const part = partOf(partition.arcs.values());
  const named = cycles.map((cycle) => ({ ...cycle, part: part(cycle.ids[0] as number) }));
  for (const { face, area, ring, part: mine } of named) {
    if (area > 0) continue;
    const at = ring[0] as Position;
    if (faceAround(named, mine, at) !== face)
      faults.push({ why: { zh: "一块区域落在另一块之内而不属于它", en: "ground lies in other ground that does not know of it" }, at });
  }
  return faults.slice(0, 20);
}
