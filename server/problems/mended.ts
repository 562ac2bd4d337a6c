/** "What did it look like before, and now?" Problems closed of late that have photos of both. */
import { integer } from "../ask/parameters.ts";
import { route } from "../ask/route.ts";
import { Mended } from "../contract/wallSchemas.ts";

export const mended = route({
  path: "/api/problems/mended",
  question: "Which problems were closed last that have a photo of before and one of after?",
  filtered: true,
  takes: { limit: integer(1, 50, 12, "How many.") },
  answer: Mended,
  async handle() {
    throw new Error("not built");
  },
});
