/** The scene "markets". */
import type { SceneFile } from "../page.ts";

export const markets: SceneFile = {
  query: () => "?status=open&geo=within:500:market",
  layers: ["markets", "marketRings", "problems"],
  Box: () => null,
};
