/** The scene "replay". */
import type { SceneFile } from "../page.ts";

export const replay: SceneFile = {
  query: () => "",
  layers: ["problemHeat", "problems"],
  Box: () => null,
};
