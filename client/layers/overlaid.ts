/** Layers drawn by the overlay above the map: what a question and a person's hand put there. Here they have their names and legend. */
import type { Word } from "../../server/contract/vocabulary.ts";
import { type MapColours, mapColours } from "../look/basemap.ts";
import { both } from "./drawing.ts";
import type { MapLayer } from "./layer.ts";

const overlaid = (id: string, title: Word, ink: "ring" | "drawn" | "selected"): MapLayer => ({
  id,
  group: "analysis",
  title,
  legend: [
    {
      id,
      label: title,
      swatch: { kind: ink === "ring" ? "dash" : "line", colour: both<keyof MapColours>(mapColours.dark, mapColours.light, ink) },
      counts: null,
    },
  ],
  needs: [],
  on: true,
  minZoom: 0,
  sources: [],
  specs: () => [],
});

export const rings = overlaid("rings", { zh: "距离圈", en: "distance rings" }, "ring");
export const drawn = overlaid("drawn", { zh: "所画图形", en: "drawn shapes" }, "drawn");
