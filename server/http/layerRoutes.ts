/** What is drawn, in one list: layers as columns, and what they do not hold as tiles, sums and points. */
import type { Route } from "../ask/route.ts";
import { baseLayer } from "../layers/base.ts";
import { layerCounts } from "../layers/counts.ts";
import { pointsLayer } from "../layers/points.ts";
import { problemsLayer } from "../layers/problems.ts";
import { sitesLayer } from "../layers/sites.ts";
import { problemGrid } from "../layers/tiles/problemGrid.ts";
import { problemTiles } from "../layers/tiles/problemTiles.ts";
import { limitsOf } from "../layers/workingSet.ts";
import { zonesLayer } from "../layers/zones.ts";

/** @param mostInColumns problems that travel whole; undefined: as many as a page holds */
export const layerRoutes = (mostInColumns: number | undefined): readonly Route[] => [
  baseLayer(),
  sitesLayer(),
  zonesLayer(),
  problemsLayer(limitsOf(mostInColumns)),
  pointsLayer(),
  problemTiles(),
  problemGrid(),
  layerCounts(),
];
