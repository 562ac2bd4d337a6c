/** 催办: the unit is reminded that the clock runs. */
import { route } from "../ask/route.ts";
import { ProblemDetail } from "../contract/problemSchemas.ts";
import { doAct, may, said } from "./act.ts";

export const pressAct = route({
  method: "POST",
  path: "/api/problems/{id}/press",
  question: "Presses the unit to get on with it.",
  may: may("press"),
  body: said,
  answer: ProblemDetail,
  handle: (ask) => doAct(ask, "press"),
});
