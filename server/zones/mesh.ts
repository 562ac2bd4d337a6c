/** Faces and who lies across each of their edges. */
import type { Position } from "../contract/draw.ts";
import { metresBetween } from "../contract/partition/ellipsoid.ts";
import type { Polygon } from "../contract/partition/shapes.ts";
import { placeIn } from "./inside.ts";
import { polygon_m, polygon_m2 } from "./measure.ts";

export interface MeshFace {
  readonly polygon: Polygon;
  /** Numbers of `points`; the face is on the left of each edge. */
  readonly rings: readonly (readonly number[])[];
  readonly at: Position;
  readonly area_m2: number;
  readonly perimeter_m: number;
}
export interface Edge {
  readonly from: number;
  readonly to: number;
  readonly metres: number;
  /** The face across; -1: none. */
  readonly across: number;
}
export interface Mesh {
  readonly points: readonly Position[];
  readonly faces: readonly MeshFace[];
  /** Edges of a face, ring by ring. */
  edges(face: number): readonly (readonly Edge[])[];
}

/** Mean width in metres: about that of a strip, half the side of a square. */
export const width_m = ({ area_m2, perimeter_m }: { readonly area_m2: number; readonly perimeter_m: number }): number =>
  perimeter_m > 0 ? (2 * area_m2) / perimeter_m : 0;

const measured = (polygon: Polygon, rings: readonly (readonly number[])[]): MeshFace => ({
  polygon,
  rings,
  at: placeIn(polygon),
  area_m2: polygon_m2(polygon),
  perimeter_m: polygon_m(polygon),
});

const around = (ring: readonly number[]): readonly (readonly [number, number])[] =>
  ring.map((from, i) => [from, ring[(i + 1) % ring.length] as number]);

/** @param polygons noded: neighbours have every vertex of their border in common */
export function meshOf(polygons: readonly Polygon[]): Mesh {
  const points: Position[] = [];
  const known = new Map<string, number>();
  const numberOf = (at: Position): number => {
    const key = `${at[0]},${at[1]}`;
    const there = known.get(key);
    if (there !== undefined) return there;
    known.set(key, points.length);
    return points.push(at) - 1;
  };
  const faces = polygons.map((polygon) =>
    measured(
      polygon,
      polygon.map((ring) => ring.map(numberOf)),
    ),
  );
  const leftOf = new Map<number, number>();
  const key = (from: number, to: number) => from * points.length + to;
  faces.forEach(({ rings }, face) => {
    for (const ring of rings) for (const [from, to] of around(ring)) leftOf.set(key(from, to), face);
  });
  const edge = (from: number, to: number): Edge => ({
    from,
    to,
    metres: metresBetween(points[from] as Position, points[to] as Position),
    across: leftOf.get(key(to, from)) ?? -1,
  });
  const kept: (readonly (readonly Edge[])[])[] = [];
  return {
    points,
    faces,
    edges: (face) => {
      kept[face] ??= (faces[face] as MeshFace).rings.map((ring) => around(ring).map(([from, to]) => edge(from, to)));
      return kept[face];
    },
  };
}
