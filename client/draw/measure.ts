/** Length and area of what is being drawn, on the WGS84 ellipsoid; within 0.1 % for anything drawn inside one district. */
import type { Position } from "../../server/contract/draw.ts";

const axis_m = 6_378_137;
const eccentricity2 = 0.006_694_379_990_14;
const radians = Math.PI / 180;

/** Metres a degree east and north at a latitude. */
export function degree_m(lat: number): [east: number, north: number] {
  const w = 1 - eccentricity2 * Math.sin(lat * radians) ** 2;
  return [(axis_m / Math.sqrt(w)) * Math.cos(lat * radians) * radians, ((axis_m * (1 - eccentricity2)) / w ** 1.5) * radians];
}

export function length_m(points: readonly Position[]): number {
  let sum = 0;
  for (let i = 1; i < points.length; i++) {
    const [ax, ay] = points[i - 1] as Position;
    const [bx, by] = points[i] as Position;
    const [east, north] = degree_m((ay + by) / 2);
    sum += Math.hypot((bx - ax) * east, (by - ay) * north);
  }
  return sum;
}

/** Area of a ring that does not repeat its first position; which way round it runs does not matter. */
export function area_m2(points: readonly Position[]): number {
  if (points.length < 3) return 0;
  const [x0, y0] = points[0] as Position;
  const [east, north] = degree_m(points.reduce((sum, [, lat]) => sum + lat, 0) / points.length);
  let twice = 0;
  for (const [i, [ax, ay]] of points.entries()) {
    const [bx, by] = points[(i + 1) % points.length] as Position;
    twice += (ax - x0) * (by - y0) - (bx - x0) * (ay - y0);
  }
  return Math.abs((twice / 2) * east * north);
}

export const lengthLabel = (metres: number) => (metres >= 1000 ? `${(metres / 1000).toFixed(2)} km` : `${Math.round(metres)} m`);
export const areaLabel = (square: number) => (square >= 1e5 ? `${(square / 1e6).toFixed(2)} km²` : `${Math.round(square)} m²`);
