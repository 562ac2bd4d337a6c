/** 返工: the repair does not hold; it goes back to the unit, and its clock runs on. */
import { route } from "../ask/route.ts";
import { ProblemDetail } from "../contract/problemSchemas.ts";
import { doAct, may, noted } from "./act.ts";
import { photosField, shownIn } from "./evidence.ts";

export const reworkAct = route({
  method: "POST",
  path: "/api/problems/{id}/rework",
  question: "Rejects a repair: the unit does it again.",
  may: may("rework"),
  body: { ...noted, photos: photosField },
  answer: ProblemDetail,
  handle: (ask) => doAct(ask, "rework", () => ({ facts: shownIn(ask.body) })),
});
