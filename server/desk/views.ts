/** "Which views are kept?" The caller's own, their office's and everybody's. */
import { route } from "../ask/route.ts";
import { SavedViews } from "../contract/deskSchemas.ts";
import { personRoles } from "../contract/vocabulary.ts";

export const views = route({
  path: "/api/views",
  question: "Which views of the desk are kept: the caller's own, their office's and everybody's?",
  may: { who: [...personRoles, "wall"], area: "none" },
  answer: SavedViews,
  handle: () => Promise.reject(new Error("not built")),
});
