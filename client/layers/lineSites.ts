/** What the line-shaped sites share (rivers, alleys, streets): a cased line that can be pointed at, and its name along it. */
import type { LayerSpecification } from "maplibre-gl";
import type { SiteType, Word } from "../../server/contract/vocabulary.ts";
import { siteTypes } from "../../server/contract/vocabulary.ts";
import { mapColours } from "../look/basemap.ts";
import { both, byZoom, label } from "./drawing.ts";
import type { DrawContext, MapLayer } from "./layer.ts";
import { describes, siteFeatures } from "./siteFeatures.ts";

interface LineLook {
  readonly id: string;
  readonly title: Word;
  readonly types: readonly SiteType[];
  readonly ink: "river" | "backAlley" | "street";
  readonly on: boolean;
  readonly minZoom: number;
  readonly nameZoom: number;
  readonly widths: Readonly<Record<number, number>>;
  /** Lies on a road of the base map: narrow, without a casing of its own. */
  readonly onRoad?: boolean;
}

function specs(look: LineLook, context: DrawContext): LayerSpecification[] {
  const ink = context.colours[look.ink];
  const text = label(context, ink, byZoom({ 12: 10.5, 15: 12.5, 18: 14.5 }, 1));
  const casing = Object.fromEntries(Object.entries(look.widths).map(([zoom, width]) => [zoom, width + 1.6]));
  const join = { "line-cap": "round", "line-join": "round" } as const;
  return [
    {
      id: `${look.id}-casing`,
      type: "line",
      source: look.id,
      minzoom: look.minZoom,
      layout: join,
      paint: { "line-color": context.colours.halo, "line-width": byZoom(casing, 1.4), "line-opacity": look.onRoad ? 0 : 0.85 },
    },
    {
      id: `${look.id}-line`,
      type: "line",
      source: look.id,
      minzoom: look.minZoom,
      layout: join,
      paint: { "line-color": ink, "line-width": byZoom(look.widths, 1.4) },
    },
    {
      id: `${look.id}-name`,
      type: "symbol",
      source: look.id,
      minzoom: look.nameZoom,
      layout: { ...text.layout, "symbol-placement": "line", "symbol-spacing": 420, "text-offset": [0, -0.85], "text-max-angle": 35 },
      paint: text.paint,
    },
  ];
}

export function lineSites(look: LineLook): MapLayer {
  return {
    id: look.id,
    group: "sites",
    title: look.title,
    legend: [
      {
        id: look.id,
        label: look.types.length === 1 ? siteTypes[look.types[0] as SiteType] : look.title,
        swatch: { kind: "line", colour: both(mapColours.dark, mapColours.light, look.ink) },
        counts: { by: "siteType", types: look.types },
      },
    ],
    needs: ["sites"],
    on: look.on,
    minZoom: look.minZoom,
    sources: [{ id: look.id, needs: "sites", maxzoom: 15, features: (data) => siteFeatures(data, look.types, "own") }],
    specs: (context) => specs(look, context),
    picking: { from: [`${look.id}-name`, `${look.id}-line`], kind: "site" },
    describe: describes(look.types),
  };
}
