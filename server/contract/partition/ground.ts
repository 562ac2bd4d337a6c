/** What a line cuts: of each face, the zone of a level that it is in, or the zone below it that is in none, or the face itself. */
import type { Position } from "../draw.ts";
import type { ZoneLevel } from "../vocabulary.ts";
import type { Spot } from "./noding.ts";
import { outside, type PlanZone } from "./partition.ts";
import type { Work } from "./work.ts";

/** `z` and the id of a zone, `f` and the id of a face, or nothing. */
export type Ground = `z${number}` | `f${number}` | "outside";

/** The topmost zone that is of a level or below it. */
function topZone(zones: ReadonlyMap<number, PlanZone>, zone: number, level: ZoneLevel): number {
  let at = zones.get(zone);
  while (at && at.level > level && at.parent !== null) at = zones.get(at.parent);
  return at?.id ?? zone;
}

export function groundOf(work: Work, level: ZoneLevel): (face: number) => Ground {
  const known = new Map<number, Ground>();
  return (face) => {
    const before = known.get(face);
    if (before) return before;
    const zone = work.faces.get(face);
    const ground: Ground =
      face === outside || zone === undefined ? "outside" : zone === null ? `f${face}` : `z${topZone(work.zones, zone, level)}`;
    known.set(face, ground);
    return ground;
  };
}

/** Whether a spot lies on the border of a ground: some arc at it has the ground on one side only. */
export function isAtBorder(work: Work, spot: Spot, ground: Ground, of: (face: number) => Ground): boolean {
  return arcsAt(work, spot).some(({ left, right }) => (of(left) === ground) !== (of(right) === ground));
}

function arcsAt(work: Work, spot: Spot) {
  if (spot.edge) return [spot.edge.arc];
  return spot.vertex ? work.table.at(spot.at).map((edge) => edge.arc) : [];
}

/** Sets that grow together. */
export class Joined<T> {
  private readonly above = new Map<T, T>();
  top(of: T): T {
    let at = of;
    for (let up = this.above.get(at); up !== undefined; up = this.above.get(at)) {
      // Halves the way for the next who asks.
      const over = this.above.get(up);
      if (over !== undefined) this.above.set(at, over);
      at = up;
    }
    return at;
  }
  join(a: T, b: T): void {
    const [x, y] = [this.top(a), this.top(b)];
    if (x !== y) this.above.set(x, y);
  }
}

const key = (p: Position) => `${p[0]},${p[1]}`;

/** Faces of grounds. */
export function facesOfGrounds(work: Work, of: (face: number) => Ground): Map<Ground, number[]> {
  const faces = new Map<Ground, number[]>();
  for (const face of work.faces.keys()) {
    const list = faces.get(of(face));
    if (list) list.push(face);
    else faces.set(of(face), [face]);
  }
  return faces;
}

/** The connected borders of a ground of these faces: to which of them a spot on them belongs. */
export function bordersOf(work: Work, faces: readonly number[], of: (face: number) => Ground): (spot: Spot) => string {
  const joined = new Joined<string>();
  const ground = of(faces[0] as number);
  for (const face of faces) {
    for (const arc of work.table.around(face)) {
      if (of(arc.left === face ? arc.right : arc.left) === ground) continue;
      joined.join(key(arc.points[0] as Position), key(arc.points[arc.points.length - 1] as Position));
    }
  }
  return (spot) => {
    const arc = arcsAt(work, spot).find(({ left, right }) => (of(left) === ground) !== (of(right) === ground));
    return arc ? joined.top(key(arc.points[0] as Position)) : key(spot.at);
  };
}
