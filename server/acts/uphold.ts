/** 申诉成立: the problem stays as it is, and no statistic counts it. */
import { route } from "../ask/route.ts";
import { ProblemDetail } from "../contract/problemSchemas.ts";
import { doAct, may, noted } from "./act.ts";

export const upholdAct = route({
  method: "POST",
  path: "/api/problems/{id}/uphold",
  question: "Upholds an appeal: the problem is not counted in the statistics.",
  may: may("uphold"),
  body: noted,
  answer: ProblemDetail,
  handle: (ask) => doAct(ask, "uphold"),
});
