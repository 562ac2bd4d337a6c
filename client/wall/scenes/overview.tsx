/** The scene "overview". */
import type { SceneFile } from "../page.ts";

export const overview: SceneFile = {
  query: () => "?status=open",
  layers: ["problemHeat", "zones1"],
  Box: () => null,
};
