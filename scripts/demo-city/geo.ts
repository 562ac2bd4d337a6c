/** Plane geometry in metres: x east, y north of the district's centre. Everything is drawn here and turned into degrees once, on writing. */
import { hypot } from "./exact.ts";

export type Pt = readonly [x: number, y: number];
/** A closed ring without the repeated last point; counter-clockwise where it is a face or a zone. */
export type Ring = readonly Pt[];

export const centre = { lon: 119.1, lat: 33.6 } as const;
const metresPerLat = 110_926;
const metresPerLon = 92_829;

/** Metres → [longitude, latitude] in WGS84 degrees, six decimals. */
export function toDegrees(p: Pt): [number, number] {
  return [round6(centre.lon + p[0] / metresPerLon), round6(centre.lat + p[1] / metresPerLat)];
}

function round6(v: number): number {
  return Math.round(v * 1e6) / 1e6;
}

/** The i-th entry; it must exist. */
export function at<T>(list: readonly T[], i: number): T {
  const value = list[i];
  if (value === undefined) throw new Error(`nothing at ${i} of ${list.length}`);
  return value;
}

/** The i-th entry of a ring, counted round and round. */
export function wrap<T>(list: readonly T[], i: number): T {
  return at(list, ((i % list.length) + list.length) % list.length);
}

export const dist = (p: Pt, q: Pt): number => hypot(p[0] - q[0], p[1] - q[1]);
export const mix = (p: Pt, q: Pt, t: number): Pt => [p[0] + (q[0] - p[0]) * t, p[1] + (q[1] - p[1]) * t];
export const add = (p: Pt, d: Pt, k = 1): Pt => [p[0] + d[0] * k, p[1] + d[1] * k];

/** Unit vector from p to q, and the one to its left. */
export function along(p: Pt, q: Pt): { dir: Pt; left: Pt } {
  const len = dist(p, q) || 1;
  const dir: Pt = [(q[0] - p[0]) / len, (q[1] - p[1]) / len];
  return { dir, left: [-dir[1], dir[0]] };
}

/** Signed area in m²; positive when counter-clockwise. */
export function area(ring: Ring): number {
  const o = at(ring, 0);
  let sum = 0;
  for (let i = 0; i < ring.length; i++) {
    const p = at(ring, i);
    const q = wrap(ring, i + 1);
    sum += (p[0] - o[0]) * (q[1] - o[1]) - (q[0] - o[0]) * (p[1] - o[1]);
  }
  return sum / 2;
}

/** Centre of mass of a ring. */
export function centroid(ring: Ring): Pt {
  const o = at(ring, 0);
  let sum = 0;
  let x = 0;
  let y = 0;
  for (let i = 0; i < ring.length; i++) {
    const p = at(ring, i);
    const q = wrap(ring, i + 1);
    const k = (p[0] - o[0]) * (q[1] - o[1]) - (q[0] - o[0]) * (p[1] - o[1]);
    sum += k;
    x += k * (p[0] + q[0] - 2 * o[0]);
    y += k * (p[1] + q[1] - 2 * o[1]);
  }
  return sum === 0 ? o : [o[0] + x / (3 * sum), o[1] + y / (3 * sum)];
}

/** Is the point inside the ring? */
export function inside(ring: Ring, p: Pt): boolean {
  let hit = false;
  for (let i = 0, j = ring.length - 1; i < ring.length; j = i++) {
    const a = at(ring, i);
    const b = at(ring, j);
    if (a[1] > p[1] !== b[1] > p[1] && p[0] < ((b[0] - a[0]) * (p[1] - a[1])) / (b[1] - a[1]) + a[0]) hit = !hit;
  }
  return hit;
}

/** Where segments ab and cd meet: parameters on each, or null when parallel or apart. */
export function meet(a: Pt, b: Pt, c: Pt, d: Pt): { t: number; u: number } | null {
  const rx = b[0] - a[0];
  const ry = b[1] - a[1];
  const sx = d[0] - c[0];
  const sy = d[1] - c[1];
  const det = rx * sy - ry * sx;
  if (Math.abs(det) < 1e-9) return null;
  const t = ((c[0] - a[0]) * sy - (c[1] - a[1]) * sx) / det;
  const u = ((c[0] - a[0]) * ry - (c[1] - a[1]) * rx) / det;
  return t < -1e-9 || t > 1 + 1e-9 || u < -1e-9 || u > 1 + 1e-9 ? null : { t, u };
}

/** Nearest point of segment ab to p. */
export function nearestOn(a: Pt, b: Pt, p: Pt): { at: Pt; away: number } {
  const len2 = (b[0] - a[0]) * (b[0] - a[0]) + (b[1] - a[1]) * (b[1] - a[1]);
  const t = len2 === 0 ? 0 : Math.min(1, Math.max(0, ((p[0] - a[0]) * (b[0] - a[0]) + (p[1] - a[1]) * (b[1] - a[1])) / len2));
  const q = mix(a, b, t);
  return { at: q, away: dist(q, p) };
}

/** Distance from p to a line. */
export function awayFrom(line: readonly Pt[], p: Pt): number {
  let best = Number.POSITIVE_INFINITY;
  for (let i = 1; i < line.length; i++) best = Math.min(best, nearestOn(at(line, i - 1), at(line, i), p).away);
  return best;
}

/** Does no edge of the ring cross another? */
export function isSimple(ring: Ring): boolean {
  const n = ring.length;
  for (let i = 0; i < n; i++) {
    for (let j = i + 2; j < n; j++) {
      if (i === 0 && j === n - 1) continue;
      if (meet(at(ring, i), wrap(ring, i + 1), at(ring, j), wrap(ring, j + 1))) return false;
    }
  }
  return true;
}
