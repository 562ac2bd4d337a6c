/** Evaluated points (点位): small dots far out, squares with their type's letter near, names nearer still. */
import type { ExpressionSpecification, LayerSpecification } from "maplibre-gl";
import { siteTypes } from "../../server/contract/vocabulary.ts";
import { mapColours } from "../look/basemap.ts";
import { both, byZoom, label } from "./drawing.ts";
import type { DrawContext, LegendEntry, MapLayer } from "./layer.ts";
import { describes, siteFeatures, typesOf } from "./siteFeatures.ts";
import { siteLetters } from "./siteLetters.ts";

const types = typesOf("point");
const source = "evaluated-points";
const keyFirst: ExpressionSpecification = ["-", ["get", "id"], ["*", ["get", "key"], 1e9]];

function specs(context: DrawContext): LayerSpecification[] {
  const { colours: c, theme, lang } = context;
  const text = label(context, c.siteText, byZoom({ 15: 11, 18: 13 }, 1));
  return [
    {
      id: "points-dot",
      type: "circle",
      source,
      minzoom: 12.2,
      maxzoom: 16,
      paint: {
        "circle-radius": byZoom({ 12.2: 1.2, 13: 1.8, 15: 3.2 }, 1),
        "circle-color": c.iconEdge,
        "circle-stroke-color": c.halo,
        "circle-stroke-width": 0.8,
        "circle-opacity": 0.8,
      },
    },
    {
      id: "points-icon",
      type: "symbol",
      source,
      minzoom: 13.3,
      layout: {
        "icon-image": ["concat", "site:", ["get", "type"], `:${theme}:${lang}`],
        "icon-size": byZoom({ 13.3: 0.62, 15: 0.82, 17: 1 }, 1),
        "icon-padding": 1,
        "symbol-sort-key": keyFirst,
        "text-field": ["step", ["zoom"], "", 15, ["get", "name"]],
        "text-font": text.layout["text-font"] as string[],
        "text-size": text.layout["text-size"] as ExpressionSpecification,
        "text-variable-anchor": ["left", "right", "top", "bottom"],
        "text-radial-offset": 1,
        "text-justify": "auto",
        "text-optional": true,
        "text-max-width": 9,
      },
      paint: text.paint,
    },
  ];
}

const legend: LegendEntry[] = types.map((type) => ({
  id: type,
  label: siteTypes[type],
  swatch: {
    kind: "letter",
    letter: siteLetters[type],
    ground: both(mapColours.dark, mapColours.light, "iconGround"),
    ink: both(mapColours.dark, mapColours.light, "iconText"),
  },
  counts: { by: "siteType", types: [type] },
}));

export const evaluatedPoints: MapLayer = {
  id: "evaluatedPoints",
  group: "sites",
  title: { zh: "点位", en: "evaluated points" },
  legend,
  needs: ["sites"],
  on: true,
  minZoom: 12.2,
  sources: [{ id: source, needs: "sites", features: (data) => siteFeatures(data, types, "point") }],
  specs,
  picking: { from: ["points-icon", "points-dot"], kind: "site" },
  describe: describes(types),
};
