/** Whether two zones have the same ground: vertices that only lie on a border, without bending it, are none of its shape. */
import type { Position } from "../contract/draw.ts";
import { together_deg } from "../contract/partition/partition.ts";
import type { Polygon } from "../contract/partition/shapes.ts";

type Edge = readonly [Position, Position];
/** Edges by the strips of latitude that they reach: a zone's border is asked about vertex by vertex. */
interface Strips {
  readonly south: number;
  readonly height: number;
  readonly edges: readonly (readonly Edge[])[];
}

const most = 512;
/** About 2 cm: half of it a border may bend where it goes through another's vertex. */
const near_deg = 2 * together_deg;

const ringsOf = (polygons: readonly Polygon[]): readonly (readonly Position[])[] => polygons.flat();
const edgesOf = (ring: readonly Position[]): Edge[] => ring.map((at, i): Edge => [at, ring[(i + 1) % ring.length] as Position]);

function stripsOf(polygons: readonly Polygon[]): Strips {
  const all = ringsOf(polygons).flatMap(edgesOf);
  let south = Number.POSITIVE_INFINITY;
  let north = Number.NEGATIVE_INFINITY;
  for (const [[, y]] of all) {
    south = Math.min(south, y);
    north = Math.max(north, y);
  }
  const count = Math.min(most, all.length);
  const height = Math.max((north - south) / count, near_deg);
  const edges = Array.from({ length: count }, (): Edge[] => []);
  const strip = (y: number) => Math.max(0, Math.min(count - 1, Math.floor((y - south) / height)));
  for (const edge of all) {
    const [[, a], [, b]] = edge;
    for (let i = strip(Math.min(a, b) - near_deg); i <= strip(Math.max(a, b) + near_deg); i++) edges[i]?.push(edge);
  }
  return { south, height, edges };
}

/** Square of the distance from a place to an edge, in degrees. */
function apart([x, y]: Position, [[ax, ay], [bx, by]]: Edge): number {
  const [dx, dy] = [bx - ax, by - ay];
  const t = Math.max(0, Math.min(1, ((x - ax) * dx + (y - ay) * dy) / (dx * dx + dy * dy || 1)));
  return (x - ax - t * dx) ** 2 + (y - ay - t * dy) ** 2;
}

const middle = ([[ax, ay], [bx, by]]: Edge): Position => [(ax + bx) / 2, (ay + by) / 2];

/** True when each vertex, and the middle between it and the next, lies on the border: places alone could be joined in another order. */
function lies(polygons: readonly Polygon[], { south, height, edges }: Strips): boolean {
  const on = (at: Position) => {
    const strip = Math.max(0, Math.min(edges.length - 1, Math.floor((at[1] - south) / height)));
    return edges[strip]?.some((edge) => apart(at, edge) <= near_deg * near_deg) === true;
  };
  return ringsOf(polygons).every((ring) => ring.every(on) && edgesOf(ring).map(middle).every(on));
}

/** The same numbers in the same order: asked first, as it is so for nearly every zone. */
const identical = (a: readonly Polygon[], b: readonly Polygon[]): boolean => a === b || JSON.stringify(a) === JSON.stringify(b);

/** True when no part of either's border is farther than 2 cm from the other's. */
export function sameBorder(a: readonly Polygon[], b: readonly Polygon[]): boolean {
  if (a.length === 0 || b.length === 0) return a.length === b.length;
  if (identical(a, b)) return true;
  return lies(a, stripsOf(b)) && lies(b, stripsOf(a));
}
