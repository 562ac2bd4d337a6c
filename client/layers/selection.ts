/** What the pointer is on and what is selected: outlined above everything, whether it is drawn by its layer or not. */
import type { ExpressionSpecification, LayerSpecification } from "maplibre-gl";
import { mapColours } from "../look/basemap.ts";
import { both } from "./drawing.ts";
import type { DrawContext, MapLayer } from "./layer.ts";

export const selectionSource = "selection";

function specs({ colours: c }: DrawContext): LayerSpecification[] {
  const strong: ExpressionSpecification = ["==", ["get", "how"], "selected"];
  const notPoint: ExpressionSpecification = ["!=", ["geometry-type"], "Point"];
  const whole: ExpressionSpecification = ["step", ["zoom"], ["case", ["boolean", ["get", "small"], false], 0, 1], 15.5, 1];
  const ink: ExpressionSpecification = ["case", strong, c.selected, c.hover];
  return [
    {
      id: "selection-casing",
      type: "line",
      source: selectionSource,
      filter: notPoint,
      layout: { "line-join": "round", "line-cap": "round" },
      paint: { "line-color": c.halo, "line-width": ["case", strong, 8, 6], "line-opacity": whole },
    },
    {
      id: "selection-line",
      type: "line",
      source: selectionSource,
      filter: notPoint,
      layout: { "line-join": "round", "line-cap": "round" },
      paint: { "line-color": ink, "line-width": ["case", strong, 3.4, 2], "line-opacity": whole },
    },
    {
      id: "selection-casing-ring",
      type: "circle",
      source: selectionSource,
      filter: ["==", ["geometry-type"], "Point"],
      paint: {
        "circle-radius": 15,
        "circle-color": "rgba(0,0,0,0)",
        "circle-stroke-color": c.halo,
        "circle-stroke-width": ["case", strong, 6, 4.6],
      },
    },
    {
      id: "selection-ring",
      type: "circle",
      source: selectionSource,
      filter: ["==", ["geometry-type"], "Point"],
      paint: {
        "circle-radius": 16,
        "circle-color": "rgba(0,0,0,0)",
        "circle-stroke-color": ink,
        "circle-stroke-width": ["case", strong, 3, 1.8],
      },
    },
  ];
}

export const selection: MapLayer = {
  id: "selection",
  group: "analysis",
  title: { zh: "选中对象", en: "selection" },
  legend: [
    {
      id: "selection",
      label: { zh: "选中对象", en: "selection" },
      swatch: { kind: "line", colour: both(mapColours.dark, mapColours.light, "selected") },
      counts: null,
    },
  ],
  needs: [],
  on: true,
  minZoom: 0,
  sources: [],
  specs,
};
