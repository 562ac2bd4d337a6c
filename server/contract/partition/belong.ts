/** Who belongs to whom: faces, zones below and zones above. */
import type { ZoneLevel } from "../vocabulary.ts";
import { measureOf } from "./metres.ts";
import { outside, type Partition, type PlanZone } from "./partition.ts";

/** Of a zone, the one of a level that it is or that is above it; null when there is none. */
export function zoneAbove(zones: ReadonlyMap<number, PlanZone>, zone: number | null, level: ZoneLevel): number | null {
  let at = zone === null ? undefined : zones.get(zone);
  while (at && at.level > level) at = at.parent === null ? undefined : zones.get(at.parent);
  return at?.level === level ? at.id : null;
}

/** The zone of a level that a face is in; null = nobody's, or outside. */
export function zoneOfFace(partition: Partition, face: number, level: ZoneLevel): number | null {
  return zoneAbove(partition.zones, partition.faces.get(face) ?? null, level);
}

/** Faces of each zone of a level that has any, ascending; those of nobody under null. */
export function facesByZone(partition: Pick<Partition, "faces" | "zones">, level: ZoneLevel): Map<number | null, number[]> {
  const above = new Map<number | null, number | null>();
  const faces = new Map<number | null, number[]>();
  for (const [face, owner] of partition.faces) {
    let zone = above.get(owner);
    if (zone === undefined) {
      zone = zoneAbove(partition.zones, owner, level);
      above.set(owner, zone);
    }
    const list = faces.get(zone);
    if (list) list.push(face);
    else faces.set(zone, [face]);
  }
  return faces;
}

/** Faces of a zone of any level, ascending. */
export function facesOfZone(partition: Partition, zone: number): readonly number[] {
  const level = partition.zones.get(zone)?.level;
  return level === undefined ? [] : (facesByZone(partition, level).get(zone) ?? []);
}

/** What a zone of a level is painted of: ids of zones of the level below, or of faces at the lowest. Keyed by piece; value = its zone of `level`, or null. */
export function piecesOf(partition: Partition, level: ZoneLevel): ReadonlyMap<number, number | null> {
  if (level >= partition.depth) return partition.faces;
  const pieces = new Map<number, number | null>();
  for (const zone of partition.zones.values()) if (zone.level === level + 1) pieces.set(zone.id, zone.parent);
  return pieces;
}

function addMetres(of: Map<number, Map<number, number>>, a: number, b: number, metres: number): void {
  const mine = of.get(a) ?? new Map<number, number>();
  of.set(a, mine);
  mine.set(b, (mine.get(b) ?? 0) + metres);
}

/** Neighbours by a border of some length, both ways: pieces of a level → pieces and metres of border. */
export function neighboursOf(partition: Partition, level: ZoneLevel): ReadonlyMap<number, ReadonlyMap<number, number>> {
  const below = (level + 1) as ZoneLevel;
  const piece = (face: number) => (level >= partition.depth ? face : zoneOfFace(partition, face, below));
  const neighbours = new Map<number, Map<number, number>>();
  for (const arc of partition.arcs.values()) {
    if (arc.left === outside || arc.right === outside) continue;
    const [a, b] = [piece(arc.left), piece(arc.right)];
    if (a === null || b === null || a === b) continue;
    const { length_m } = measureOf(arc);
    addMetres(neighbours, a, b, length_m);
    addMetres(neighbours, b, a, length_m);
  }
  return neighbours;
}

/** The highest level (1 first) at which the two sides of an arc are different zones; 0 = the outline; depth + 1 = within one zone. */
export function rankOfArc(partition: Partition, arc: number): number {
  const border = partition.arcs.get(arc);
  if (!border || border.left === outside || border.right === outside) return 0;
  for (let level = 1; level <= partition.depth; level++) {
    const at = level as ZoneLevel;
    if (zoneOfFace(partition, border.left, at) !== zoneOfFace(partition, border.right, at)) return level;
  }
  return partition.depth + 1;
}
