/** "Where has nobody been of late?" Sites of a type, when somebody last checked in there and was proved, and what is open at them. */
import { oneWord } from "../ask/parameters.ts";
import { route } from "../ask/route.ts";
import { type SiteType, siteTypes } from "../contract/vocabulary.ts";
import { Patrols } from "../contract/wallSchemas.ts";

export const patrols = route({
  path: "/api/sites/patrols",
  question: "Which sites of a type are due to be walked again?",
  takes: { type: oneWord(Object.keys(siteTypes) as SiteType[], "river", "Of this type.") },
  answer: Patrols,
  async handle() {
    throw new Error("not built");
  },
});
