/** The scene "hotspot". */
import type { SceneFile } from "../page.ts";

export const hotspot: SceneFile = {
  query: () => "?status=open",
  layers: ["problemHeat", "hotClusters", "problems"],
  Box: () => null,
};
