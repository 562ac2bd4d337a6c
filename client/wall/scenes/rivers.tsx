/** The scene "rivers". */
import type { SceneFile } from "../page.ts";

export const rivers: SceneFile = {
  query: () => "?status=open&geo=within:100:river",
  layers: ["riverSegments", "problems"],
  Box: () => null,
};
