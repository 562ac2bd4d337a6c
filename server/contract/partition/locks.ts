/** Locked zones: no step changes their ground. A vertex put on their border is no change. */
import type { Position } from "../draw.ts";
import { facesByZone } from "./belong.ts";
import { distanceTo2 } from "./exact.ts";
import type { Partition, PlanZone } from "./partition.ts";
import { type FaceShape, faceShapes } from "./shapes.ts";

/** Rounding puts a vertex beside the edge it was put on by so much at most (degrees, squared). */
const rounding2 = 4e-27;
const text = (p: Position) => `${p[0]},${p[1]}`;

function staysPut(before: FaceShape | undefined, after: FaceShape | undefined): boolean {
  if (before === after) return true;
  if (!before || !after || before.polygon.length !== after.polygon.length) return false;
  const old = new Set(before.polygon.flat().map(text));
  const now = after.polygon.flat();
  const kept = new Set(now.map(text));
  if ([...old].some((place) => !kept.has(place))) return false;
  const edges = before.polygon.flatMap((ring) => ring.map((p, i) => [ring.at(i - 1) as Position, p] as const));
  return now.every((p) => old.has(text(p)) || edges.some(([a, b]) => distanceTo2(a, b, p) < rounding2));
}

/** A zone that was locked before a step and has other ground after it. */
export function changedLock(before: Partition, after: Partition): PlanZone | null {
  const locked = [...before.zones.values()].filter((zone) => zone.locked);
  if (!locked.length) return null;
  const [shapes, shapesNow] = before.arcs === after.arcs ? [null, null] : [faceShapes(before), faceShapes(after)];
  const levels = new Map(
    [...new Set(locked.map((zone) => zone.level))].map((level) => [level, [facesByZone(before, level), facesByZone(after, level)]]),
  );
  for (const zone of locked) {
    if (!after.zones.has(zone.id)) return zone;
    const [faces, now] = (levels.get(zone.level) ?? []).map((by) => by.get(zone.id) ?? []) as [number[], number[]];
    if (faces.length !== now.length || faces.some((face, i) => face !== now[i])) return zone;
    if (shapes && faces.some((face) => !staysPut(shapes.get(face), shapesNow.get(face)))) return zone;
  }
  return null;
}
