/** Zones whose borders are noded already and fill the outline: they are taken as they are, vertex by vertex. */
import type { Position } from "../contract/draw.ts";
import { outside, type Partition, type PlanZone } from "../contract/partition/partition.ts";
import type { Polygon } from "../contract/partition/shapes.ts";
import type { ZoneLevel } from "../contract/vocabulary.ts";
import { build, type Zoned } from "./built.ts";
import { signed } from "./inside.ts";
import { polygon_m2 } from "./measure.ts";
import { footOn } from "./onLine.ts";

/** Nearer to the outline than a micrometre is on it: what it would leave uncovered is rounding. */
const on_deg = 1e-11;
const rounding_m2 = 0.01;
/** More than that in the middle of the outline's stretches, and it is noded instead of looked at one by one. */
const mostBetween = 2000;

export const turned = (polygon: Polygon): Polygon => polygon.map((ring, i) => (signed(ring) > 0 === (i === 0) ? ring : ring.toReversed()));

/** Places on the far side of which nothing lies. */
function rim({ arcs }: Partition): Position[] {
  return [...arcs.values()].filter(({ left, right }) => left === outside || right === outside).flatMap(({ points }) => points);
}

/** Holes that nobody's polygon fills, by Euler's formula: vertices − edges + faces = 1 + components. */
function holes({ arcs, faces }: Partition): number {
  const above = new Map<string, string>();
  const root = (key: string): string => {
    let at = key;
    for (let up = above.get(at); up !== undefined && up !== at; up = above.get(at)) at = up;
    return at;
  };
  let components = 0;
  const node = (at: Position | undefined) => {
    const key = String(at);
    if (!above.has(key)) {
      above.set(key, key);
      components++;
    }
    return root(key);
  };
  for (const { points } of arcs.values()) {
    const [from, to] = [node(points[0]), node(points.at(-1))];
    if (from === to) continue;
    above.set(from, to);
    components--;
  }
  return arcs.size - above.size + 1 + components - faces.size - 1;
}

/** The outline has as much ground as they have together: what lies between them otherwise is no rounding. */
function asLarge(zones: readonly Polygon[], outline: readonly Polygon[]): boolean {
  const sum = (polygons: readonly Polygon[]) => polygons.reduce((all, polygon) => all + polygon_m2(polygon), 0);
  return Math.abs(sum(zones) - sum(outline)) <= rounding_m2;
}

function fills(partition: Partition, outline: readonly Polygon[]): boolean {
  const known = new Set(outline.flat(2).map(String));
  const between = rim(partition).filter((at) => !known.has(String(at)));
  if (between.length > mostBetween) return false;
  const foot = footOn(outline);
  return between.every((at) => foot(at).deg <= on_deg);
}

/** Null when they are not noded, overlap, or do not fill the outline. */
export function asGiven(
  depth: ZoneLevel,
  zones: readonly PlanZone[],
  faces: readonly Zoned[],
  outline: readonly Polygon[] | null,
): Partition | null {
  const polygons = faces.map(({ polygon }) => polygon);
  if (outline && !asLarge(polygons, outline)) return null;
  const partition = build(depth, zones, faces);
  if (!partition) return null;
  return (outline ? fills(partition, outline) : holes(partition) === 0) ? partition : null;
}
