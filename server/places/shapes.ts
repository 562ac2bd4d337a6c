/** "Which places have a name?" The caller's own, their office's and everybody's. */
import { route } from "../ask/route.ts";
import { NamedShapes } from "../contract/placeSchemas.ts";
import { personRoles } from "../contract/vocabulary.ts";

export const shapes = route({
  path: "/api/shapes",
  question: "Which shapes have a name: the caller's own, their office's and everybody's?",
  may: { who: [...personRoles, "wall"], area: "none" },
  answer: NamedShapes,
  handle: () => Promise.reject(new Error("not built")),
});
