/** What tools share: where the pointer means, which piece is there, and lengths on the ground. Pure. */
import type { Position } from "../../../server/contract/draw.ts";
import { zoneOfFace } from "../../../server/contract/partition/belong.ts";
import { degree_m } from "../../../server/contract/partition/ellipsoid.ts";
import type { Near } from "../../../server/contract/partition/find.ts";
import { outside } from "../../../server/contract/partition/partition.ts";
import type { ZoneLevel } from "../../../server/contract/vocabulary.ts";
import type { Ghost, PlanPointer } from "../../map/plan/picture.ts";
import type { ToolContext, ToolEvent } from "./tool.ts";

/** Pixels within which the pointer means what is there. */
export const snap_px = 12;
export type Box = readonly [west: number, south: number, east: number, north: number];

export const isPointer = (event: ToolEvent): event is PlanPointer => event.kind !== "key" && event.kind !== "typed";
export const equal = (a: Position | null | undefined, b: Position | null | undefined): boolean =>
  !!a && !!b && a[0] === b[0] && a[1] === b[1];

/** Metres between two places of one district, on the ellipsoid. */
export function far_m([ax, ay]: Position, [bx, by]: Position): number {
  const [east, north] = degree_m((ay + by) / 2);
  return Math.hypot((bx - ax) * east, (by - ay) * north);
}
export const long_m = (line: readonly Position[]): number => line.slice(1).reduce((sum, at, i) => sum + far_m(line[i] as Position, at), 0);

/** Square metres of an open ring, in the plane that touches the ground there. */
export function wide_m2(ring: readonly Position[]): number {
  const [x0, y0] = ring[0] ?? [0, 0];
  const [east, north] = degree_m(y0);
  const twice = ring.reduce((sum, [ax, ay], i) => {
    const [bx, by] = ring[(i + 1) % ring.length] as Position;
    return sum + (ax - x0) * (by - y0) - (bx - x0) * (ay - y0);
  }, 0);
  return Math.abs((twice / 2) * east * north);
}

export function boxOf(line: readonly Position[], grow_m = 0): Box {
  let [w, s, e, n] = [180, 90, -180, -90];
  for (const [x, y] of line) [w, s, e, n] = [Math.min(w, x), Math.min(s, y), Math.max(e, x), Math.max(n, y)];
  const [east, north] = degree_m((s + n) / 2);
  return [w - grow_m / east, s - grow_m / north, e + grow_m / east, n + grow_m / north];
}

/** The vertex or border that a place near it means; null when snapping is off or nothing is near. */
export function near(event: Pick<PlanPointer, "at" | "metresPerPixel" | "alt">, { snap, finder }: ToolContext): Near | null {
  return snap && !event.alt ? finder.nearest(event.at, snap_px * event.metresPerPixel) : null;
}

/** What a zone of the level is painted of, at a place: a zone below, or a face. */
export function pieceOf({ partition, level }: ToolContext, face: number): number | null {
  if (face === outside) return null;
  return level === partition.depth ? face : zoneOfFace(partition, face, (level + 1) as ZoneLevel);
}
/** Pieces of several faces, once each. */
export function piecesOfFaces(context: ToolContext, faces: readonly number[]): Set<number> {
  const pieces = new Set<number>();
  for (const face of faces) {
    const piece = pieceOf(context, face);
    if (piece !== null) pieces.add(piece);
  }
  return pieces;
}
/** The zone of the level that a piece is in now. */
export function zoneOfPiece({ partition, level }: ToolContext, piece: number): number | null {
  return level === partition.depth ? (partition.faces.get(piece) ?? null) : (partition.zones.get(piece)?.parent ?? null);
}
/** Locked itself, or below or above what is. */
function isLocked({ partition }: ToolContext, zone: number | null): boolean {
  for (
    let one = zone === null ? undefined : partition.zones.get(zone);
    one;
    one = one.parent === null ? undefined : partition.zones.get(one.parent)
  )
    if (one.locked) return true;
  return false;
}
/** Those that would move into `target`: not there yet, and not locked. */
export function movable(context: ToolContext, pieces: Iterable<number>): { readonly pieces: readonly number[]; readonly locked: number } {
  const there = [...pieces].filter((piece) => zoneOfPiece(context, piece) !== context.target);
  const free = there.filter((piece) => {
    const own = context.level === context.partition.depth ? zoneOfPiece(context, piece) : piece;
    return !isLocked(context, own);
  });
  return { pieces: free, locked: there.length - free.length };
}

export const bare: Ghost = { lines: [], areas: [], circle: null, points: [] };
