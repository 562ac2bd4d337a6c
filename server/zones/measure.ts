/** Areas and lengths of polygons on the WGS84 ellipsoid. */
import type { Position } from "../contract/draw.ts";
import { area_m2 } from "../contract/partition/drawn.ts";
import { metresBetween } from "../contract/partition/ellipsoid.ts";
import type { Polygon } from "../contract/partition/shapes.ts";

export const polygon_m2 = (polygon: Polygon): number =>
  polygon.reduce((sum, ring, i) => (i === 0 ? area_m2(ring) : sum - area_m2(ring)), 0);

/** Length of all rings of a polygon. */
export const polygon_m = (polygon: Polygon): number =>
  polygon.flatMap((ring) => ring.map((at, i) => metresBetween(at, ring[(i + 1) % ring.length] as Position))).reduce((a, b) => a + b, 0);
