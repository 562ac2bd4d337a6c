/** Every kind of scene, in one list. */
import type { SceneKind } from "../../server/contract/wall.ts";
import type { SceneFile } from "./page.ts";
import { alleys } from "./scenes/alleys.tsx";
import { hotspot } from "./scenes/hotspot.tsx";
import { markets } from "./scenes/markets.tsx";
import { overdue } from "./scenes/overdue.tsx";
import { overview } from "./scenes/overview.tsx";
import { photos } from "./scenes/photos.tsx";
import { ranking } from "./scenes/ranking.tsx";
import { replay } from "./scenes/replay.tsx";
import { rivers } from "./scenes/rivers.tsx";
import { today } from "./scenes/today.tsx";
import { view } from "./scenes/view.tsx";

export const scenes: Readonly<Record<SceneKind, SceneFile>> = {
  overview,
  overdue,
  today,
  markets,
  rivers,
  alleys,
  ranking,
  hotspot,
  photos,
  replay,
  view,
};
