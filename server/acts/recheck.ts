/** 核查: somebody other than the one who handled it goes to see the repair. */
import { route } from "../ask/route.ts";
import { ProblemDetail } from "../contract/problemSchemas.ts";
import { doAct, may, said } from "./act.ts";
import { photosField, shownIn } from "./evidence.ts";

export const recheckAct = route({
  method: "POST",
  path: "/api/problems/{id}/recheck",
  question: "Begins to recheck a repair.",
  may: may("recheck"),
  body: { ...said, photos: photosField },
  answer: ProblemDetail,
  handle: (ask) => doAct(ask, "recheck", () => ({ facts: shownIn(ask.body) })),
});
