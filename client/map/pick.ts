/** What lies under a place on the screen: the topmost layer of the stack that can be pointed at wins. */
import type { MapGeoJSONFeature, Map as MapLibre, PointLike } from "maplibre-gl";
import type { Pointed } from "./handle.ts";
import { stack } from "./stack.ts";

export type Picked =
  | { readonly what: "thing"; readonly thing: Pointed }
  | { readonly what: "cluster"; readonly id: number; readonly n: number; readonly at: readonly [lon: number, lat: number] };

const kinds = new Map(stack.flatMap(({ picking }) => (picking ? picking.from.map((id) => [id, picking.kind] as const) : [])));
const pickable = [...kinds.keys()];

function read(feature: MapGeoJSONFeature): Picked | null {
  const kind = kinds.get(feature.layer.id);
  const { id, n } = feature.properties as { id?: number; n?: number };
  if (!kind || id === undefined) return null;
  if (n === undefined || n <= 1) return { what: "thing", thing: { kind, id } };
  const { geometry } = feature;
  const [lon = 0, lat = 0] = geometry.type === "Point" ? geometry.coordinates : [];
  return { what: "cluster", id, n, at: [lon, lat] };
}

/** reach: pixels around the place; a finger needs more than a pointer. */
export function pick(map: MapLibre, at: { x: number; y: number }, reach: number): Picked | null {
  const box: [PointLike, PointLike] = [
    [at.x - reach, at.y - reach],
    [at.x + reach, at.y + reach],
  ];
  for (const feature of map.queryRenderedFeatures(box, { layers: pickable })) {
    const picked = read(feature);
    if (picked) return picked;
  }
  return null;
}
