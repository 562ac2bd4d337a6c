/** A shape and its distance under the hand: where its handles are, and what becomes of it when one is dragged. Pure. */
import { maxVertices, type Position, type Shape } from "../../server/contract/draw.ts";
import { degree_m } from "../../server/contract/partition/ellipsoid.ts";
import { maxRadius_m, minRadius_m } from "../../server/contract/vocabulary.ts";
import { corners } from "./draft.ts";
import { offSegment2 } from "./trace.ts";

/** What can be taken hold of: a vertex; the middle of an edge, named by the vertex before it; the distance. */
export interface Handle {
  readonly part: "vertex" | "mid" | "distance";
  readonly index: number;
  readonly at: Position;
}

const round = (degrees: number) => Math.round(degrees * 1e5) / 1e5;
const rounded = ([lon, lat]: Position): Position => [round(lon), round(lat)];
const edges = ({ kind, points }: Shape) => (kind === "area" ? points.length : points.length - 1);
const next = (points: readonly Position[], i: number) => points[(i + 1) % points.length] as Position;

/** West, south, east, north of positions. */
export function boxOf(points: readonly Position[]): [number, number, number, number] {
  const [x, y] = [points.map((p) => p[0]), points.map((p) => p[1])];
  return [Math.min(...x), Math.min(...y), Math.max(...x), Math.max(...y)];
}
export const boxShape = ([w, s, e, n]: readonly [number, number, number, number]): Shape => ({
  kind: "area",
  points: corners([w, s], [e, n]),
});

/** A rectangle along the parallels and meridians: it stays one when a corner is dragged. */
export function isBox({ kind, points }: Shape): boolean {
  if (kind !== "area" || points.length !== 4) return false;
  const straight = (i: number) => {
    const [a, b] = [points[i] as Position, next(points, i)];
    return (a[0] === b[0]) !== (a[1] === b[1]);
  };
  const turns = (i: number) => ((points[i] as Position)[0] === next(points, i)[0]) !== (next(points, i)[0] === next(points, i + 1)[0]);
  return [0, 1, 2, 3].every((i) => straight(i) && turns(i));
}

/** Middles of edges at which a vertex can be put in; of a rectangle, by which a side is moved. */
function middles(shape: Shape): Handle[] {
  if (shape.points.length >= maxVertices && !isBox(shape)) return [];
  return Array.from({ length: Math.max(0, edges(shape)) }, (_, index) => {
    const [a, b] = [shape.points[index] as Position, next(shape.points, index)];
    return { part: "mid", index, at: [(a[0] + b[0]) / 2, (a[1] + b[1]) / 2] };
  });
}

/** The place `distance_m` due east of the easternmost of positions: exactly that far from the shape they make. */
export function distanceAt(points: readonly Position[], distance_m: number): Position {
  const [lon, lat] = points.reduce((most, p) => (p[0] > most[0] ? p : most));
  return [lon + distance_m / degree_m(lat)[0], lat];
}

/** Every handle of a shape; the distance's apart, since it may belong to a site. */
export const handlesOf = (shape: Shape): Handle[] => [
  ...shape.points.map((at, index): Handle => ({ part: "vertex", index, at })),
  ...middles(shape),
];

/** A rectangle with the corner, or the side, at a vertex moved; never turned inside out. */
function movedBox({ points }: Shape, { part, index }: Handle, to: Position): Shape {
  const [a, b] = [points[index] as Position, next(points, index)];
  const opposite = points[(index + 2) % 4] as Position;
  const along = (i: 0 | 1) => part === "vertex" || a[i] === b[i];
  const corner: Position = [along(0) ? to[0] : a[0], along(1) ? to[1] : a[1]];
  const apart: Position = [
    corner[0] === opposite[0] ? corner[0] + 1e-5 : corner[0],
    corner[1] === opposite[1] ? corner[1] + 1e-5 : corner[1],
  ];
  const made = corners(rounded(apart), opposite);
  // Corners keep their numbers: whoever drags holds on to one.
  const turn = a[1] === b[1] ? made : [made[0], made[3], made[2], made[1]];
  return { kind: "area", points: points.map((_, i) => turn[(i - index + 4) % 4] as Position) };
}

const replaced = (points: readonly Position[], index: number, drop: number, ...put: Position[]): Position[] => {
  const made = [...points];
  made.splice(index, drop, ...put);
  return made;
};

/** The shape with a handle dragged to a place: a vertex moved, or one put in at a middle. */
export function dragged(shape: Shape, handle: Handle, to: Position): Shape {
  if (isBox(shape)) return movedBox(shape, handle, to);
  const { part, index } = handle;
  const points = part === "vertex" ? replaced(shape.points, index, 1, rounded(to)) : replaced(shape.points, index + 1, 0, rounded(to));
  return { ...shape, points };
}

const fewest = { point: 1, line: 2, area: 3 } as const;
/** The shape without a vertex; null when it would be none. */
export const removed = (shape: Shape, index: number): Shape | null =>
  shape.points.length > fewest[shape.kind] ? { ...shape, points: replaced(shape.points, index, 1) } : null;

/** A vertex put in after one, half way to the next; at a line's end as far again as the edge before. */
export function inserted(shape: Shape, index: number): Shape | null {
  const { points, kind } = shape;
  const at = points[index];
  if (!at || kind === "point" || points.length >= maxVertices) return null;
  const last = kind === "line" && index === points.length - 1;
  const other = last ? (points[index - 1] as Position) : next(points, index);
  const put: Position = last
    ? [at[0] + (at[0] - other[0]) / 2, at[1] + (at[1] - other[1]) / 2]
    : [(at[0] + other[0]) / 2, (at[1] + other[1]) / 2];
  return { ...shape, points: replaced(points, index + 1, 0, rounded(put)) };
}

/** Metres from a place to the lines between positions (not to the inside of an area); within 0.1 % over one district. */
export function offLine_m(at: Position, points: readonly Position[], closed: boolean): number {
  const [east, north] = degree_m(at[1]);
  const flat = points.map(([x, y]) => [(x - at[0]) * east, (y - at[1]) * north] as const);
  if (closed && flat[0]) flat.push(flat[0]);
  const [only] = flat;
  if (flat.length === 1 && only) return Math.hypot(...only);
  let least = Number.POSITIVE_INFINITY;
  for (let i = 1; i < flat.length; i++) least = Math.min(least, offSegment2([0, 0], flat[i - 1] as never, flat[i] as never));
  return Math.sqrt(least);
}

/** A distance one would say: whole metres, fives beyond a hundred, fifties beyond a kilometre; within what can be asked. */
export function said_m(metres: number): number {
  const step = metres < 100 ? 1 : metres < 1000 ? 5 : 50;
  return Math.max(minRadius_m, Math.min(maxRadius_m, Math.round(metres / step) * step));
}
