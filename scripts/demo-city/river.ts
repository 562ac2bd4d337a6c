/** Water: river surfaces with smooth banks, the lake, and the river segments that are evaluated. */
import { lengthOf, parallel, piece, smooth } from "./curves.ts";
import type { Pt, Ring } from "./geo.ts";
import { at, dist, inside, meet, mix, wrap } from "./geo.ts";
import { lakes, rivers } from "./plan.ts";
import { halfWidth } from "./streets.ts";

/** A river's stretch within the district, with its number in the plan. */
export interface Reach {
  readonly river: number;
  readonly name: string;
  readonly points: readonly Pt[];
}

/** The surface of a river: both banks of its centre line. */
export function surface(line: readonly Pt[], river: number): Ring {
  const half = (i: number): number => halfWidth(river, i / line.length);
  return [...parallel(line, (i) => -half(i)), ...parallel(line, half).reverse()];
}

/** The lakes, smooth. */
export function lakeRings(): { name: string; ring: Ring }[] {
  return lakes.map(({ name, points }) => {
    const n = points.length;
    // Three rounds of the ring, of which the middle one is kept: smooth where it closes, too.
    const around = smooth([...points, ...points, ...points, at(points, 0)], 60);
    const third = Math.floor(around.length / 3);
    return { name, ring: n > 2 ? around.slice(third, 2 * third) : points };
  });
}

/** A river's line cut where it crosses the border; the border river stays whole. */
export function withinDistrict(line: readonly Pt[], border: Ring, name: string): Pt[] {
  if (name === "安和河") return line.filter((p) => border.some((q) => dist(p, q) < 30) || inside(border, p));
  const cut = (out: Pt, into: Pt): Pt[] => {
    for (let i = 0; i < border.length; i++) {
      const hit = meet(out, into, at(border, i), wrap(border, i + 1));
      if (hit) return [mix(out, into, hit.t)];
    }
    return [];
  };
  const first = line.findIndex((p) => inside(border, p));
  const last = line.length - 1 - [...line].reverse().findIndex((p) => inside(border, p));
  if (first < 0) return [];
  const head = first > 0 ? cut(at(line, first - 1), at(line, first)) : [];
  const tail = last < line.length - 1 ? cut(at(line, last + 1), at(line, last)) : [];
  return [...head, ...line.slice(first, last + 1), ...tail];
}

/** Reaches of about `each` metres, from source to mouth. The border river counts whole: its middle line is the border. */
export function reaches(drawn: readonly (readonly Pt[])[], border: Ring, each: number): Reach[] {
  return rivers.flatMap((r, river) => {
    const line = withinDistrict(at(drawn, river), border, r.name);
    const total = lengthOf(line);
    const n = Math.max(2, Math.round(total / each));
    return Array.from({ length: n }, (_, i) => ({ river, name: r.name, points: piece(line, (total * i) / n, (total * (i + 1)) / n) }));
  });
}
