/** The scene "ranking". */
import type { SceneFile } from "../page.ts";

export const ranking: SceneFile = {
  query: () => "?status=open",
  layers: ["zones1", "problemHeat"],
  Box: () => null,
};
