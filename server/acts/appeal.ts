/** 申诉: the unit says that this should not count against it; the fact stays. */
import { route } from "../ask/route.ts";
import { ProblemDetail } from "../contract/problemSchemas.ts";
import { doAct, may, noted } from "./act.ts";

export const appealAct = route({
  method: "POST",
  path: "/api/problems/{id}/appeal",
  question: "Appeals against a problem being counted.",
  may: may("appeal"),
  body: noted,
  answer: ProblemDetail,
  handle: (ask) => doAct(ask, "appeal"),
});
