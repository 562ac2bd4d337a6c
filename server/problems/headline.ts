/** "How does the city stand?" The seven figures that leaders ask for, each with a day ago and a week ago, each the answer of one filter. */
import { route } from "../ask/route.ts";
import { Headline } from "../contract/wallSchemas.ts";

export const headline = route({
  path: "/api/problems/headline",
  question:
    "How many are open, overdue, nearly due, found and closed today, how many in time, how many sent back; and a day and a week ago?",
  answer: Headline,
  async handle() {
    throw new Error("not built");
  },
});
