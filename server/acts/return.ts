/** 回退: "not mine", with a reason; it waits to be dispatched again. */
import { route } from "../ask/route.ts";
import { ProblemDetail } from "../contract/problemSchemas.ts";
import { doAct, may, noted } from "./act.ts";
import { photosField, shownIn } from "./evidence.ts";

export const returnAct = route({
  method: "POST",
  path: "/api/problems/{id}/return",
  question: "Returns a problem to the dispatcher, for a reason.",
  may: may("return"),
  body: { ...noted, photos: photosField },
  answer: ProblemDetail,
  handle: (ask) => doAct(ask, "return", () => ({ facts: shownIn(ask.body) })),
});
