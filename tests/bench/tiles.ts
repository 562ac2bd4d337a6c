/** Tiles of the town and what lies in them, by the definition of Web Mercator alone. */
import { VectorTile } from "@mapbox/vector-tile";
import { PbfReader } from "pbf";
import type { Ground } from "./ground.ts";
import type { Answer, Spread, Truth } from "./workload.ts";

const district = { west: 118.95, south: 33.5, east: 119.15, north: 33.7 };
/** So near a tile's edge the grid of the world decides, in tiles. */
const edge = 1e-4;

/** Some 600 problems a tile among a million; with fewer, tiles are larger. */
export const zoomOf = ({ reach }: Pick<Ground, "reach">): number => Math.round(16 - Math.log2(reach));

const column = (lon: number, zoom: number): number => ((lon + 180) / 360) * 2 ** zoom;
const line = (lat: number, zoom: number): number => ((1 - Math.asinh(Math.tan((lat * Math.PI) / 180)) / Math.PI) / 2) * 2 ** zoom;
const lonOf = (x: number, zoom: number): number => (x / 2 ** zoom) * 360 - 180;
const latOf = (y: number, zoom: number): number => (Math.atan(Math.sinh(Math.PI * (1 - (2 * y) / 2 ** zoom))) * 180) / Math.PI;

/** Tiles that lie in the town whole, or the one in its middle. */
export function tilesOf(ground: Ground): { readonly x: Spread; readonly y: Spread } {
  const zoom = zoomOf(ground);
  const between = (from: number, to: number, stride: number): Spread => {
    const [first, count] = [Math.ceil(from), Math.floor(to) - Math.ceil(from)];
    return { from: count > 0 ? first : Math.floor((from + to) / 2), step: 1, stride, count: Math.max(1, count), per: 1 };
  };
  return {
    x: between(column(district.west, zoom), column(district.east, zoom), 7),
    y: between(line(district.north, zoom), line(district.south, zoom), 11),
  };
}

/** All problems of a tile. */
export function inTile(ground: Ground, x: number, y: number): Truth {
  const zoom = zoomOf(ground);
  const { points, squeeze } = ground;
  const near = points.range(
    lonOf(x - edge, zoom) * squeeze,
    latOf(y + 1 + edge, zoom),
    lonOf(x + 1 + edge, zoom) * squeeze,
    latOf(y - edge, zoom),
  );
  const [ids, unsure] = [new Set<number>(), new Set<number>()];
  for (const row of near) {
    const [dx, dy] = [column(ground.lon[row] as number, zoom) - x, line(ground.lat[row] as number, zoom) - y];
    const inmost = Math.min(dx, 1 - dx, dy, 1 - dy);
    if (Math.abs(inmost) < edge) unsure.add(ground.id[row] as number);
    else if (inmost > 0) ids.add(ground.id[row] as number);
  }
  return { count: ids.size, ids, unsure };
}

/** The features of a tile that shows each problem. */
export function tileIds(body: Buffer): Answer {
  const layer = new VectorTile(new PbfReader(body)).layers.problems;
  const ids = Array.from({ length: layer?.length ?? 0 }, (_, i) => layer?.feature(i).id as number);
  return { count: ids.length, ids };
}
