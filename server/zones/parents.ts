/** Zones above as what they are in a partition: those below them together. Where that is not the polygon they came with, it is told. */
import type { Polygon } from "../contract/partition/shapes.ts";
import type { Tx } from "../db/db.ts";
import { whichOf } from "./inside.ts";
import { type Mesh, meshOf, width_m } from "./mesh.ts";
import { closed, facesBetween } from "./noding.ts";

/** A piece of ground: the zone of the lowest level that it is in (-1: none), and zones above by their own polygons. */
export interface Piece {
  readonly zone: number;
  readonly claims: readonly number[];
  readonly face: Mesh["faces"][number];
}

const ringsOf = (areas: readonly (readonly Polygon[])[]) => areas.flat(2).map(closed);

/** @param zones polygons of the lowest level as they are now; @param above polygons of a level as they were given */
export async function piecesBetween(
  tx: Tx,
  zones: readonly (readonly Polygon[])[],
  above: readonly (readonly Polygon[])[],
): Promise<readonly Piece[]> {
  const { faces } = meshOf(await facesBetween(tx, [...ringsOf(zones), ...ringsOf(above)]));
  const [inZone, inAbove] = [whichOf(zones), whichOf(above)];
  return faces.map((face) => ({ zone: inZone(face.at)[0] ?? -1, claims: inAbove(face.at), face }));
}

/** The number of the zone above in which most of a child's ground lies; null when none does. */
export function mostlyIn(pieces: readonly Piece[], childOf: (zone: number) => number | null): ReadonlyMap<number, number> {
  const shares = new Map<number, Map<number, number>>();
  for (const { zone, claims, face } of pieces) {
    const child = zone < 0 ? null : childOf(zone);
    if (child === null) continue;
    const share = shares.get(child) ?? new Map<number, number>();
    shares.set(child, share);
    for (const claim of claims) share.set(claim, (share.get(claim) ?? 0) + face.area_m2);
  }
  const largest = (share: ReadonlyMap<number, number>) => [...share].reduce((best, one) => (one[1] > best[1] ? one : best), [-1, 0])[0];
  return new Map([...shares].map(([child, share]) => [child, largest(share)] as const).filter(([, claim]) => claim >= 0));
}

/** Pieces wider than the tolerance that are in a zone above by its polygon and not by what lies below it, or the other way round; by its number. */
export function differences(
  pieces: readonly Piece[],
  parentOf: (zone: number) => number | null,
  tolerance_m: number,
): ReadonlyMap<number, readonly Piece[]> {
  const found = new Map<number, Piece[]>();
  for (const piece of pieces) {
    if (width_m(piece.face) <= tolerance_m) continue;
    const parent = piece.zone < 0 ? null : parentOf(piece.zone);
    const concerned = piece.claims.filter((claim) => claim !== parent);
    if (parent !== null && !piece.claims.includes(parent)) concerned.push(parent);
    for (const one of concerned) found.set(one, [...(found.get(one) ?? []), piece]);
  }
  return found;
}
