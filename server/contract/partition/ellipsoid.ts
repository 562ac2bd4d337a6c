/** Short distances on the WGS84 ellipsoid. Apart from the measures of arcs: a page that only asks how far it is carries no partition. */
import type { Position } from "../draw.ts";

export const axis_m = 6_378_137;
export const eccentricity2 = 0.006_694_379_990_14;
export const radians = Math.PI / 180;

/** Metres a degree east and north at a latitude. */
export function degree_m(lat: number): readonly [east: number, north: number] {
  const w = 1 - eccentricity2 * Math.sin(lat * radians) ** 2;
  return [(axis_m / Math.sqrt(w)) * Math.cos(lat * radians) * radians, ((axis_m * (1 - eccentricity2)) / w ** 1.5) * radians];
}

/** Metres between two places, within a district. */
export function metresBetween(a: Position, b: Position): number {
  const [east, north] = degree_m((a[1] + b[1]) / 2);
  return Math.hypot((b[0] - a[0]) * east, (b[1] - a[1]) * north);
}
