/** Residential compounds, urban villages, parks, squares, building sites: places with an extent. */
import type { ExpressionSpecification, LayerSpecification } from "maplibre-gl";
import { siteTypes } from "../../server/contract/vocabulary.ts";
import { mapColours } from "../look/basemap.ts";
import { both, byZoom, label } from "./drawing.ts";
import type { DrawContext, MapLayer } from "./layer.ts";
import { describes, siteFeatures, typesOf } from "./siteFeatures.ts";

const types = typesOf("compound", "area");
const areas = types.filter((type) => type !== "compound");

function specs(context: DrawContext): LayerSpecification[] {
  const { colours: c } = context;
  const ink: ExpressionSpecification = ["match", ["get", "type"], "compound", c.compound, c.area];
  const text = label(context, c.siteText, byZoom({ 14: 10.5, 17: 12.5 }, 1));
  return [
    {
      id: "compounds-fill",
      type: "fill",
      source: "compounds",
      minzoom: 12.6,
      paint: { "fill-color": ink, "fill-opacity": byZoom({ 12.6: 0.04, 14: 0.14 }, 1) },
    },
    {
      id: "compounds-line",
      type: "line",
      source: "compounds",
      minzoom: 12.6,
      layout: { "line-join": "round" },
      paint: { "line-color": ink, "line-width": byZoom({ 12.6: 0.4, 15: 1, 18: 2 }, 1), "line-opacity": byZoom({ 12.6: 0.4, 14: 0.9 }, 1) },
    },
    {
      id: "compounds-name",
      type: "symbol",
      source: "compounds-names",
      minzoom: 14.6,
      layout: text.layout,
      paint: { ...text.paint, "text-color": ink },
    },
  ];
}

export const compounds: MapLayer = {
  id: "compounds",
  group: "sites",
  title: { zh: "小区与片区", en: "compounds and areas" },
  legend: [
    {
      id: "compound",
      label: siteTypes.compound,
      swatch: { kind: "fill", colour: both(mapColours.dark, mapColours.light, "compound") },
      counts: { by: "siteType", types: ["compound"] },
    },
    {
      id: "area",
      label: { zh: "公园、广场、工地等片区", en: "park, square, building site …" },
      swatch: { kind: "fill", colour: both(mapColours.dark, mapColours.light, "area") },
      counts: { by: "siteType", types: areas },
    },
  ],
  needs: ["sites"],
  on: true,
  minZoom: 12.6,
  sources: [
    { id: "compounds", needs: "sites", maxzoom: 15, features: (data) => siteFeatures(data, types, "own") },
    { id: "compounds-names", needs: "sites", features: (data) => siteFeatures(data, types, "point") },
  ],
  specs,
  picking: { from: ["compounds-name", "compounds-line"], kind: "site" },
  describe: describes(types),
};
