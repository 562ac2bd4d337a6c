/** Where two roads meet: their lines' own crossings, or where they come nearest. Pure. */
import type { Position } from "../contract/draw.ts";
import { degree_m } from "../contract/partition/ellipsoid.ts";

/** Lines of a road's pieces, degrees. */
export type Lines = readonly (readonly Position[])[];
export interface Meeting {
  readonly at: Position;
  /** 0 where they cross. */
  readonly apart_m: number;
}

/** Carriageways and pieces of one crossing are one meeting. */
const together_m = 80;
/** Roads that come no nearer do not meet. */
const mostApart_m = 60;

type Segment = readonly [ax: number, ay: number, bx: number, by: number];
const segmentsOf = (lines: Lines, [x0, y0]: Position, [east, north]: readonly [number, number]): Segment[] =>
  lines.flatMap((line) =>
    line.slice(1).map((b, i): Segment => {
      const a = line[i] as Position;
      return [(a[0] - x0) * east, (a[1] - y0) * north, (b[0] - x0) * east, (b[1] - y0) * north];
    }),
  );

function crossingOf([ax, ay, bx, by]: Segment, [cx, cy, dx, dy]: Segment): readonly [number, number] | null {
  const [rx, ry, sx, sy] = [bx - ax, by - ay, dx - cx, dy - cy];
  const turn = rx * sy - ry * sx;
  if (turn === 0) return null;
  const t = ((cx - ax) * sy - (cy - ay) * sx) / turn;
  const u = ((cx - ax) * ry - (cy - ay) * rx) / turn;
  return t >= 0 && t <= 1 && u >= 0 && u <= 1 ? [ax + t * rx, ay + t * ry] : null;
}

/** The point of a segment nearest to a point. */
function foot([ax, ay, bx, by]: Segment, x: number, y: number): readonly [number, number] {
  const [rx, ry] = [bx - ax, by - ay];
  const long = rx * rx + ry * ry;
  const t = long === 0 ? 0 : Math.min(1, Math.max(0, ((x - ax) * rx + (y - ay) * ry) / long));
  return [ax + t * rx, ay + t * ry];
}

type Near = readonly [x: number, y: number, apart: number];
function nearOf(one: Segment, other: Segment): Near {
  const crossing = crossingOf(one, other);
  if (crossing) return [...crossing, 0];
  const ends = [
    [one, other[0], other[1]],
    [one, other[2], other[3]],
    [other, one[0], one[1]],
    [other, one[2], one[3]],
  ] as const;
  const tried = ends.map(([segment, x, y]): Near => {
    const [fx, fy] = foot(segment, x, y);
    return [(fx + x) / 2, (fy + y) / 2, Math.hypot(fx - x, fy - y)];
  });
  return tried.reduce((best, next) => (next[2] < best[2] ? next : best));
}

/** Boxes of segments that cannot come near each other are not looked at. */
const mayMeet = (a: Segment, b: Segment): boolean =>
  Math.max(a[0], a[2]) + mostApart_m >= Math.min(b[0], b[2]) &&
  Math.max(b[0], b[2]) + mostApart_m >= Math.min(a[0], a[2]) &&
  Math.max(a[1], a[3]) + mostApart_m >= Math.min(b[1], b[3]) &&
  Math.max(b[1], b[3]) + mostApart_m >= Math.min(a[1], a[3]);

/** Every place where they meet, the nearest approach first; those of one crossing together as their mean. Empty: they do not meet. */
export function meetings(one: Lines, other: Lines): Meeting[] {
  const origin = one[0]?.[0] ?? other[0]?.[0];
  if (!origin) return [];
  const scale = degree_m(origin[1]);
  const [ours, theirs] = [segmentsOf(one, origin, scale), segmentsOf(other, origin, scale)];
  const near = ours
    .flatMap((a) => theirs.filter((b) => mayMeet(a, b)).map((b) => nearOf(a, b)))
    .filter(([, , apart]) => apart <= mostApart_m);
  const groups: Near[][] = [];
  for (const place of near.sort((a, b) => a[2] - b[2] || a[0] - b[0] || a[1] - b[1])) {
    const group = groups.find(([first]) => first && Math.hypot(first[0] - place[0], first[1] - place[1]) <= together_m);
    if (group) group.push(place);
    else groups.push([place]);
  }
  return groups.map((group) => {
    const least = (group[0] as Near)[2];
    // Where lines cross, what merely comes near beside it says nothing.
    const best = group.filter(([, , apart]) => apart === least);
    const mean = (i: 0 | 1) => best.reduce((sum, place) => sum + place[i], 0) / best.length;
    return { at: [origin[0] + mean(0) / scale[0], origin[1] + mean(1) / scale[1]], apart_m: least };
  });
}
