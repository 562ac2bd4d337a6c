/** Water, parks and built-up ground. */
import type { LayerSpecification } from "maplibre-gl";
import { mapColours } from "../look/basemap.ts";
import { baseFeatures } from "./baseFeatures.ts";
import { both, byZoom } from "./drawing.ts";
import type { DrawContext, MapLayer } from "./layer.ts";

const source = "base-ground";
const colour = (key: "water" | "park" | "built") => both(mapColours.dark, mapColours.light, key);

function specs({ colours: c }: DrawContext): LayerSpecification[] {
  const fill = (id: string, name: string, ink: string): LayerSpecification => ({
    id: `ground-${id}`,
    type: "fill",
    source,
    filter: ["==", ["get", "class"], name],
    paint: { "fill-color": ink, "fill-antialias": true },
  });
  return [
    fill("built", "built", c.built),
    fill("park", "park", c.park),
    fill("water", "water", c.water),
    {
      id: "ground-waterway",
      type: "line",
      source,
      filter: ["==", ["get", "class"], "waterway"],
      layout: { "line-cap": "round", "line-join": "round" },
      paint: { "line-color": c.waterway, "line-width": byZoom({ 9: 0.8, 12: 1.6, 15: 5, 18: 18 }) },
    },
  ];
}

export const baseGround: MapLayer = {
  id: "baseGround",
  group: "base",
  title: { zh: "水系与绿地", en: "water and green" },
  legend: [
    { id: "water", label: { zh: "水面", en: "water" }, swatch: { kind: "fill", colour: colour("water") }, counts: null },
    { id: "park", label: { zh: "公园绿地", en: "park" }, swatch: { kind: "fill", colour: colour("park") }, counts: null },
    { id: "built", label: { zh: "建成区", en: "built-up" }, swatch: { kind: "fill", colour: colour("built") }, counts: null },
  ],
  needs: ["base"],
  on: true,
  minZoom: 0,
  sources: [{ id: source, needs: "base", maxzoom: 14, features: ({ base }) => baseFeatures(base, ["water", "waterway", "park", "built"]) }],
  specs,
};
