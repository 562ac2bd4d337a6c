/**
 * Proof, independent of how a partition came about: traced anew, measured anew. Nothing here is shared with the steps:
 * borders are compared pair by pair in a plain grid, faces are walked by angles, areas are summed in another projection.
 */
import type { Position } from "../draw.ts";
import type { Word } from "../vocabulary.ts";
import { borderFaults } from "./checkBorders.ts";
import { faceFaults } from "./checkFaces.ts";
import { type Arc, outside, type Partition } from "./partition.ts";

export interface Fault {
  readonly why: Word;
  readonly at: Position | null;
}

function arcFault({ arcs, faces, next }: Partition, arc: Arc): Fault | null {
  const [at, last] = [arc.points[0] ?? null, arc.points[arc.points.length - 1]];
  const is = (zh: string, en: string): Fault => ({ why: { zh, en }, at });
  if (arcs.get(arc.id) !== arc || arc.id >= next.arc) return is("边界编号有误", "a border's number is wrong");
  if (arc.points.length < 2 || (arc.points.length < 4 && at?.[0] === last?.[0] && at?.[1] === last?.[1]))
    return is("边界太短", "a border is too short");
  for (const [i, p] of arc.points.entries()) {
    const before = arc.points[i - 1];
    if (!(Math.abs(p[0]) <= 180 && Math.abs(p[1]) <= 90)) return is("坐标超出范围", "a coordinate is out of range");
    if (before && before[0] === p[0] && before[1] === p[1]) return is("边界有重复的点", "a border has a place twice in a row");
  }
  if (arc.left === arc.right) return is("边界两侧是同一块", "a border has the same ground on both sides");
  for (const face of [arc.left, arc.right])
    if (face !== outside && !faces.has(face)) return is(`面 ${face} 不存在`, `face ${face} is not there`);
  return null;
}

function zoneFaults({ depth, zones, faces, next }: Partition): Fault[] {
  const faults: Fault[] = [];
  const say = (zh: string, en: string) => faults.push({ why: { zh, en }, at: null });
  const codes = new Set<string>();
  let level = 0;
  for (const [id, zone] of zones) {
    if (zone.id !== id || id <= next.zone || id === 0) say(`「${zone.name}」的编号有误`, `the number of “${zone.name}” is wrong`);
    if (zone.level < level || zone.level > depth || zone.level < 1)
      say(`「${zone.name}」的级别有误`, `the level of “${zone.name}” is wrong`);
    if (zone.parent !== null && zones.get(zone.parent)?.level !== zone.level - 1)
      say(`「${zone.name}」的上级有误`, `the zone above “${zone.name}” is wrong`);
    if (codes.has(`${zone.level} ${zone.code}`)) say(`编码「${zone.code}」重复`, `the code “${zone.code}” is there twice`);
    codes.add(`${zone.level} ${zone.code}`);
    level = zone.level;
  }
  for (const [face, zone] of faces) {
    if (zone !== null && zones.get(zone)?.level !== depth) say(`面 ${face} 的责任区有误`, `the zone of face ${face} is wrong`);
    if (face >= next.face || face < 1) say(`面 ${face} 的编号有误`, `the number of face ${face} is wrong`);
  }
  return faults;
}

/** Empty = a partition: arcs meet at ends only, each face's arcs close, no face overlaps another, all zones exist and are of their level. */
export function faultsOf(partition: Partition): readonly Fault[] {
  const faults = [...zoneFaults(partition), ...[...partition.arcs.values()].flatMap((arc) => arcFault(partition, arc) ?? [])];
  // Borders that cross would only make faces fail in places that say less.
  if (!faults.length) faults.push(...borderFaults(partition));
  if (!faults.length) faults.push(...faceFaults(partition));
  return faults;
}

const axis_m = 6_378_137;
const e2 = 0.006_694_379_990_14;

/** Square metres on the left of a closed course: trapezoids about a middle latitude, in metres of Lambert's cylinder. */
function sum_m2(arcs: Iterable<readonly [Arc, sign: number]>, middle: number): number {
  const radians = Math.PI / 180;
  const e = Math.sqrt(e2);
  const q = (lat: number) => {
    const s = Math.sin(lat * radians);
    return (1 - e2) * (s / (1 - e2 * s * s) + Math.atanh(e * s) / e);
  };
  const base = q(middle);
  let sum = 0;
  for (const [{ points }, sign] of arcs) {
    let part = 0;
    for (let i = 1; i < points.length; i++) {
      const [a, b] = [points[i - 1] as Position, points[i] as Position];
      part -= (b[0] - a[0]) * (q(a[1]) - base + (q(b[1]) - base));
    }
    sum += sign * part;
  }
  return (sum * axis_m * axis_m * radians) / 4;
}

/** Area of the outline minus the sum of faces' areas in square metres: 0 but for rounding. Proof only together with `faultsOf`: an overlap and a gap of one size cancel out here, and are found there. */
export function uncovered_m2(partition: Partition): number {
  const arcs = [...partition.arcs.values()];
  const middle = arcs[0]?.points[0]?.[1] ?? 0;
  const byFace = new Map<number, (readonly [Arc, number])[]>();
  const add = (face: number, arc: Arc, sign: number) => {
    const list = byFace.get(face);
    if (list) list.push([arc, sign]);
    else byFace.set(face, [[arc, sign]]);
  };
  for (const arc of arcs) {
    add(arc.left, arc, 1);
    add(arc.right, arc, -1);
  }
  let uncovered = -sum_m2(byFace.get(outside) ?? [], middle);
  for (const [face, mine] of byFace) if (face !== outside) uncovered -= Math.abs(sum_m2(mine, middle));
  return uncovered;
}
