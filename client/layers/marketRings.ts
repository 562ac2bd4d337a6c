/** 500 m around every market: the surroundings (周边) the trade speaks of. On demand. */
import type { Feature } from "geojson";
import type { LayerSpecification } from "maplibre-gl";
import { radii_m } from "../../server/contract/vocabulary.ts";
import { mapColours } from "../look/basemap.ts";
import { both, byZoom } from "./drawing.ts";
import type { DrawContext, LayerData, MapLayer } from "./layer.ts";
import { siteFeatures, typesOf } from "./siteFeatures.ts";

const distance_m = radii_m[0];
const source = "market-rings";

/** The geometry library is large and this layer is off at first: it is fetched when somebody asks for rings. */
async function* rings(data: LayerData): AsyncGenerator<Feature> {
  const { ringShape } = await import("./ringShape.ts");
  const areas = new Map([...siteFeatures(data, typesOf("market"), "own")].map((area) => [area.properties?.id, area]));
  for (const point of siteFeatures(data, typesOf("market"), "point")) {
    const { geometry } = areas.get(point.properties?.id) ?? point;
    const ring = ringShape(geometry, distance_m);
    if (ring) yield { type: "Feature", properties: point.properties, geometry: ring };
  }
}

function specs({ colours: c }: DrawContext): LayerSpecification[] {
  return [
    { id: "market-rings-fill", type: "fill", source, minzoom: 9, paint: { "fill-color": c.ring, "fill-opacity": 0.06 } },
    {
      id: "market-rings-line",
      type: "line",
      source,
      minzoom: 9,
      paint: {
        "line-color": c.ring,
        "line-width": byZoom({ 9: 0.6, 13: 1.2, 16: 1.8 }, 1),
        "line-dasharray": [4, 3],
        "line-opacity": 0.85,
      },
    },
  ];
}

export const marketRings: MapLayer = {
  id: "marketRings",
  group: "analysis",
  title: { zh: "农贸市场周边 500 米", en: "500 m around markets" },
  legend: [
    {
      id: "marketRings",
      label: { zh: "距农贸市场 500 米", en: "500 m from a market" },
      swatch: { kind: "dash", colour: both(mapColours.dark, mapColours.light, "ring") },
      counts: { by: "siteType", types: ["market"] },
    },
  ],
  needs: ["sites"],
  on: false,
  minZoom: 9,
  sources: [{ id: source, needs: "sites", features: rings }],
  specs,
};
