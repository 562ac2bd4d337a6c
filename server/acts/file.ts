/** 立案: it is real and it is the district's. */
import { route } from "../ask/route.ts";
import { ProblemDetail } from "../contract/problemSchemas.ts";
import { doAct, may, said } from "./act.ts";

export const fileAct = route({
  method: "POST",
  path: "/api/problems/{id}/file",
  question: "Files what was reported as a problem to be mended.",
  may: may("file"),
  body: said,
  answer: ProblemDetail,
  handle: (ask) => doAct(ask, "file"),
});
