/** Where places lie to each other: signs that are right however nearly three places lie in a line. */
import type { Position } from "../draw.ts";
import { together_deg } from "./partition.ts";

/** Degrees as whole numbers of 2^-60: exact for every coordinate that is not nearer to zero than 0.004. */
const whole = (degrees: number) => BigInt(Math.round(degrees * 2 ** 60));

function exactSide(a: Position, b: Position, c: Position): number {
  const [cx, cy] = [whole(c[0]), whole(c[1])];
  const twice = (whole(a[0]) - cx) * (whole(b[1]) - cy) - (whole(a[1]) - cy) * (whole(b[0]) - cx);
  return Number(twice) / 2 ** 60 / 2 ** 60;
}

/** Above 0 when `c` is on the left of whoever goes from `a` to `b`, 0 exactly in line: twice the signed area, in square degrees. */
export function side(a: Position, b: Position, c: Position): number {
  const left = (a[0] - c[0]) * (b[1] - c[1]);
  const right = (a[1] - c[1]) * (b[0] - c[0]);
  const twice = left - right;
  // The bound is Shewchuk's for this form: beyond it rounding cannot have turned the sign.
  if (Math.abs(twice) > 3.4e-16 * (Math.abs(left) + Math.abs(right))) return twice;
  return exactSide(a, b, c);
}

export const same = (a: Position, b: Position) => a[0] === b[0] && a[1] === b[1];

export function distance2(a: Position, b: Position): number {
  const x = a[0] - b[0];
  const y = a[1] - b[1];
  return x * x + y * y;
}
export const together2 = together_deg * together_deg;
export const together = (a: Position, b: Position) => distance2(a, b) <= together2;

/** How far along a→b a place lies: 0 at `a`, 1 at `b`. */
export function along(a: Position, b: Position, p: Position): number {
  const x = b[0] - a[0];
  const y = b[1] - a[1];
  return ((p[0] - a[0]) * x + (p[1] - a[1]) * y) / (x * x + y * y);
}
export const between = (a: Position, b: Position, t: number): Position => [a[0] + t * (b[0] - a[0]), a[1] + t * (b[1] - a[1])];

/** Square of the distance to a stretch a→b, in degrees. */
export function distanceTo2(a: Position, b: Position, p: Position): number {
  const t = same(a, b) ? 0 : along(a, b, p);
  return distance2(p, t <= 0 ? a : t >= 1 ? b : between(a, b, t));
}

/** On the stretch a→b exactly, its ends included. */
export function liesOn(a: Position, b: Position, p: Position): boolean {
  if (p[0] < Math.min(a[0], b[0]) || p[0] > Math.max(a[0], b[0])) return false;
  if (p[1] < Math.min(a[1], b[1]) || p[1] > Math.max(a[1], b[1])) return false;
  return side(a, b, p) === 0;
}

/** The stretches cross, each at the inside of the other. */
export function cross(a: Position, b: Position, c: Position, d: Position): boolean {
  const c1 = side(a, b, c);
  const d1 = side(a, b, d);
  if (!((c1 > 0 && d1 < 0) || (c1 < 0 && d1 > 0))) return false;
  const a1 = side(c, d, a);
  const b1 = side(c, d, b);
  return (a1 > 0 && b1 < 0) || (a1 < 0 && b1 > 0);
}

/** Where the stretch a→b meets the line through p and q: on a→b but for rounding. */
export function meeting(a: Position, b: Position, p: Position, q: Position): Position {
  const sa = side(p, q, a);
  return between(a, b, sa / (sa - side(p, q, b)));
}

const lower = (from: Position, to: Position) => to[1] < from[1] || (to[1] === from[1] && to[0] < from[0]);

/** Order of two directions from a place, anticlockwise from east: below 0 when `p` comes first. */
export function turnOrder(from: Position, p: Position, q: Position): number {
  const [a, b] = [lower(from, p), lower(from, q)];
  if (a !== b) return a ? 1 : -1;
  const turn = side(from, p, q);
  return turn > 0 ? -1 : turn < 0 ? 1 : 0;
}

/** Twice the signed area of an open ring in square degrees: above 0 when it runs anticlockwise. */
export function twiceArea(ring: readonly Position[]): number {
  const [x0, y0] = ring[0] as Position;
  let sum = 0;
  let [px, py] = [0, 0];
  for (const [lon, lat] of ring) {
    const [x, y] = [lon - x0, lat - y0];
    sum += px * y - x * py;
    px = x;
    py = y;
  }
  return sum;
}

export type Inside = "in" | "on" | "out";

/** Where a place lies to an open ring. */
export function insideRing(ring: readonly Position[], p: Position): Inside {
  let odd = false;
  let a = ring[ring.length - 1] as Position;
  for (const b of ring) {
    if (a[1] > p[1] !== b[1] > p[1]) {
      const s = side(a, b, p);
      if (s === 0) return "on";
      if (s > 0 === b[1] > a[1]) odd = !odd;
    } else if (a[1] === p[1] && liesOn(a, b, p)) return "on";
    a = b;
  }
  return odd ? "in" : "out";
}
