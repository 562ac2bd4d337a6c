/** 督办: a leader watches over it; nobody can take that back. */
import { route } from "../ask/route.ts";
import { ProblemDetail } from "../contract/problemSchemas.ts";
import { doAct, may, noted } from "./act.ts";

export const superviseAct = route({
  method: "POST",
  path: "/api/problems/{id}/supervise",
  question: "Puts a problem under a leader's supervision.",
  may: may("supervise"),
  body: noted,
  answer: ProblemDetail,
  handle: (ask) => doAct(ask, "supervise"),
});
