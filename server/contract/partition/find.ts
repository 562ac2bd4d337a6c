/** What is where: the face at a place, the nearest vertex or border. Indexed by a grid; made once for a partition, from the last one's where little changed. */
import type { Position } from "../draw.ts";
import { degree_m } from "./ellipsoid.ts";
import { insideRing } from "./exact.ts";
import { faceGridOf } from "./faceGrid.ts";
import { type Arc, outside, type Partition } from "./partition.ts";
import { type FaceShape, faceShapes } from "./shapes.ts";
import { type Box, meets, tableOf } from "./table.ts";

export interface Near {
  readonly what: "vertex" | "border";
  readonly at: Position;
  /** The arc, and the vertex's place on it; of a border, that of the vertex before. */
  readonly arc: number;
  readonly index: number;
  /** It lies on the district's outline. */
  readonly outline: boolean;
}
export interface Finder {
  /** `outside` beyond the district. On a border: the lowest face, so that each place has exactly one. */
  faceAt(at: Position): number;
  /** Faces whose polygon meets a circle (metres on the ellipsoid) or a box. */
  facesIn(
    area: { readonly at: Position; readonly radius_m: number } | { readonly box: readonly [number, number, number, number] },
  ): readonly number[];
  /** The nearest vertex within a distance, else the nearest border, else null. */
  nearest(at: Position, within_m: number): Near | null;
}

function covers(shape: FaceShape, at: Position): boolean {
  const [outer, ...holes] = shape.polygon;
  if (!outer || insideRing(outer, at) === "out") return false;
  return holes.every((hole) => insideRing(hole, at) !== "in");
}

function faceAt(partition: Partition, at: Position): number {
  const shapes = faceShapes(partition);
  let found = Number.POSITIVE_INFINITY;
  for (const shape of faceGridOf(shapes).near([at[0], at[1], at[0], at[1]])) {
    if (shape.face < found && covers(shape, at)) found = shape.face;
  }
  return found === Number.POSITIVE_INFINITY ? outside : found;
}

/** A place nearest to another on an edge, and its square distance in metres. */
function foot(at: Position, a: Position, b: Position, [east, north]: readonly [number, number]): { at: Position; square: number } {
  const [x, y] = [(b[0] - a[0]) * east, (b[1] - a[1]) * north];
  const [px, py] = [(at[0] - a[0]) * east, (at[1] - a[1]) * north];
  const t = Math.max(0, Math.min(1, (px * x + py * y) / (x * x + y * y)));
  const place: Position = t === 0 ? a : t === 1 ? b : [a[0] + t * (b[0] - a[0]), a[1] + t * (b[1] - a[1])];
  const [dx, dy] = [px - t * x, py - t * y];
  return { at: place, square: dx * dx + dy * dy };
}

function metres2(a: Position, b: Position, [east, north]: readonly [number, number]): number {
  const [x, y] = [(a[0] - b[0]) * east, (a[1] - b[1]) * north];
  return x * x + y * y;
}

const edgesOf = (ring: readonly Position[]) => ring.map((b, i) => [ring.at(i - 1) as Position, b] as const);

function meetsCircle(shape: FaceShape, at: Position, radius_m: number): boolean {
  if (covers(shape, at)) return true;
  const scale = degree_m(at[1]);
  return shape.polygon.some((ring) => edgesOf(ring).some(([a, b]) => foot(at, a, b, scale).square <= radius_m * radius_m));
}

/** Liang and Barsky: whether some of an edge is in a box. */
function edgeMeets(a: Position, b: Position, [w, s, e, n]: Box): boolean {
  let [from, to] = [0, 1];
  const clip = (start: number, step: number, low: number, high: number) => {
    if (step === 0) return start >= low && start <= high;
    const [t0, t1] = [(low - start) / step, (high - start) / step];
    from = Math.max(from, Math.min(t0, t1));
    to = Math.min(to, Math.max(t0, t1));
    return from <= to;
  };
  return clip(a[0], b[0] - a[0], w, e) && clip(a[1], b[1] - a[1], s, n);
}

function meetsBox(shape: FaceShape, box: Box): boolean {
  if (covers(shape, [box[0], box[1]])) return true;
  return shape.polygon.some((ring) => edgesOf(ring).some(([a, b]) => edgeMeets(a, b, box)));
}

type Area = Parameters<Finder["facesIn"]>[0];
function facesIn(partition: Partition, area: Area): readonly number[] {
  const grid = faceGridOf(faceShapes(partition));
  if ("box" in area) {
    const [x, y, x2, y2] = area.box;
    const box: Box = [Math.min(x, x2), Math.min(y, y2), Math.max(x, x2), Math.max(y, y2)];
    return sorted(grid.near(box).filter((shape) => meets(shape.box, box) && meetsBox(shape, box)));
  }
  const box = boxAround(area.at, area.radius_m);
  return sorted(grid.near(box).filter((shape) => meets(shape.box, box) && meetsCircle(shape, area.at, area.radius_m)));
}
const sorted = (shapes: readonly FaceShape[]) => shapes.map((shape) => shape.face).sort((a, b) => a - b);

function boxAround([lon, lat]: Position, metres: number): Box {
  const [east, north] = degree_m(lat);
  const [x, y] = [metres / east, metres / north];
  return [lon - x, lat - y, lon + x, lat + y];
}

interface Candidate {
  readonly arc: Arc;
  readonly index: number;
  readonly at: Position;
  readonly square: number;
}
/** The nearer one; of two as near, the one of the lower arc: an order of its own, whatever the table's is. */
function nearer(a: Candidate | null, b: Candidate): Candidate {
  if (!a || b.square !== a.square) return a && a.square < b.square ? a : b;
  return a.arc.id < b.arc.id || (a.arc.id === b.arc.id && a.index <= b.index) ? a : b;
}

function nearest(partition: Partition, at: Position, within_m: number): Near | null {
  const table = tableOf(partition);
  const scale = degree_m(at[1]);
  const most = within_m * within_m;
  let vertex: Candidate | null = null;
  let border: Candidate | null = null;
  table.near(boxAround(at, within_m), (arc, index, a, b) => {
    const [from, to] = [metres2(at, a, scale), metres2(at, b, scale)];
    if (from <= most) vertex = nearer(vertex, { arc, index, at: a, square: from });
    if (to <= most) vertex = nearer(vertex, { arc, index: index + 1, at: b, square: to });
    const edge = foot(at, a, b, scale);
    if (edge.square <= most) border = nearer(border, { arc, index, ...edge });
  });
  return vertex ? nearOf(partition, "vertex", vertex) : border ? nearOf(partition, "border", border) : null;
}

function nearOf(partition: Partition, what: Near["what"], { arc, index, at }: Candidate): Near {
  const isOutline = (a: Arc) => a.left === outside || a.right === outside;
  const outline =
    isOutline(arc) ||
    (what === "vertex" &&
      tableOf(partition)
        .at(at)
        .some((edge) => isOutline(edge.arc)));
  return { what, at, arc: arc.id, index, outline };
}

export function finderOf(partition: Partition): Finder {
  return {
    faceAt: (at) => faceAt(partition, at),
    facesIn: (area) => facesIn(partition, area),
    nearest: (at, within_m) => nearest(partition, at, within_m),
  };
}
