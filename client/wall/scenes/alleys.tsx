/** The scene "alleys". */
import type { SceneFile } from "../page.ts";

export const alleys: SceneFile = {
  query: () => "?status=open&siteType=back_alley",
  layers: ["backAlleys", "problems"],
  Box: () => null,
};
