/** The scene "today". */
import type { SceneFile } from "../page.ts";

export const today: SceneFile = {
  query: () => "",
  layers: ["problemHeat", "problems"],
  Box: () => null,
};
