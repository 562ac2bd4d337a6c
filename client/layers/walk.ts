/** The shortlist's way: straight from one stop to the next, each with its number. It is an order, not a road. */
import type { Feature } from "geojson";
import type { LayerSpecification } from "maplibre-gl";
import { mapColours, strongFont } from "../look/basemap.ts";
import { both, byZoom } from "./drawing.ts";
import type { DrawContext, LayerData, MapLayer } from "./layer.ts";

const source = "walk";

function* features({ walk }: LayerData): Generator<Feature> {
  if (!walk) return;
  const way = walk.from ? [walk.from, ...walk.stops] : walk.stops;
  if (way.length > 1)
    yield { type: "Feature", properties: { what: "way" }, geometry: { type: "LineString", coordinates: way.map(([x, y]) => [x, y]) } };
  if (walk.from) yield { type: "Feature", properties: { what: "start" }, geometry: { type: "Point", coordinates: [...walk.from] } };
  for (const [i, [lon, lat]] of walk.stops.entries())
    yield {
      type: "Feature",
      properties: { what: "stop", n: i + 1, label: String(i + 1) },
      geometry: { type: "Point", coordinates: [lon, lat] },
    };
}

const only = (what: string): ["==", ["get", "what"], string] => ["==", ["get", "what"], what];

const specs = ({ colours: c }: DrawContext): LayerSpecification[] => [
  {
    id: "walk-casing",
    type: "line",
    source,
    filter: only("way"),
    layout: { "line-join": "round", "line-cap": "round" },
    paint: { "line-color": c.halo, "line-width": byZoom({ 9: 4, 16: 7 }, 1), "line-opacity": 0.9 },
  },
  {
    id: "walk-way",
    type: "line",
    source,
    filter: only("way"),
    layout: { "line-join": "round" },
    paint: { "line-color": c.drawn, "line-width": byZoom({ 9: 2, 16: 3.4 }, 1), "line-dasharray": [2.4, 1.2] },
  },
  {
    id: "walk-start",
    type: "circle",
    source,
    filter: only("start"),
    paint: { "circle-radius": 7, "circle-color": c.halo, "circle-stroke-color": c.drawn, "circle-stroke-width": 3.5 },
  },
  {
    id: "walk-spot",
    type: "circle",
    source,
    filter: only("stop"),
    layout: { "circle-sort-key": ["-", 0, ["get", "n"]] },
    paint: { "circle-radius": 11, "circle-color": c.drawn, "circle-stroke-color": c.halo, "circle-stroke-width": 2 },
  },
  {
    id: "walk-number",
    type: "symbol",
    source,
    filter: only("stop"),
    layout: {
      "text-field": ["get", "label"],
      "text-font": strongFont,
      "text-size": 12,
      "text-allow-overlap": true,
      "text-ignore-placement": true,
      "symbol-sort-key": ["-", 0, ["get", "n"]],
    },
    paint: { "text-color": c.halo },
  },
];

const title = { zh: "清单路线", en: "shortlist's way" };
export const walk: MapLayer = {
  id: "walk",
  group: "analysis",
  title,
  legend: [{ id: "walk", label: title, swatch: { kind: "dash", colour: both(mapColours.dark, mapColours.light, "drawn") }, counts: null }],
  needs: ["walk"],
  on: true,
  minZoom: 0,
  sources: [{ id: source, needs: "walk", features, maxzoom: 18 }],
  specs,
};
