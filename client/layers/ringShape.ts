/**
 * Everything within a distance of a shape, as an area on the ellipsoid.
 * The geometry library measures on a sphere, which is up to 0.5 % wrong here. So the shape is first stretched about its
 * middle until a metre on that sphere is a metre on the ellipsoid, measured there, and stretched back.
 */
import buffer from "@turf/buffer";
import circle from "@turf/circle";
import type { Geometry, MultiPolygon, Polygon, Position } from "geojson";

const sphere_m = 6_371_008.8;
const axis_m = 6_378_137;
const eccentricity2 = 0.006_694_379_990_14;
/** Vertices of a circle: the chord then stays within 0.03 % of the arc. */
const steps = 128;

/** The ellipsoid's radii of curvature over the sphere's, along the parallel and along the meridian. */
function stretch(lat: number): [x: number, y: number] {
  const w = 1 - eccentricity2 * Math.sin((lat * Math.PI) / 180) ** 2;
  return [axis_m / Math.sqrt(w) / sphere_m, (axis_m * (1 - eccentricity2)) / w ** 1.5 / sphere_m];
}

type Move = (position: Position) => Position;
// biome-ignore lint/suspicious/noExplicitAny: coordinates nest to any depth; the geometry's type keeps its own
const moveAll = (nested: any, move: Move): any =>
  typeof nested[0] === "number" ? move(nested) : nested.map((n: unknown) => moveAll(n, move));
const moved = <G extends Exclude<Geometry, { type: "GeometryCollection" }>>(geometry: G, move: Move): G => ({
  ...geometry,
  coordinates: moveAll(geometry.coordinates, move),
});

function middle(nested: unknown, box = [180, 90, -180, -90]): number[] {
  if (!Array.isArray(nested)) return box;
  if (typeof nested[0] !== "number") {
    for (const inner of nested) middle(inner, box);
    return box;
  }
  const [x, y] = nested as [number, number];
  box[0] = Math.min(box[0] as number, x);
  box[1] = Math.min(box[1] as number, y);
  box[2] = Math.max(box[2] as number, x);
  box[3] = Math.max(box[3] as number, y);
  return box;
}

/** The area of all places within distance_m of a geometry, its inside too; null when there is none to draw. */
export function ringShape(geometry: Geometry, distance_m: number): Polygon | MultiPolygon | null {
  if (geometry.type === "GeometryCollection" || !(distance_m > 0)) return null;
  const [w, s, e, n] = middle(geometry.coordinates) as [number, number, number, number];
  const [lon, lat] = [(w + e) / 2, (s + n) / 2];
  const [kx, ky] = stretch(lat);
  const onto: Move = ([x = 0, y = 0]) => [lon + (x - lon) * kx, lat + (y - lat) * ky];
  const back: Move = ([x = 0, y = 0]) => [lon + (x - lon) / kx, lat + (y - lat) / ky];
  const radius = distance_m / 1000;
  const drawn =
    geometry.type === "Point"
      ? circle(geometry.coordinates, radius, { steps, units: "kilometers" })
      : buffer(moved(geometry, onto), radius, { steps: steps / 4, units: "kilometers" });
  return drawn ? moved(drawn.geometry, back) : null;
}
