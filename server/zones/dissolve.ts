/** Faces of one owner made one: borders between them go, and with them the vertices that only those borders needed. */
import type { Position } from "../contract/draw.ts";
import { area_m2 } from "../contract/partition/drawn.ts";
import { together_deg } from "../contract/partition/partition.ts";
import type { Polygon } from "../contract/partition/shapes.ts";
import { inPolygon, placeIn, signed } from "./inside.ts";
import type { Edge, Mesh } from "./mesh.ts";
import type { Restored } from "./restored.ts";

type Loop = readonly number[];
/** Borders of a group by the vertex they leave; the group is on the left. */
type Leaving = Map<number, number[]>;

/** Vertices of borders between groups, by group; null = left out. */
export function bordersOf(mesh: Mesh, groupOf: readonly (string | null)[]): Map<string, Leaving> {
  const groups = new Map<string, Leaving>();
  groupOf.forEach((group, face) => {
    if (group === null) return;
    const leaving = groups.get(group) ?? new Map<number, number[]>();
    groups.set(group, leaving);
    const isBorder = ({ across }: Edge) => across < 0 || groupOf[across] !== group;
    for (const { from, to } of mesh.edges(face).flat().filter(isBorder)) leaving.set(from, [...(leaving.get(from) ?? []), to]);
  });
  return groups;
}

/** The first way on, clockwise from where one came: the group stays on the left, and parts that touch in a place stay parts. */
function onward(points: readonly Position[], from: number, at: number, ways: readonly number[]): number {
  if (ways.length === 1) return ways[0] as number;
  const [x, y] = points[at] as Position;
  const angle = (to: number) => {
    const [px, py] = points[to] as Position;
    return Math.atan2(py - y, px - x);
  };
  const back = angle(from);
  const turn = (to: number) => {
    const by = back - angle(to);
    return by <= 0 ? by + 2 * Math.PI : by;
  };
  return ways.reduce((best, to) => (turn(to) < turn(best) ? to : best));
}

/** Cuts a walk where it comes back to a vertex. */
function simple(walk: Loop): Loop[] {
  const loops: Loop[] = [];
  const open: number[] = [];
  const place = new Map<number, number>();
  for (const vertex of walk) {
    const seen = place.get(vertex);
    if (seen !== undefined) {
      const loop = open.splice(seen);
      loops.push(loop);
      for (const one of loop) place.delete(one);
    }
    place.set(vertex, open.length);
    open.push(vertex);
  }
  return [...loops, open];
}

function loopsOf(points: readonly Position[], leaving: Leaving): Loop[] {
  const loops: Loop[] = [];
  const left = new Map([...leaving].map(([from, to]) => [from, [...to]]));
  for (const [start, first] of left) {
    while (first.length) {
      const walk = [start];
      let from = start;
      let at = first.pop() as number;
      while (at !== start || walk.length === 1) {
        walk.push(at);
        const ways = left.get(at) ?? [];
        if (ways.length === 0) break;
        const to = onward(points, from, at, ways);
        ways.splice(ways.indexOf(to), 1);
        [from, at] = [at, to];
      }
      loops.push(...simple(walk));
    }
  }
  return loops.filter((loop) => loop.length > 2);
}

/** Polygons of a group: each hole with the smallest ring around it. */
export function polygonsOf(points: readonly Position[], leaving: Leaving): readonly Polygon[] {
  const rings = loopsOf(points, leaving).map((loop) => loop.map((i) => points[i] as Position));
  const outer = rings
    .filter((ring) => signed(ring) > 0)
    .map((ring) => ({ ring, size: area_m2(ring), holes: [] as (readonly Position[])[] }));
  outer.sort((a, b) => a.size - b.size);
  for (const hole of rings.filter((ring) => signed(ring) < 0)) {
    const [at, size] = [placeIn([hole]), area_m2(hole)];
    outer.find((one) => one.size > size && inPolygon(at, [one.ring]))?.holes.push(hole);
  }
  return outer.map(({ ring, holes }) => [ring, ...holes]);
}

/** Metres do not matter here: how far a place is from the stretch between two others, in degrees. */
function aside([x, y]: Position, [ax, ay]: Position, [bx, by]: Position): number {
  const [dx, dy] = [bx - ax, by - ay];
  const square = dx * dx + dy * dy;
  const t = square === 0 ? 0 : Math.max(0, Math.min(1, ((x - ax) * dx + (y - ay) * dy) / square));
  return Math.hypot(ax + t * dx - x, ay + t * dy - y);
}

/** Takes vertices out that only the noding made: from straight borders, and from the outline. */
export function straightened({ points, known, onOutline }: Restored, groups: Map<string, Leaving>): Map<string, Leaving> {
  const beside = new Map<number, Set<number>>();
  const meet = (a: number, b: number) => beside.set(a, (beside.get(a) ?? new Set()).add(b));
  for (const leaving of groups.values())
    for (const [from, ways] of leaving)
      for (const to of ways) {
        meet(from, to);
        meet(to, from);
      }
  const straight = (vertex: number) => {
    const [a, b, ...more] = [...(beside.get(vertex) ?? [])].map((one) => points[one] as Position);
    if (a === undefined || b === undefined || more.length > 0) return false;
    return onOutline(vertex) || aside(points[vertex] as Position, a, b) <= 2 * together_deg;
  };
  const needless = (vertex: number) => !known(vertex) && straight(vertex);
  return new Map([...groups].map(([group, leaving]) => [group, without(leaving, needless)]));
}

function without(leaving: Leaving, needless: (vertex: number) => boolean): Leaving {
  const kept: Leaving = new Map();
  for (const [from, ways] of leaving)
    if (!needless(from))
      kept.set(
        from,
        ways.map((way) => {
          let at = way;
          for (let i = 0; needless(at) && at !== from && i < 1e6; i++) at = leaving.get(at)?.[0] as number;
          return at;
        }),
      );
  return kept;
}
