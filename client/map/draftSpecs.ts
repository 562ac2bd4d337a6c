/** How a drawing in progress looks: face, rubber band, handles. Always on top, no switch. */
import type { LayerSpecification } from "maplibre-gl";
import type { DrawContext } from "../layers/layer.ts";

export function draftSpecs({ colours: c }: DrawContext): LayerSpecification[] {
  const part = (name: string) => ["==", ["get", "part"], name] as ["==", ["get", string], string];
  return [
    { id: "draft-face", type: "fill", source: "draft", filter: part("face"), paint: { "fill-color": c.drawn, "fill-opacity": 0.16 } },
    {
      id: "draft-casing",
      type: "line",
      source: "draft",
      filter: part("band"),
      layout: { "line-join": "round", "line-cap": "round" },
      paint: { "line-color": c.halo, "line-width": 6, "line-opacity": 0.7 },
    },
    {
      id: "draft-band",
      type: "line",
      source: "draft",
      filter: part("band"),
      layout: { "line-join": "round" },
      paint: { "line-color": c.drawn, "line-width": 2.4, "line-dasharray": [2.5, 1.5] },
    },
    {
      id: "draft-handle",
      type: "circle",
      source: "draft",
      filter: part("handle"),
      paint: { "circle-radius": 5, "circle-color": c.disc, "circle-stroke-color": c.drawn, "circle-stroke-width": 2.4 },
    },
    {
      id: "draft-cursor",
      type: "circle",
      source: "draft",
      filter: part("cursor"),
      paint: { "circle-radius": 3.5, "circle-color": c.drawn },
    },
  ];
}
