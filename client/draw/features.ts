/** Drawn shapes and drafts as GeoJSON. */
import type { Position as Coordinates, Feature, FeatureCollection, Geometry } from "geojson";
import type { Position, Shape } from "../../server/contract/draw.ts";
import { type Draft, traced } from "./draft.ts";

const open = (points: readonly Position[]): Coordinates[] => points.map(([lon, lat]) => [lon, lat]);
const closed = (points: readonly Position[]): Coordinates[] => open(points[0] ? [...points, points[0]] : points);

/** GeoJSON of a finished shape; an area's ring is closed here. */
export function shapeGeometry({ kind, points }: Shape): Geometry {
  if (kind === "point") return { type: "Point", coordinates: open(points)[0] ?? [0, 0] };
  return kind === "line" ? { type: "LineString", coordinates: open(points) } : { type: "Polygon", coordinates: [closed(points)] };
}

/** A draft as its face, its rubber band and its handles. */
export function draftFeatures(draft: Draft): FeatureCollection {
  const all = traced(draft);
  const features: Feature[] = [];
  const put = (part: string, geometry: Geometry) => features.push({ type: "Feature", properties: { part }, geometry });
  if (draft.kind === "area" && all.length > 2) put("face", { type: "Polygon", coordinates: [closed(all)] });
  if (draft.kind !== "point" && all.length > 1)
    put("band", { type: "LineString", coordinates: draft.kind === "area" ? closed(all) : open(all) });
  // A track has no vertices worth a handle until it is simplified.
  const handles = draft.tool === "lasso" && draft.points.length > 12 ? [] : open(draft.points);
  for (const position of handles) put("handle", { type: "Point", coordinates: position });
  if (draft.cursor) put("cursor", { type: "Point", coordinates: [...draft.cursor] });
  return { type: "FeatureCollection", features };
}
