/** What has just changed: a ring that opens once around it and is gone. */
import type { LayerSpecification } from "maplibre-gl";
import { mapColours } from "../look/basemap.ts";
import { both } from "./drawing.ts";
import type { DrawContext, MapLayer } from "./layer.ts";

export const changeSource = "changes";

/** `t` of a feature: how far its ring has opened, 0 to 1. */
const specs = ({ colours: c }: DrawContext): LayerSpecification[] => [
  {
    id: "changes-halo",
    type: "circle",
    source: changeSource,
    paint: {
      "circle-radius": ["interpolate", ["linear"], ["get", "t"], 0, 9, 1, 36],
      "circle-color": "rgba(0,0,0,0)",
      "circle-stroke-color": c.halo,
      "circle-stroke-width": 6,
      "circle-stroke-opacity": ["interpolate", ["linear"], ["get", "t"], 0.4, 0.9, 1, 0],
    },
  },
  {
    id: "changes-ring",
    type: "circle",
    source: changeSource,
    paint: {
      "circle-radius": ["interpolate", ["linear"], ["get", "t"], 0, 9, 1, 36],
      "circle-color": "rgba(0,0,0,0)",
      "circle-stroke-color": c.selected,
      "circle-stroke-width": 3,
      "circle-stroke-opacity": ["interpolate", ["linear"], ["get", "t"], 0.4, 1, 1, 0],
    },
  },
];

export const changes: MapLayer = {
  id: "changes",
  group: "problems",
  title: { zh: "刚刚变化", en: "just changed" },
  legend: [
    {
      id: "changes",
      label: { zh: "刚刚变化", en: "just changed" },
      swatch: {
        kind: "path",
        d: "M12 3a9 9 0 1 0 0 18a9 9 0 1 0 0-18zm0 3a6 6 0 1 1 0 12a6 6 0 1 1 0-12z",
        colour: both(mapColours.dark, mapColours.light, "selected"),
      },
      counts: null,
    },
  ],
  needs: [],
  on: true,
  minZoom: 0,
  sources: [],
  specs,
};
