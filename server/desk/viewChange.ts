/** "This view is another now, or is called otherwise, or is for others." */
import { optional, textField, wordField } from "../ask/body.ts";
import { route } from "../ask/route.ts";
import { SavedView } from "../contract/deskSchemas.ts";
import { type Share, shares } from "../contract/officeWords.ts";
import { personRoles } from "../contract/vocabulary.ts";

export const viewChange = route({
  method: "POST",
  path: "/api/views/{id}",
  question: "Changes a saved view: what is left out stays.",
  may: { who: personRoles, area: "none" },
  body: {
    name: optional(textField(1, 60, "What it is called.")),
    query: optional(textField(1, 12_000, "The query and fragment of the page's URL.")),
    share: optional(wordField(Object.keys(shares) as Share[], "Who sees it.")),
  },
  answer: SavedView,
  handle: () => Promise.reject(new Error("not built")),
});
