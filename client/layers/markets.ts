/** Farmers' markets (农贸市场): the trade's hot spots, with a symbol of their own at every zoom and their names early. */
import type { ExpressionSpecification, LayerSpecification } from "maplibre-gl";
import { siteTypes } from "../../server/contract/vocabulary.ts";
import { mapColours, strongFont } from "../look/basemap.ts";
import { both, byZoom, label } from "./drawing.ts";
import type { DrawContext, MapLayer } from "./layer.ts";
import { describes, siteFeatures, typesOf } from "./siteFeatures.ts";
import { siteLetters } from "./siteLetters.ts";

const types = typesOf("market");

function specs(context: DrawContext): LayerSpecification[] {
  const { colours: c, theme, lang } = context;
  const text = label(context, c.marketText, byZoom({ 12: 11.5, 15: 13, 18: 15 }, 1));
  return [
    { id: "markets-fill", type: "fill", source: "markets-areas", minzoom: 13, paint: { "fill-color": c.market, "fill-opacity": 0.28 } },
    {
      id: "markets-line",
      type: "line",
      source: "markets-areas",
      minzoom: 13,
      paint: { "line-color": c.ring, "line-width": byZoom({ 13: 0.8, 16: 1.6 }, 1) },
    },
    {
      id: "markets-icon",
      type: "symbol",
      source: "markets",
      minzoom: 9,
      layout: {
        "icon-image": `site:market:${theme}:${lang}`,
        "icon-size": byZoom({ 9: 0.4, 11: 0.56, 13: 0.82, 16: 1.1 }, 1),
        "icon-allow-overlap": true,
        "text-field": ["step", ["zoom"], "", 13, ["get", "name"]],
        "text-font": strongFont,
        "text-size": text.layout["text-size"] as ExpressionSpecification,
        "text-variable-anchor": ["left", "right", "bottom", "top"],
        "text-radial-offset": 1.05,
        "text-justify": "auto",
        "text-optional": true,
        "text-max-width": 9,
      },
      paint: text.paint,
    },
  ];
}

export const markets: MapLayer = {
  id: "markets",
  group: "sites",
  title: siteTypes.market,
  legend: [
    {
      id: "market",
      label: siteTypes.market,
      swatch: {
        kind: "letter",
        letter: siteLetters.market,
        ground: both(mapColours.dark, mapColours.light, "market"),
        ink: { dark: "#ffffff", light: "#ffffff" },
      },
      counts: { by: "siteType", types },
    },
  ],
  needs: ["sites"],
  on: true,
  minZoom: 9,
  sources: [
    { id: "markets", needs: "sites", features: (data) => siteFeatures(data, types, "point") },
    { id: "markets-areas", needs: "sites", features: (data) => siteFeatures(data, types, "own") },
  ],
  specs,
  picking: { from: ["markets-icon", "markets-fill"], kind: "site" },
  describe: describes(types),
};
