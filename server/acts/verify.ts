/** 核实: somebody goes to see whether what was reported is real. */
import { route } from "../ask/route.ts";
import { ProblemDetail } from "../contract/problemSchemas.ts";
import { doAct, may, said } from "./act.ts";

export const verifyAct = route({
  method: "POST",
  path: "/api/problems/{id}/verify",
  question: "Begins to verify what was reported.",
  may: may("verify"),
  body: said,
  answer: ProblemDetail,
  handle: (ask) => doAct(ask, "verify"),
});
