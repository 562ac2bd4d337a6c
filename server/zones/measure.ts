/** Areas of rings on the WGS84 ellipsoid. Each edge is integrated: a vertex more on a straight border of miles changes nothing. */
import type { Position } from "../contract/draw.ts";
import { degree_m, metresBetween } from "../contract/partition/metres.ts";
import type { Polygon } from "../contract/partition/shapes.ts";

function squareDegree_m2(lat: number): number {
  const [east, north] = degree_m(lat);
  return east * north;
}
/** Square metres a degree of longitude between two latitudes, by Simpson's rule: exact to 1e-13 within a district. */
const strip_m2 = (from: number, to: number): number =>
  ((to - from) / 6) * (squareDegree_m2(from) + 4 * squareDegree_m2((from + to) / 2) + squareDegree_m2(to));

/** Area of an open ring, whichever way it runs. */
export function ring_m2(ring: readonly Position[]): number {
  const base = (ring[0] as Position)[1];
  let sum = 0;
  let [ax, ay] = ring.at(-1) as Position;
  let a = strip_m2(base, ay);
  for (const [bx, by] of ring) {
    const b = strip_m2(base, by);
    sum += ((bx - ax) / 6) * (a + 4 * strip_m2(base, (ay + by) / 2) + b);
    [ax, ay, a] = [bx, by, b];
  }
  return Math.abs(sum);
}
export const polygon_m2 = (polygon: Polygon): number =>
  polygon.reduce((sum, ring, i) => (i === 0 ? ring_m2(ring) : sum - ring_m2(ring)), 0);

/** Length of all rings of a polygon. */
export const polygon_m = (polygon: Polygon): number =>
  polygon.flatMap((ring) => ring.map((at, i) => metresBetween(at, ring[(i + 1) % ring.length] as Position))).reduce((a, b) => a + b, 0);
