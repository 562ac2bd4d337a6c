/** 我也发现: somebody else saw the same; counted, once each. Two who say so at once both count, so no version need be read. */
import { optional } from "../ask/body.ts";
import { route } from "../ask/route.ts";
import { ProblemDetail } from "../contract/problemSchemas.ts";
import { doAct, may, said, versionField } from "./act.ts";
import { photosField, shownIn } from "./evidence.ts";

export const meTooAct = route({
  method: "POST",
  path: "/api/problems/{id}/meToo",
  question: "Says that one has seen the problem, too.",
  may: may("me_too"),
  body: { ...said, version: optional(versionField), photos: photosField },
  answer: ProblemDetail,
  handle: (ask) => doAct(ask, "me_too", () => ({ facts: shownIn(ask.body) })),
});
