/** The scene "photos". */
import type { SceneFile } from "../page.ts";

export const photos: SceneFile = {
  query: () => "",
  layers: ["problemHeat", "problems"],
  Box: () => null,
};
