import { inTile, tileIds, tilesOf, zoomOf } from "../tiles.ts";
import type { Kept } from "../workload.ts";

export const tileKept: Kept = {
  kind: "kept",
  name: "tileKept",
  what: "a small vector tile, each problem a point",
  leastWarm: 0.5,
  least304: 0.8,
  cases: 1,
  spreads: tilesOf,
  request: (ground, { x, y }) => ({ path: `/api/tiles/problems?z=${zoomOf(ground)}&x=${x}&y=${y}&each=1` }),
  read: tileIds,
  oracle: (ground, { x, y }) => inTile(ground, x as number, y as number),
};
