/**
 * Heat: open problems per hectare, spread over 250 m. The picture itself comes from the worker (client/cluster); roads and
 * names lie above it. Its classes are fixed, so two districts, two days and two filters can be compared by eye.
 */
import type { LayerSpecification } from "maplibre-gl";
import { heatBreaks, heatInks } from "../look/palette.ts";
import { byZoom } from "./drawing.ts";
import type { MapLayer } from "./layer.ts";

export const heatSource = "problem-heat";

const specs = (): LayerSpecification[] => [
  {
    id: "heat",
    type: "raster",
    source: heatSource,
    // Near, the problems themselves are drawn: the heat steps back, so that streets and symbols lead.
    paint: { "raster-opacity": byZoom({ 13: 1, 15: 0.6, 17: 0.28 }, 1), "raster-fade-duration": 0, "raster-resampling": "linear" },
  },
];

export const problemHeat: MapLayer = {
  id: "problemHeat",
  group: "heat",
  title: { zh: "未销号问题热力", en: "heat of open problems" },
  legend: [
    {
      id: "heat",
      label: { zh: "每公顷未销号问题（250 米范围内平滑）", en: "open problems per hectare (smoothed over 250 m)" },
      swatch: { kind: "ramp", colours: heatInks, breaks: heatBreaks, unit: { zh: "个/公顷", en: "per ha" } },
      counts: { by: "open" },
    },
  ],
  needs: ["problems"],
  on: true,
  minZoom: 0,
  sources: [],
  specs,
};
