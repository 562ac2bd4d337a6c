/** A place well inside a polygon, for its name; and how much room there is around it. Found by halving squares (Mapbox's polylabel). Pure. */
import type { Position } from "../../../server/contract/draw.ts";
import { degree_m } from "../../../server/contract/partition/ellipsoid.ts";
import type { Polygon } from "../../../server/contract/partition/shapes.ts";

export interface Inside {
  readonly at: Position;
  /** Metres to the nearest border. */
  readonly room_m: number;
}
type Plane = readonly [x: number, y: number];
interface Square {
  readonly x: number;
  readonly y: number;
  readonly half: number;
  /** Distance to the border from its middle; below 0 outside. */
  readonly off: number;
  readonly most: number;
}

function toEdge2(x: number, y: number, [ax, ay]: Plane, [bx, by]: Plane): number {
  const [dx, dy] = [bx - ax, by - ay];
  const long = dx * dx + dy * dy;
  const t = long ? Math.max(0, Math.min(1, ((x - ax) * dx + (y - ay) * dy) / long)) : 0;
  return (x - ax - t * dx) ** 2 + (y - ay - t * dy) ** 2;
}

/** Distance to the nearest border, below 0 outside. */
function offBorder(x: number, y: number, rings: readonly (readonly Plane[])[]): number {
  let inside = false;
  let least = Number.POSITIVE_INFINITY;
  for (const ring of rings) {
    let a = ring.at(-1) as Plane;
    for (const b of ring) {
      if (a[1] > y !== b[1] > y && x < ((b[0] - a[0]) * (y - a[1])) / (b[1] - a[1]) + a[0]) inside = !inside;
      least = Math.min(least, toEdge2(x, y, a, b));
      a = b;
    }
  }
  return (inside ? 1 : -1) * Math.sqrt(least);
}

/** The next square to look into, taken out of the rest. */
function taken(squares: Square[]): Square {
  let best = 0;
  for (let i = 1; i < squares.length; i++) if ((squares[i] as Square).most > (squares[best] as Square).most) best = i;
  const square = squares[best] as Square;
  squares[best] = squares.at(-1) as Square;
  squares.pop();
  return square;
}

function search(rings: readonly (readonly Plane[])[]): Square {
  const outer = rings[0] as readonly Plane[];
  const [xs, ys] = [outer.map((p) => p[0]), outer.map((p) => p[1])];
  const [w, s, e, n] = [Math.min(...xs), Math.min(...ys), Math.max(...xs), Math.max(...ys)];
  const square = (x: number, y: number, half: number): Square => {
    const off = offBorder(x, y, rings);
    return { x, y, half, off, most: off + half * Math.SQRT2 };
  };
  const size = Math.max(e - w, n - s);
  // A long thin zone begins with a row of squares, not with one that is mostly outside.
  const half = Math.max(Math.min(e - w, n - s), size / 40) / 2;
  const squares: Square[] = [];
  for (let x = w + half; x < e + half; x += 2 * half) for (let y = s + half; y < n + half; y += 2 * half) squares.push(square(x, y, half));
  let best = squares.reduce((a, b) => (b.off > a.off ? b : a));
  // As good as the best, within a twelfth of its room; however thin the zone, a place inside it is found.
  const enough = () => Math.max(best.off * 1.08, size / 1e4);
  for (let turns = 0; squares.length && turns < 600; turns++) {
    const { x, y, half: h, most } = taken(squares);
    if (most <= enough()) break;
    for (const [dx, dy] of [
      [-1, -1],
      [1, -1],
      [-1, 1],
      [1, 1],
    ] as const) {
      const part = square(x + (dx * h) / 2, y + (dy * h) / 2, h / 2);
      if (part.off > best.off) best = part;
      if (part.most > enough()) squares.push(part);
    }
  }
  return best;
}

const known = new WeakMap<Polygon, Inside>();

/** Kept by the polygon's identity. */
export function insideOf(polygon: Polygon): Inside {
  const old = known.get(polygon);
  if (old) return old;
  const [x0, y0] = polygon[0]?.[0] ?? [0, 0];
  const [east, north] = degree_m(y0);
  const best = search(polygon.map((ring) => ring.map(([x, y]): Plane => [(x - x0) * east, (y - y0) * north])));
  const made: Inside = { at: [x0 + best.x / east, y0 + best.y / north], room_m: best.off };
  known.set(polygon, made);
  return made;
}
