/** "Which duties are there, and what is asked of each kind of place?" */
import { route } from "../ask/route.ts";
import { HandbookRules } from "../contract/handbookSchemas.ts";
import { loadRules } from "./kept.ts";
import { readers } from "./reading.ts";

export const handbookRules = route({
  path: "/api/handbook/rules",
  question: "Which roles does the handbook know, and what does it ask of each kind of place?",
  may: readers,
  answer: HandbookRules,
  handle: ({ rows }) => loadRules((statement) => rows("rules", statement)),
});
