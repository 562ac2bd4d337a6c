/** How far apart two positions lie. Pure. */
import { degree_m } from "../partition/ellipsoid.ts";
import type { Position } from "./systems.ts";

/** Metres between two positions in EPSG:4326; to 0.1 % within 100 km, good enough to compare beyond. */
export function apart_m([ax, ay]: Position, [bx, by]: Position): number {
  const [east, north] = degree_m((ay + by) / 2);
  return Math.hypot((bx - ax) * east, (by - ay) * north);
}
