/** 申诉不成立: it counts as before. */
import { route } from "../ask/route.ts";
import { ProblemDetail } from "../contract/problemSchemas.ts";
import { doAct, may, noted } from "./act.ts";

export const dismissAct = route({
  method: "POST",
  path: "/api/problems/{id}/dismiss",
  question: "Dismisses an appeal: the problem counts.",
  may: may("dismiss"),
  body: noted,
  answer: ProblemDetail,
  handle: (ask) => doAct(ask, "dismiss"),
});
