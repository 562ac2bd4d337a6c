/** "This view is not needed any more." */
import { route } from "../ask/route.ts";
import { Done } from "../contract/bookSchemas.ts";
import { personRoles } from "../contract/vocabulary.ts";

export const viewRemove = route({
  method: "POST",
  path: "/api/views/{id}/remove",
  question: "Takes a saved view away.",
  may: { who: personRoles, area: "none" },
  answer: Done,
  handle: () => Promise.reject(new Error("not built")),
});
