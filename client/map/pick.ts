/** What lies under a place on the screen: the topmost layer of the stack that can be pointed at wins. */
import type { MapGeoJSONFeature, Map as MapLibre, PointLike } from "maplibre-gl";
import type { TileSpot } from "../../server/contract/tiles.ts";
import type { ProblemStatus } from "../../server/contract/vocabulary.ts";
import { problemTiles } from "../layers/problems.ts";
import type { Pointed } from "./handle.ts";
import { stack } from "./stack.ts";
import { placeOf } from "./tileFeed.ts";
import type { TileCluster } from "./tileSpot.ts";

export type Picked =
  | { readonly what: "thing"; readonly thing: Pointed }
  | { readonly what: "cluster"; readonly id: number; readonly n: number; readonly at: readonly [lon: number, lat: number] }
  | ({ readonly what: "tileCluster" } & TileCluster);

const kinds = new Map(stack.flatMap(({ picking }) => (picking ? picking.from.map((id) => [id, picking.kind] as const) : [])));
const pickable = [...kinds.keys()];

function readTile(feature: MapGeoJSONFeature): Picked | null {
  const { n, status, ids } = feature.properties as TileSpot;
  if (n <= 1) return { what: "thing", thing: { kind: "problem", id: Number(ids) } };
  const at = placeOf(feature);
  return at && { what: "tileCluster", n, at, status: status as ProblemStatus, ids: ids?.split(",").map(Number) ?? null };
}

function read(feature: MapGeoJSONFeature): Picked | null {
  if (feature.source === problemTiles) return readTile(feature);
  const kind = kinds.get(feature.layer.id);
  const { id, n } = feature.properties as { id?: number; n?: number };
  if (!kind || id === undefined) return null;
  if (n === undefined || n <= 1) return { what: "thing", thing: { kind, id } };
  const { geometry } = feature;
  const [lon = 0, lat = 0] = geometry.type === "Point" ? geometry.coordinates : [];
  return { what: "cluster", id, n, at: [lon, lat] };
}

/** reach: pixels around the place; a finger needs more than a pointer. @param unseen a source that is not shown yet */
export function pick(map: MapLibre, at: { x: number; y: number }, reach: number, unseen: string | null = null): Picked | null {
  const box: [PointLike, PointLike] = [
    [at.x - reach, at.y - reach],
    [at.x + reach, at.y + reach],
  ];
  for (const feature of map.queryRenderedFeatures(box, { layers: pickable })) {
    const picked = feature.source === unseen ? null : read(feature);
    if (picked) return picked;
  }
  return null;
}
