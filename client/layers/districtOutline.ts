/** The district: its border, and a veil over everything that is not its business. */
import type { Feature, Geometry, Position } from "geojson";
import type { LayerSpecification } from "maplibre-gl";
import { outlineClass } from "../../server/contract/vocabulary.ts";
import { mapColours } from "../look/basemap.ts";
import { both, byZoom } from "./drawing.ts";
import { geometryOf } from "./geometry.ts";
import type { DrawContext, LayerData, MapLayer } from "./layer.ts";

const world: Position[] = [
  [-180, -85],
  [180, -85],
  [180, 85],
  [-180, 85],
  [-180, -85],
];
const polygons = (g: Geometry): Position[][][] => (g.type === "Polygon" ? [g.coordinates] : g.type === "MultiPolygon" ? g.coordinates : []);

function* outlines({ base }: LayerData): Generator<Feature> {
  const code = base?.classes.indexOf(outlineClass) ?? -1;
  if (!base || code < 0) return;
  const holes: Position[][] = [];
  for (let i = 0; i < base.count; i++) {
    if (base.class[i] !== code) continue;
    const geometry = geometryOf(base, i);
    for (const [outer] of polygons(geometry)) if (outer) holes.push(outer);
    yield { type: "Feature", properties: { part: "border" }, geometry };
  }
  if (holes.length) yield { type: "Feature", properties: { part: "veil" }, geometry: { type: "Polygon", coordinates: [world, ...holes] } };
}

function specs({ colours: c, theme }: DrawContext): LayerSpecification[] {
  const border = { source: "district", filter: ["==", ["get", "part"], "border"], layout: { "line-join": "round" } } as const;
  return [
    {
      id: "district-veil",
      type: "fill",
      source: "district",
      filter: ["==", ["get", "part"], "veil"],
      paint: { "fill-color": c.outside, "fill-opacity": theme === "dark" ? 0.55 : 0.6 },
    },
    {
      ...border,
      id: "district-glow",
      type: "line",
      filter: ["==", ["get", "part"], "border"],
      layout: { "line-join": "round" },
      paint: {
        "line-color": c.districtGlow,
        "line-width": byZoom({ 8: 4, 12: 9, 16: 14 }, 1),
        "line-blur": byZoom({ 8: 3, 12: 7, 16: 10 }, 1),
        "line-opacity": 0.6,
      },
    },
    {
      id: "district-line",
      type: "line",
      source: "district",
      filter: ["==", ["get", "part"], "border"],
      layout: { "line-join": "round" },
      paint: { "line-color": c.district, "line-width": byZoom({ 8: 1.2, 12: 2, 16: 3.2 }, 1) },
    },
  ];
}

export const districtOutline: MapLayer = {
  id: "district",
  group: "zones",
  title: { zh: "区界", en: "district border" },
  legend: [
    {
      id: "district",
      label: { zh: "区界", en: "district border" },
      swatch: { kind: "line", colour: both(mapColours.dark, mapColours.light, "district") },
      counts: null,
    },
  ],
  needs: ["base"],
  on: true,
  minZoom: 0,
  sources: [{ id: "district", needs: "base", maxzoom: 14, features: outlines }],
  specs,
  describe: () => null,
};
