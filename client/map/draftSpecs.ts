/** How a drawing in progress and a shape that is edited look: face, band, ring, handles. Always on top, no switch. */
import type { LayerSpecification } from "maplibre-gl";
import type { DrawContext } from "../layers/layer.ts";

type Source = "draft" | "edit";
type Filter = ["==", ["get", string], string];
const part = (name: string): Filter => ["==", ["get", "part"], name];

function faceAndBand(source: Source, { colours: c }: DrawContext): LayerSpecification[] {
  return [
    { id: `${source}-face`, type: "fill", source, filter: part("face"), paint: { "fill-color": c.drawn, "fill-opacity": 0.16 } },
    {
      id: `${source}-casing`,
      type: "line",
      source,
      filter: part("band"),
      layout: { "line-join": "round", "line-cap": "round" },
      paint: { "line-color": c.halo, "line-width": 6, "line-opacity": 0.7 },
    },
    {
      id: `${source}-band`,
      type: "line",
      source,
      filter: part("band"),
      layout: { "line-join": "round" },
      paint: { "line-color": c.drawn, "line-width": 2.4, ...(source === "draft" && { "line-dasharray": [2.5, 1.5] }) },
    },
  ];
}

/** A handle: a disc with a rim, larger under the hand. */
function handle(source: Source, name: string, { colours: c }: DrawContext, radius: number, filled: boolean): LayerSpecification {
  return {
    id: `${source}-${name}`,
    type: "circle",
    source,
    filter: part(name),
    paint: {
      "circle-radius": radius,
      "circle-color": filled ? c.drawn : c.disc,
      "circle-stroke-color": filled ? c.halo : c.drawn,
      "circle-stroke-width": 2.4,
    },
  };
}

export function draftSpecs(context: DrawContext): LayerSpecification[] {
  const { colours: c } = context;
  return [
    ...faceAndBand("edit", context),
    {
      id: "edit-ring",
      type: "line",
      source: "edit",
      filter: part("ring"),
      paint: { "line-color": c.ring, "line-width": 2, "line-dasharray": [2.5, 1.5] },
    },
    handle("edit", "mid", context, 3.5, false),
    handle("edit", "vertex", context, 5.5, false),
    handle("edit", "distance", context, 7, true),
    handle("edit", "chosen", context, 7, true),
    ...faceAndBand("draft", context),
    handle("draft", "handle", context, 5, false),
    {
      id: "draft-cursor",
      type: "circle",
      source: "draft",
      filter: part("cursor"),
      paint: { "circle-radius": 3.5, "circle-color": c.drawn },
    },
  ];
}
