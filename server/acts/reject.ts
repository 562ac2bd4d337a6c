/** 不予立案: it is not real, not the district's, or known already; the reason stays in its log. */
import { route } from "../ask/route.ts";
import { ProblemDetail } from "../contract/problemSchemas.ts";
import { doAct, may, noted } from "./act.ts";

export const rejectAct = route({
  method: "POST",
  path: "/api/problems/{id}/reject",
  question: "Rejects what was reported, for a reason.",
  may: may("reject"),
  body: noted,
  answer: ProblemDetail,
  handle: (ask) => doAct(ask, "reject"),
});
