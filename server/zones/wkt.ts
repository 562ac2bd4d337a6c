/** Polygons of a partition as the database reads them. */
import type { Polygon } from "../contract/partition/shapes.ts";

/** Numbers are written as short as they read back the same. The first position is repeated at each ring's end. */
export function multiPolygonText(polygons: readonly Polygon[]): string {
  const rings = polygons.map(
    (rings) => `(${rings.map((ring) => `(${[...ring, ...ring.slice(0, 1)].map((p) => p.join(" ")).join(",")})`).join(",")})`,
  );
  return `MULTIPOLYGON(${rings.join(",")})`;
}
