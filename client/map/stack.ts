/** Every layer of the map, from the ground up. This one list is the drawing order, the legend and the switches. */
import { backAlleys } from "../layers/backAlleys.ts";
import { baseGround } from "../layers/baseGround.ts";
import { basePlaces } from "../layers/basePlaces.ts";
import { baseRoads } from "../layers/baseRoads.ts";
import { changes } from "../layers/changes.ts";
import { compounds } from "../layers/compounds.ts";
import { districtOutline } from "../layers/districtOutline.ts";
import { evaluatedPoints } from "../layers/evaluatedPoints.ts";
import { everyPoint } from "../layers/everyPoint.ts";
import { hotClusters } from "../layers/hotClusters.ts";
import { hotHexagons } from "../layers/hotHexagons.ts";
import type { MapLayer } from "../layers/layer.ts";
import { marketRings } from "../layers/marketRings.ts";
import { markets } from "../layers/markets.ts";
import { drawn, rings } from "../layers/overlaid.ts";
import { problemHeat } from "../layers/problemHeat.ts";
import { problems } from "../layers/problems.ts";
import { riverSegments } from "../layers/riverSegments.ts";
import { selection } from "../layers/selection.ts";
import { streets } from "../layers/streets.ts";
import { walk } from "../layers/walk.ts";
import { zones1 } from "../layers/zones1.ts";
import { zones2 } from "../layers/zones2.ts";
import { zones3 } from "../layers/zones3.ts";

export const stack: readonly MapLayer[] = [
  baseGround,
  problemHeat,
  hotHexagons,
  baseRoads,
  compounds,
  districtOutline,
  streets,
  backAlleys,
  marketRings,
  basePlaces,
  zones3,
  zones2,
  zones1,
  riverSegments,
  evaluatedPoints,
  markets,
  hotClusters,
  problems,
  everyPoint,
  walk,
  changes,
  selection,
  rings,
  drawn,
];

/** Ids of the layers that are on when the page opens. */
export const shownAtFirst: ReadonlySet<string> = new Set(stack.filter((layer) => layer.on).map((layer) => layer.id));
