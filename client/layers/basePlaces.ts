/** Names of the base map: places, roads, water. */
import type { LayerSpecification } from "maplibre-gl";
import { mapColours } from "../look/basemap.ts";
import { baseFeatures } from "./baseFeatures.ts";
import { both, byZoom, label } from "./drawing.ts";
import type { DrawContext, MapLayer } from "./layer.ts";

const places = "base-places";

function specs(context: DrawContext): LayerSpecification[] {
  const { colours: c } = context;
  const along = label(context, c.roadText, byZoom({ 12: 10.5, 15: 12, 18: 14 }, 1));
  const water = label(context, c.waterText, byZoom({ 11: 11, 15: 13, 18: 15 }, 1));
  const place = label(context, c.place, byZoom({ 9: 11, 12: 12.5, 15: 14 }, 1));
  const onLine = { "symbol-placement": "line", "symbol-spacing": 380, "text-max-angle": 30, "text-letter-spacing": 0.08 } as const;
  const named = (source: string, id: string, classes: string[], minzoom: number, beside = 0): LayerSpecification => ({
    id,
    type: "symbol",
    source,
    minzoom,
    filter: ["all", ["has", "name"], ["in", ["get", "class"], ["literal", classes]]],
    layout: { ...along.layout, ...onLine, "text-offset": [0, beside] },
    paint: along.paint,
  });
  return [
    named("base-lanes", "name-lane", ["minor"], 15.3),
    named("base-roads", "name-road", ["motorway", "arterial", "secondary"], 13),
    // Beside the line: the river segments of the sites are drawn over the water.
    { ...named("base-ground", "name-waterway", ["waterway"], 12, -0.95), paint: water.paint } as LayerSpecification,
    {
      id: "name-water",
      type: "symbol",
      source: "base-ground",
      minzoom: 11.5,
      filter: ["all", ["has", "name"], ["in", ["get", "class"], ["literal", ["water", "park"]]]],
      layout: { ...water.layout, "text-variable-anchor": ["bottom", "top", "center"], "text-radial-offset": 0.7 },
      paint: { ...water.paint, "text-color": ["match", ["get", "class"], "park", c.area, c.waterText] },
    },
    {
      id: "name-place",
      type: "symbol",
      source: places,
      minzoom: 8,
      layout: { ...place.layout, "text-letter-spacing": 0.12, "text-padding": 14 },
      paint: place.paint,
    },
  ];
}

export const basePlaces: MapLayer = {
  id: "basePlaces",
  group: "base",
  title: { zh: "地名", en: "place names" },
  legend: [
    {
      id: "place",
      label: { zh: "地名", en: "name" },
      swatch: {
        kind: "letter",
        letter: { zh: "名", en: "Aa" },
        ground: both(mapColours.dark, mapColours.light, "ground"),
        ink: both(mapColours.dark, mapColours.light, "place"),
      },
      counts: null,
    },
  ],
  needs: ["base"],
  on: true,
  minZoom: 8,
  sources: [{ id: places, needs: "base", features: ({ base }) => baseFeatures(base, ["place"]) }],
  specs,
};
