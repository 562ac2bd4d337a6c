/** The geometry of a thing, from the columns. */
import type { Geometry } from "geojson";
import { shapeGeometry } from "../draw/features.ts";
import { geometryOf, pointOf, rowOf } from "../layers/geometry.ts";
import type { LayerData, Ring, Thing } from "./handle.ts";

/** null when the thing is not in the columns (closed long ago, or not yet arrived). */
export function whereIs(thing: Thing, data: LayerData): Geometry | null {
  if (thing.kind === "problem") {
    const rows = data.problems;
    const i = rows ? rowOf(rows.id, thing.id) : undefined;
    return rows && i !== undefined ? pointOf({ ...rows, geometry: [] }, i) : null;
  }
  const rows = thing.kind === "site" ? data.sites : data.zones;
  const i = rows ? rowOf(rows.id, thing.id) : undefined;
  return rows && i !== undefined ? geometryOf(rows, i) : null;
}

/** What a ring runs around. */
export function anchorOf(ring: Ring, data: LayerData): Geometry | null {
  if (ring.shape) return shapeGeometry(ring.shape);
  return ring.kind === "draw" ? null : whereIs({ kind: ring.kind, id: ring.id }, data);
}
