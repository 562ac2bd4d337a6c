/** The geometry of a thing, from the columns. */
import type { Geometry } from "geojson";
import { shapeGeometry } from "../draw/features.ts";
import { geometryOf, pointOf, rowOf } from "../layers/geometry.ts";
import { hullGeometry } from "../layers/hotClusters.ts";
import { cellGeometry } from "../layers/hotHexagons.ts";
import type { LayerData, Pointed, Ring } from "./handle.ts";

/** null when the thing is not in the columns (closed long ago, or not yet arrived). */
export function whereIs(thing: Pointed, data: LayerData): Geometry | null {
  if (thing.kind === "hot") return hotGeometry(thing.id, data.hot);
  if (thing.kind === "problem") {
    const rows = data.problems;
    const i = rows ? rowOf(rows.id, thing.id) : undefined;
    return rows && i !== undefined ? pointOf(rows, i) : null;
  }
  const rows = thing.kind === "site" ? data.sites : data.zones;
  const i = rows ? rowOf(rows.id, thing.id) : undefined;
  return rows && i !== undefined ? geometryOf(rows, i) : null;
}

/** The cluster or cell of a row. */
function hotGeometry(row: number, hot: LayerData["hot"]): Geometry | null {
  const cluster = hot?.kind === "clusters" ? hot.answer.clusters[row] : undefined;
  if (cluster) return hullGeometry(cluster);
  return hot?.kind === "hexagons" && row < hot.answer.lon.length ? cellGeometry(hot.answer, row) : null;
}

/** What a ring runs around. */
export function anchorOf(ring: Ring, data: LayerData): Geometry | null {
  if (ring.shape) return shapeGeometry(ring.shape);
  return ring.kind === "draw" ? null : whereIs({ kind: ring.kind, id: ring.id }, data);
}
