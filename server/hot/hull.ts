/** The outline of points: their convex hull, how far it spans, and the hull as a drawing that the filter can ask inside of. */
import { encodeShape, maxVertices, type Position } from "../contract/draw.ts";
import { apart } from "./metres.ts";

/** Twice the area of a triangle; above 0 when it turns to the left. */
const turn = ([ax, ay]: Position, [bx, by]: Position, [cx, cy]: Position): number => (bx - ax) * (cy - ay) - (by - ay) * (cx - ax);

function half(points: readonly Position[]): Position[] {
  const chain: Position[] = [];
  for (const point of points) {
    while (chain.length > 1 && turn(chain.at(-2) as Position, chain.at(-1) as Position, point) <= 0) chain.pop();
    chain.push(point);
  }
  return chain.slice(0, -1);
}

/** The convex hull, open and anticlockwise, without points on its sides; one or two positions when it has no area. */
export function hullOf(points: readonly Position[]): Position[] {
  const sorted = points.toSorted(([ax, ay], [bx, by]) => ax - bx || ay - by);
  const once = sorted.filter(([x, y], i) => i === 0 || x !== sorted[i - 1]?.[0] || y !== sorted[i - 1]?.[1]);
  return once.length < 3 ? once : [...half(once), ...half(once.toReversed())];
}

/** Metres between the two points that are farthest apart: they are corners of the hull. */
export function spanOf(hull: readonly Position[]): number {
  let most = 0;
  for (const [i, [x, y]] of hull.entries()) {
    for (let j = i + 1; j < hull.length; j++) {
      const [lon, lat] = hull[j] as Position;
      most = Math.max(most, apart(x, y, lon, lat));
    }
  }
  return most;
}

// Drawings keep five decimals. Twice as far out and rounded, a corner is still outside of what it was.
const margin = 2e-5;
const round = (degrees: number): number => Math.round(degrees * 1e5) / 1e5;

/**
 * A drawn area around a hull, as the filter's text has it: a step of some two metres outside of every point, so that none
 * is lost to the drawing's five decimals.
 */
export function around(hull: readonly Position[]): Position[] {
  const steps = [-margin, margin];
  const out = hullOf(hull.flatMap(([x, y]) => steps.flatMap((dx) => steps.map((dy): Position => [round(x + dx), round(y + dy)]))));
  if (out.length <= maxVertices) return out;
  // More corners than a drawing has: the box around them all.
  const [xs, ys] = [out.map(([x]) => x), out.map(([, y]) => y)];
  const [w, e, s, n] = [Math.min(...xs), Math.max(...xs), Math.min(...ys), Math.max(...ys)];
  return [
    [w, s],
    [e, s],
    [e, n],
    [w, n],
  ];
}

/** True inside of a convex anticlockwise ring and on its border. */
export const covers = (ring: readonly Position[], point: Position): boolean =>
  ring.every((corner, i) => turn(corner, ring[(i + 1) % ring.length] as Position, point) >= 0);

/** The clause that opens what lies in a drawing. */
export const insideOf = (points: readonly Position[]): string => `inside:draw/${encodeShape({ kind: "area", points })}`;
