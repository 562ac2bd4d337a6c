/**
 * Distances by an independent library (geographiclib-geodesic): point to point exactly; to a line by dense samples along
 * each segment, refined by golden section; to an area 0 inside, its border otherwise.
 */
import geodesic from "geographiclib-geodesic";
import type { Geometry, Point } from "./town.ts";

const wgs84 = geodesic.Geodesic.WGS84;
const golden = (Math.sqrt(5) - 1) / 2;

export const between = ([lon1, lat1]: Point, [lon2, lat2]: Point): number => wgs84.Inverse(lat1, lon1, lat2, lon2).s12 as number;

/** The point `metres` away from another, in a direction in degrees from north. */
export function away([lon, lat]: Point, azimuth: number, metres: number): Point {
  const { lon2, lat2 } = wgs84.Direct(lat, lon, azimuth, metres);
  return [lon2 as number, lat2 as number];
}

/** A flat estimate, good to a percent here: only to leave out what is far off. */
function flat([x, y]: Point, [ax, ay]: Point, [bx, by]: Point): number {
  const k = Math.cos((y * Math.PI) / 180);
  const [px, py, dx, dy] = [(x - ax) * k, y - ay, (bx - ax) * k, by - ay];
  const t = Math.max(0, Math.min(1, (px * dx + py * dy) / (dx * dx + dy * dy || 1)));
  return Math.hypot(px - t * dx, py - t * dy) * 111_000;
}

function toSegment(point: Point, from: Point, to: Point): number {
  const { s12, azi1 } = wgs84.Inverse(from[1], from[0], to[1], to[0]) as { s12: number; azi1: number };
  const at = (t: number) => between(point, away(from, azi1, t * s12));
  const samples = 24;
  let best = 0;
  let least = Number.POSITIVE_INFINITY;
  for (let i = 0; i <= samples; i++) {
    const d = at(i / samples);
    if (d < least) [best, least] = [i / samples, d];
  }
  let [a, b] = [Math.max(0, best - 1 / samples), Math.min(1, best + 1 / samples)];
  for (let i = 0; i < 30; i++) {
    const [c, d] = [b - golden * (b - a), a + golden * (b - a)];
    if (at(c) < at(d)) b = d;
    else a = c;
  }
  return Math.min(at(0), at(1), at((a + b) / 2));
}

function toLine(point: Point, points: readonly Point[], far: number): number {
  let least = Number.POSITIVE_INFINITY;
  for (let i = 1; i < points.length; i++) {
    const [from, to] = [points[i - 1] as Point, points[i] as Point];
    const about = flat(point, from, to);
    if (about > Math.min(far, least) * 1.05 + 1) least = Math.min(least, Math.max(about, far));
    else least = Math.min(least, toSegment(point, from, to));
  }
  return least;
}

/** Even-odd. */
export function inRing([x, y]: Point, ring: readonly Point[]): boolean {
  let inside = false;
  for (let i = 0, j = ring.length - 1; i < ring.length; j = i++) {
    const [[ax, ay], [bx, by]] = [ring[i] as Point, ring[j] as Point];
    if (ay > y !== by > y && x < ((bx - ax) * (y - ay)) / (by - ay) + ax) inside = !inside;
  }
  return inside;
}

const known = new WeakMap<Geometry, Map<Point, number>>();

/** Metres from a point to a geometry; exact up to 3 km, at least that beyond. */
export function distance(point: Point, geometry: Geometry): number {
  const far = 3000;
  const of = known.get(geometry) ?? new Map<Point, number>();
  known.set(geometry, of);
  const measured =
    of.get(point) ??
    (geometry.kind === "point"
      ? between(point, geometry.at)
      : geometry.kind === "line"
        ? toLine(point, geometry.points, far)
        : inRing(point, geometry.ring)
          ? 0
          : toLine(point, [...geometry.ring, geometry.ring[0] as Point], far));
  of.set(point, measured);
  return measured;
}

interface Outline {
  /** In their order; a ring closed. */
  readonly corners: readonly Point[];
  /** West, south, east, north. */
  readonly box: readonly [number, number, number, number];
}
const outlines = new WeakMap<Geometry, Outline>();

function outlineOf(geometry: Geometry): Outline {
  const there = outlines.get(geometry);
  if (there) return there;
  const corners =
    geometry.kind === "point"
      ? [geometry.at, geometry.at]
      : geometry.kind === "line"
        ? geometry.points
        : [...geometry.ring, geometry.ring[0] as Point];
  const [xs, ys] = [corners.map(([x]) => x), corners.map(([, y]) => y)];
  const made: Outline = { corners, box: [Math.min(...xs), Math.min(...ys), Math.max(...xs), Math.max(...ys)] };
  outlines.set(geometry, made);
  return made;
}

/** The flat estimate to the nearest edge; of a far box at least the limit is known, and no more is asked. */
function estimate([x, y]: Point, { corners, box: [w, s, e, n] }: Outline, enough: number): number {
  const k = Math.cos((y * Math.PI) / 180);
  const beside = Math.hypot(Math.max(w - x, 0, x - e) * k, Math.max(s - y, 0, y - n)) * 111_000;
  let least = beside > enough ? beside : Number.POSITIVE_INFINITY;
  for (let i = 1; i < corners.length && beside <= enough; i++)
    least = Math.min(least, flat([x, y], corners[i - 1] as Point, corners[i] as Point));
  return least;
}

/**
 * Whether a point is no farther from a geometry, up to 3 km. Measured only where the estimate leaves it open.
 * @returns null within two centimetres of the limit: along an edge of many kilometres two libraries differ by millimetres
 */
export function isWithin(point: Point, geometry: Geometry, metres: number): boolean | null {
  const outline = outlineOf(geometry);
  const open = metres / 20 + 1;
  const about = estimate(point, outline, metres + 2 * open);
  if (about > metres + open) return geometry.kind === "area" && inRing(point, geometry.ring);
  if (about < metres - open || (geometry.kind === "area" && inRing(point, geometry.ring))) return true;
  const measured = geometry.kind === "point" ? between(point, geometry.at) : toLine(point, outline.corners, metres + 2 * open);
  return Math.abs(measured - metres) < 0.02 ? null : measured < metres;
}
