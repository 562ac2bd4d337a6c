/** "Who am I here, and what may I do?" The first question of every page. */
import { route } from "../ask/route.ts";
import { Me } from "../contract/bookSchemas.ts";
import { tellMe } from "./tellMe.ts";

export const me = route({
  path: "/api/me",
  question: "Who is signed in, with which duties and for what part of the district?",
  may: { who: "everybody", area: "none" },
  answer: Me,
  handle: ({ caller, demo, rows }) => tellMe({ query: (statement) => rows("me", statement) }, caller, demo),
});
