/** Arcs measured on the WGS84 ellipsoid; kept for as long as the arc is. Measures are shown and compared, never stored: they may differ in the last digit between machines. */
import type { Position } from "../draw.ts";
import { axis_m, degree_m, eccentricity2, radians } from "./ellipsoid.ts";
import type { Arc } from "./partition.ts";
import { type Box, boxOf } from "./table.ts";

const eccentricity = Math.sqrt(eccentricity2);

/** Square metres between the equator and a latitude, a degree of longitude wide. */
function band_m2(lat: number): number {
  const s = Math.sin(lat * radians);
  const e = eccentricity;
  const q = (1 - eccentricity2) * (s / (1 - eccentricity2 * s * s) + Math.log((1 + e * s) / (1 - e * s)) / (2 * e));
  return (axis_m * axis_m * q * radians) / 2;
}

export interface ArcMeasure {
  readonly length_m: number;
  readonly box: Box;
  /** Area between the arc and the latitude of its first place, as gone along: above 0 when it lies on the arc's right and north of that latitude. */
  readonly under_m2: number;
  /** Of the first place: areas of several arcs are brought to one latitude by it. */
  readonly band_m2: number;
  readonly width_deg: number;
}

function measured(points: readonly Position[]): ArcMeasure {
  const [start, end] = [points[0] as Position, points[points.length - 1] as Position];
  const base = band_m2(start[1]);
  let [length, under, at] = [0, 0, base];
  for (let i = 1; i < points.length; i++) {
    const [ax, ay] = points[i - 1] as Position;
    const [bx, by] = points[i] as Position;
    const [east, north] = degree_m((ay + by) / 2);
    const x = (bx - ax) * east;
    const y = (by - ay) * north;
    length += Math.sqrt(x * x + y * y);
    const next = band_m2(by);
    under += (bx - ax) * ((at - base + next - base) / 2);
    at = next;
  }
  return { length_m: length, box: boxOf(points), under_m2: under, band_m2: base, width_deg: end[0] - start[0] };
}

const kept = new WeakMap<Arc, ArcMeasure>();
export function measureOf(arc: Arc): ArcMeasure {
  const known = kept.get(arc);
  if (known) return known;
  const measure = measured(arc.points);
  kept.set(arc, measure);
  return measure;
}

/** Area on the left of closed walks. Sums of neighbours are the area of both, but for rounding. */
export function area_m2(halves: Iterable<{ readonly arc: Arc; readonly forward: boolean }>): number {
  let sum = 0;
  let base: number | null = null;
  for (const { arc, forward } of halves) {
    const measure = measureOf(arc);
    base ??= measure.band_m2;
    const under = measure.under_m2 + (measure.band_m2 - base) * measure.width_deg;
    sum += forward ? -under : under;
  }
  return sum;
}
