/** Curves: smooth lines through hand-set points, parallels, pieces, and rings pushed inwards. */

import type { Pt, Ring } from "./geo.ts";
import { add, along, area, at, dist, inside, isSimple, mix, wrap } from "./geo.ts";

/** A smooth line (centripetal enough for our spacings) through the points, sampled about every `step` metres; the points themselves are kept. */
export function smooth(points: readonly Pt[], step = 80): Pt[] {
  const out: Pt[] = [];
  for (let i = 0; i + 1 < points.length; i++) {
    const p1 = at(points, i);
    const p2 = at(points, i + 1);
    const p0 = points[i - 1] ?? add(p1, [p1[0] - p2[0], p1[1] - p2[1]]);
    const p3 = points[i + 2] ?? add(p2, [p2[0] - p1[0], p2[1] - p1[1]]);
    const n = Math.max(1, Math.round(dist(p1, p2) / step));
    for (let k = 0; k < n; k++) out.push(hermite(p0, p1, p2, p3, k / n));
  }
  out.push(at(points, points.length - 1));
  return out;
}

function hermite(p0: Pt, p1: Pt, p2: Pt, p3: Pt, t: number): Pt {
  const len = dist(p1, p2);
  // Tangents scaled by the spacing on both sides: plain Catmull-Rom overshoots where a short step follows a long one.
  const m1 = (2 * len) / (dist(p0, p1) + len);
  const m2 = (2 * len) / (dist(p2, p3) + len);
  const t2 = t * t;
  const t3 = t2 * t;
  const h = [2 * t3 - 3 * t2 + 1, t3 - 2 * t2 + t, -2 * t3 + 3 * t2, t3 - t2] as const;
  const axis = (k: 0 | 1): number => h[0] * p1[k] + h[1] * 0.5 * m1 * (p2[k] - p0[k]) + h[2] * p2[k] + h[3] * 0.5 * m2 * (p3[k] - p1[k]);
  return [axis(0), axis(1)];
}

/** Length of a line in metres. */
export function lengthOf(line: readonly Pt[]): number {
  let sum = 0;
  for (let i = 1; i < line.length; i++) sum += dist(at(line, i - 1), at(line, i));
  return sum;
}

/** The point `m` metres along a line, with its direction and its left. */
export function pointAlong(line: readonly Pt[], m: number): { p: Pt; dir: Pt; left: Pt } {
  let rest = m;
  for (let i = 1; i < line.length; i++) {
    const a = at(line, i - 1);
    const b = at(line, i);
    const len = dist(a, b);
    if (rest <= len || i === line.length - 1) return { p: mix(a, b, Math.min(1, rest / (len || 1))), ...along(a, b) };
    rest -= len;
  }
  return { p: at(line, 0), dir: [1, 0], left: [0, 1] };
}

/** The piece of a line between two distances along it. */
export function piece(line: readonly Pt[], from: number, to: number): Pt[] {
  const out: Pt[] = [pointAlong(line, from).p];
  let m = 0;
  for (let i = 1; i < line.length; i++) {
    m += dist(at(line, i - 1), at(line, i));
    if (m > from + 1 && m < to - 1) out.push(at(line, i));
  }
  out.push(pointAlong(line, to).p);
  return out;
}

/** The line moved sideways: `by(i)` metres to the left at each point. */
export function parallel(line: readonly Pt[], by: (i: number) => number): Pt[] {
  return line.map((p, i) => {
    const { left } = along(line[i - 1] ?? p, line[i + 1] ?? p);
    return add(p, left, by(i));
  });
}

/**
 * The ring with every edge pushed inwards by its own distance (metres, one for each edge i → i+1); null when nothing sound is left.
 * Edges that turn round are dropped and the rest tried again.
 */
export function inset(ring: Ring, by: readonly number[], tries = 6): Ring | null {
  if (ring.length < 3 || tries === 0) return null;
  const moved = ring.map((_, i) => mitre(ring, by, i));
  const turned = moved.findIndex((p, i) => {
    const q = wrap(moved, i + 1);
    const a = at(ring, i);
    const b = wrap(ring, i + 1);
    return (q[0] - p[0]) * (b[0] - a[0]) + (q[1] - p[1]) * (b[1] - a[1]) < 0;
  });
  if (turned >= 0) {
    const gone = (turned + 1) % ring.length;
    return inset(
      ring.filter((_, i) => i !== gone),
      by.filter((_, i) => i !== gone),
      tries - 1,
    );
  }
  const ok = area(moved) > 400 && area(moved) < area(ring) && moved.every((p) => inside(ring, p)) && isSimple(moved);
  return ok ? moved : null;
}

/** The corner at vertex i where its two pushed edges meet; a straight run moves by the mean. */
function mitre(ring: Ring, by: readonly number[], i: number): Pt {
  const p = at(ring, i);
  const e1 = along(wrap(ring, i - 1), p);
  const e2 = along(p, wrap(ring, i + 1));
  const d1 = wrap(by, i - 1);
  const d2 = at(by, i);
  const cross = e1.dir[0] * e2.dir[1] - e1.dir[1] * e2.dir[0];
  if (Math.abs(cross) < 0.17) return add(add(p, e1.left, d1 / 2), e2.left, d2 / 2);
  const a = add(p, e1.left, d1);
  const b = add(p, e2.left, d2);
  const t = ((b[0] - a[0]) * e2.dir[1] - (b[1] - a[1]) * e2.dir[0]) / cross;
  const cap = 3 * Math.max(d1, d2);
  return add(a, e1.dir, Math.max(-cap, Math.min(cap, t)));
}
