/** 恢复处置: the clock runs on with what was left of the limit, counted as the limit is counted. */
import { route } from "../ask/route.ts";
import { ProblemDetail } from "../contract/problemSchemas.ts";
import { doAct, dueWith, may, said } from "./act.ts";

export const resumeAct = route({
  method: "POST",
  path: "/api/problems/{id}/resume",
  question: "Resumes a suspended problem: its clock runs on.",
  may: may("resume"),
  body: said,
  answer: ProblemDetail,
  handle: (ask) => doAct(ask, "resume", (held, ground) => ({ deadline: dueWith(held, ground, { act: "resume" }) })),
});
