/** What the overlay draws, as plain coordinates: rings around their anchors, and drawn shapes. */
import type { Geometry, MultiPolygon, Polygon, Position } from "geojson";
import { shapeGeometry } from "../draw/features.ts";
import { lengthLabel } from "../draw/measure.ts";
import { drawn as drawnLayer, rings as ringsLayer } from "../layers/overlaid.ts";
import { ringShape } from "../layers/ringShape.ts";
import type { LayerData, MapScene, Ring } from "./handle.ts";
import { slices } from "./slices.ts";
import { anchorOf, whereIs } from "./whereIs.ts";

export interface OverlayShapes {
  readonly faces: Position[][][];
  readonly lines: Position[][];
  readonly points: Position[];
  readonly labels: { readonly at: Position; readonly text: string }[];
}
export const empty = (): OverlayShapes => ({ faces: [], lines: [], points: [], labels: [] });

function put(shapes: OverlayShapes, geometry: Geometry): void {
  if (geometry.type === "Point") shapes.points.push(geometry.coordinates);
  else if (geometry.type === "LineString") shapes.lines.push(geometry.coordinates);
  else if (geometry.type === "Polygon" || geometry.type === "MultiPolygon") {
    const faces = geometry.type === "Polygon" ? [geometry.coordinates] : geometry.coordinates;
    for (const face of faces) {
      shapes.faces.push(face);
      shapes.lines.push(...face);
    }
  }
}

/** More rings than this carry no label each: fifty times "500 m" says nothing that the filter's sentence does not. */
const mostLabels = 3;

/** Rings already reckoned, for as long as the columns their anchors came from are in use: a buffer costs milliseconds, a street's a hundred. */
const known = new WeakMap<object, Map<string, Polygon | MultiPolygon | null>>();

function ringOf(ring: Ring, data: LayerData): Polygon | MultiPolygon | null {
  const columns = ring.kind === "zone" ? data.zones : data.sites;
  const make = () => {
    const anchor = anchorOf(ring, data);
    return anchor && ringShape(anchor, ring.distance_m);
  };
  if (ring.shape || !columns) return make();
  const rings = known.get(columns) ?? new Map<string, Polygon | MultiPolygon | null>();
  known.set(columns, rings);
  const key = `${ring.kind}/${ring.id}/${ring.distance_m}`;
  const made = rings.has(key) ? (rings.get(key) ?? null) : make();
  rings.set(key, made);
  return made;
}

/** null when it was overtaken: several hundred rings take a while, and meanwhile another question may have been asked. */
export async function ringShapes({ rings, data, shown }: MapScene, current: () => boolean): Promise<OverlayShapes | null> {
  const shapes = empty();
  const pause = slices();
  for (const ring of shown.has(ringsLayer.id) ? rings : []) {
    const area = ringOf(ring, data);
    await pause();
    if (!current()) return null;
    if (!area) continue;
    put(shapes, area);
    const outer = area.type === "Polygon" ? area.coordinates[0] : area.coordinates[0]?.[0];
    const north = outer?.reduce((top, at) => ((at[1] as number) > (top[1] as number) ? at : top));
    if (north && rings.length <= mostLabels) shapes.labels.push({ at: north, text: ring.label ?? lengthLabel(ring.distance_m) });
  }
  return shapes;
}

export function drawnShapes({ drawn, zones = [], data, shown }: MapScene): OverlayShapes {
  const shapes = empty();
  if (!shown.has(drawnLayer.id)) return shapes;
  for (const id of zones) {
    const outline = whereIs({ kind: "zone", id }, data);
    if (outline) put(shapes, outline);
  }
  for (const shape of drawn) put(shapes, shapeGeometry(shape));
  return shapes;
}

/** Whether two scenes can have different rings; their theme is another matter. */
export const ringsDiffer = (a: MapScene, b: MapScene): boolean =>
  a.rings !== b.rings ||
  a.shown.has(ringsLayer.id) !== b.shown.has(ringsLayer.id) ||
  (b.rings.length > 0 && (a.data.sites !== b.data.sites || a.data.zones !== b.data.zones));

export const drawnDiffer = (a: MapScene, b: MapScene): boolean =>
  a.drawn !== b.drawn ||
  a.zones !== b.zones ||
  ((b.zones?.length ?? 0) > 0 && a.data.zones !== b.data.zones) ||
  a.shown.has(drawnLayer.id) !== b.shown.has(drawnLayer.id);
