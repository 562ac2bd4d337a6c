/** "Keep this view." */
import { textField, wordField } from "../ask/body.ts";
import { route } from "../ask/route.ts";
import { SavedView } from "../contract/deskSchemas.ts";
import { type Share, shares } from "../contract/officeWords.ts";
import { personRoles } from "../contract/vocabulary.ts";

export const viewAdd = route({
  method: "POST",
  path: "/api/views",
  question: "Keeps a view of the desk under a name.",
  may: { who: personRoles, area: "none" },
  body: {
    name: textField(1, 60, "What it is called."),
    query: textField(1, 12_000, "The query and fragment of the page's URL."),
    share: wordField(Object.keys(shares) as Share[], "Who sees it."),
  },
  answer: SavedView,
  handle: () => Promise.reject(new Error("not built")),
});
