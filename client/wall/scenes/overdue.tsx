/** The scene "overdue". */
import type { SceneFile } from "../page.ts";

export const overdue: SceneFile = {
  query: () => "?status=overdue",
  layers: ["problems", "zones1"],
  Box: () => null,
};
