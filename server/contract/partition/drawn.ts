/** Length and area of what is drawn straight in degrees, on the WGS84 ellipsoid. */
import type { Position } from "../draw.ts";
import { degree_m, metresBetween } from "./ellipsoid.ts";

export function length_m(points: readonly Position[]): number {
  let sum = 0;
  for (let i = 1; i < points.length; i++) sum += metresBetween(points[i - 1] as Position, points[i] as Position);
  return sum;
}

/** Square metres a degree of longitude between two latitudes, by Simpson's rule: exact to 1e-13 within a district. */
function strip_m2(from: number, to: number): number {
  const square = (lat: number): number => {
    const [east, north] = degree_m(lat);
    return east * north;
  };
  return ((to - from) / 6) * (square(from) + 4 * square((from + to) / 2) + square(to));
}

/**
 * Area of a ring that does not repeat its first position; which way round it runs does not matter. The areas of a ring's parts add up to
 * its own: each edge is integrated on the ellipsoid, not measured on a flat picture of its ring.
 */
export function area_m2(ring: readonly Position[]): number {
  if (ring.length < 3) return 0;
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
