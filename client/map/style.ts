/** The style as a value of the scene, and the least change from one to the next: MapLibre's own whole-style diff would reload sources. */
import type { GeoJSONSourceSpecification, LayerSpecification, Map as MapLibre, SourceSpecification, StyleSpecification } from "maplibre-gl";
import { lastTileZoom } from "../../server/contract/tiles.ts";
import { changeSource } from "../layers/changes.ts";
import type { DrawContext } from "../layers/layer.ts";
import { heatSource } from "../layers/problemHeat.ts";
import { problemSource, problemTiles } from "../layers/problems.ts";
import { selectionSource } from "../layers/selection.ts";
import { mapColours } from "../look/basemap.ts";
import { draftSpecs } from "./draftSpecs.ts";
import { enlarged } from "./enlarge.ts";
import type { MapScene } from "./handle.ts";
import { stack } from "./stack.ts";

/** `scale` enlarges text, symbols and lines; 1 when absent. */
type Looks = Pick<MapScene, "theme" | "lang" | "shown"> & Pick<DrawContext, "from" | "waiting"> & { readonly scale?: number };
export const draftSource = "draft";
export const editSource = "edit";
export const spiderSource = "spider";
/** Fed by hand, often: their tiles are small and few. */
const fedSources = [problemSource, changeSource, selectionSource, draftSource, editSource, spiderSource];

const nothing = { type: "FeatureCollection" as const, features: [] };
const geojson = (maxzoom: number): GeoJSONSourceSpecification => ({ type: "geojson", data: nothing, maxzoom, tolerance: 0.4, buffer: 64 });

/** Every drawn layer from the ground up, switched on or off. */
export function specsOf({ theme, lang, shown, from, waiting, scale = 1 }: Looks): LayerSpecification[] {
  const colours = mapColours[theme];
  const context: DrawContext = { theme, lang, colours, from, waiting };
  const ground: LayerSpecification = { id: "ground", type: "background", paint: { "background-color": colours.ground } };
  const layers = stack.flatMap((layer) => {
    const visibility = shown.has(layer.id) ? ("visible" as const) : ("none" as const);
    // What a layer itself keeps back stays back.
    return layer
      .specs(context)
      .map((spec) => ({ ...spec, layout: { ...spec.layout, visibility: spec.layout?.visibility ?? visibility } }) as LayerSpecification);
  });
  return [ground, ...layers, ...draftSpecs(context)].map((spec) => enlarged(spec, scale));
}

/** The first style. No `glyphs`: text is drawn from the machine's own fonts, and nothing is asked of another host. */
export function firstStyle(looks: Looks): StyleSpecification {
  const sources: Record<string, SourceSpecification> = {};
  for (const recipe of stack.flatMap((layer) => layer.sources)) sources[recipe.id] = geojson(recipe.maxzoom ?? 15);
  for (const id of fedSources) sources[id] = { ...geojson(18), tolerance: 0 };
  // Where its tiles are is said when they are asked for the first time.
  sources[problemTiles] = { type: "vector", tiles: [], minzoom: 0, maxzoom: lastTileZoom };
  // Four corners are required; the true ones come with the picture.
  sources[heatSource] = {
    type: "image",
    coordinates: [
      [0, 1],
      [1, 1],
      [1, 0],
      [0, 0],
    ],
  } as unknown as SourceSpecification;
  return { version: 8, sources, layers: specsOf(looks), transition: { duration: 0, delay: 0 } };
}

const equal = (a: unknown, b: unknown) => a === b || JSON.stringify(a) === JSON.stringify(b);

/** Names whose values differ, in either. */
function changes(before: object | undefined, after: object | undefined): [string, unknown][] {
  const a = (before ?? {}) as Record<string, unknown>;
  const b = (after ?? {}) as Record<string, unknown>;
  return [...new Set([...Object.keys(a), ...Object.keys(b)])].filter((name) => !equal(a[name], b[name])).map((name) => [name, b[name]]);
}

/** Brings the map from one list of layers to the next; both have the same layers in the same order. */
export function restyle(map: MapLibre, before: readonly LayerSpecification[], after: readonly LayerSpecification[]): void {
  for (const [i, spec] of after.entries()) {
    const old = before[i];
    for (const [name, value] of changes(old?.paint, spec.paint)) map.setPaintProperty(spec.id, name as "fill-color", value as string);
    for (const [name, value] of changes(old?.layout, spec.layout)) map.setLayoutProperty(spec.id, name as "visibility", value as "none");
  }
}
