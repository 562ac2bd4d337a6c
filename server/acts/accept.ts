/** 接单处置: the unit it was sent to takes it up; the clock has run since the dispatch. */
import { route } from "../ask/route.ts";
import { ProblemDetail } from "../contract/problemSchemas.ts";
import { doAct, may, said } from "./act.ts";

export const acceptAct = route({
  method: "POST",
  path: "/api/problems/{id}/accept",
  question: "Takes up a problem that was dispatched to one's unit.",
  may: may("accept"),
  body: said,
  answer: ProblemDetail,
  handle: (ask) => doAct(ask, "accept"),
});
