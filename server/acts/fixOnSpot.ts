/** 边查边改: found and mended in one visit; nothing is dispatched. */
import { route } from "../ask/route.ts";
import { ProblemDetail } from "../contract/problemSchemas.ts";
import { doAct, may, said } from "./act.ts";
import { evidenceFields, needEvidence, shownIn } from "./evidence.ts";

export const fixOnSpotAct = route({
  method: "POST",
  path: "/api/problems/{id}/fixOnSpot",
  question: "Writes a problem off that was mended on the spot.",
  may: may("fix_on_spot"),
  body: { ...said, ...evidenceFields },
  answer: ProblemDetail,
  async handle(ask) {
    needEvidence(ask.body);
    return doAct(ask, "fix_on_spot", () => ({ facts: shownIn(ask.body) }));
  },
});
