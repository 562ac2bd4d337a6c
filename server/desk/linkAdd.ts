/** "A short name for this long address." */
import { textField } from "../ask/body.ts";
import { route } from "../ask/route.ts";
import { ShareLink } from "../contract/deskSchemas.ts";
import { personRoles } from "../contract/vocabulary.ts";

export const linkAdd = route({
  method: "POST",
  path: "/api/links",
  question: "Gives a long URL of the page a short code; the same query has the same code.",
  may: { who: personRoles, area: "none" },
  body: { query: textField(1, 12_000, "The query and fragment of the page's URL.") },
  answer: ShareLink,
  handle: () => Promise.reject(new Error("not built")),
});
