/** "Keep this place under a name." */
import { optional, textField, wordField } from "../ask/body.ts";
import { route } from "../ask/route.ts";
import { type Share, shares } from "../contract/officeWords.ts";
import { NamedShape } from "../contract/placeSchemas.ts";
import { type Campaign, campaigns, personRoles } from "../contract/vocabulary.ts";

export const shapeAdd = route({
  method: "POST",
  path: "/api/shapes",
  question: "Keeps a drawn shape, or the surroundings of sites, under a name.",
  may: { who: personRoles, area: "none" },
  body: {
    name: textField(1, 60, "What it is called."),
    definition: textField(3, 8000, "draw/… of a drawn shape, or within:<metres>:<anchors> of surroundings."),
    campaign: optional(wordField(Object.keys(campaigns) as Campaign[], "The campaign it is kept for.")),
    share: wordField(Object.keys(shares) as Share[], "Who sees it."),
  },
  answer: NamedShape,
  handle: () => Promise.reject(new Error("not built")),
});
