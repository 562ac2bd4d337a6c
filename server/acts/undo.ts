/** 撤回: one's own last act is taken back, soon after; state, deadline and all go back to what they were. */
import { route } from "../ask/route.ts";
import { ProblemDetail } from "../contract/problemSchemas.ts";
import { doAct, may, said } from "./act.ts";

export const undoAct = route({
  method: "POST",
  path: "/api/problems/{id}/undo",
  question: "Takes one's own last act back.",
  may: may("undo"),
  body: said,
  answer: ProblemDetail,
  handle: (ask) => doAct(ask, "undo"),
});
