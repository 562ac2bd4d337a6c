/** "This place is not asked about any more." Links that name it say so. */
import { route } from "../ask/route.ts";
import { Done } from "../contract/bookSchemas.ts";
import { personRoles } from "../contract/vocabulary.ts";

export const shapeRemove = route({
  method: "POST",
  path: "/api/shapes/{id}/remove",
  question: "Takes a named shape away.",
  may: { who: personRoles, area: "none" },
  answer: Done,
  handle: () => Promise.reject(new Error("not built")),
});
