/** The scene "view". */
import type { SceneFile } from "../page.ts";

export const view: SceneFile = {
  query: () => "",
  layers: ["problemHeat", "problems"],
  Box: () => null,
};
