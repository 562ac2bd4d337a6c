/** Whose each face is by the polygons as they were given. */
import type { Polygon } from "../contract/partition/shapes.ts";
import { whichOf } from "./inside.ts";
import type { Mesh } from "./mesh.ts";
import { snapped } from "./snapped.ts";

/** Numbers of zones that claim a face; null: it lies beyond the outline. */
export type Claims = readonly (readonly number[] | null)[];

/** What a face is: its zone's number, or … */
export const nobody = -1;
export const beyond = -2;

/** @param outline null: whatever is claimed lies within, and what is enclosed by it */
export function claimsOf(
  mesh: Mesh,
  zones: readonly (readonly Polygon[])[],
  outline: readonly Polygon[] | null,
): readonly (readonly number[] | null)[] {
  const which = whichOf(zones);
  const within = outline === null ? null : whichOf([snapped(outline, mesh.points)]);
  return mesh.faces.map(({ at }) => (within && within(at).length === 0 ? null : which(at)));
}
