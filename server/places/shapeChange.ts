/** "It is called otherwise, reaches elsewhere, or is for others." */
import { optional, textField, wordField } from "../ask/body.ts";
import { route } from "../ask/route.ts";
import { type Share, shares } from "../contract/officeWords.ts";
import { NamedShape } from "../contract/placeSchemas.ts";
import { type Campaign, campaigns, personRoles } from "../contract/vocabulary.ts";

export const shapeChange = route({
  method: "POST",
  path: "/api/shapes/{id}",
  question: "Changes a named shape: what is left out stays.",
  may: { who: personRoles, area: "none" },
  body: {
    name: optional(textField(1, 60, "What it is called.")),
    definition: optional(textField(3, 8000, "Where it is.")),
    campaign: optional(wordField(["none", ...(Object.keys(campaigns) as Campaign[])], "The campaign it is kept for; none for any.")),
    share: optional(wordField(Object.keys(shares) as Share[], "Who sees it.")),
  },
  answer: NamedShape,
  handle: () => Promise.reject(new Error("not built")),
});
