/** 反馈: the unit says what it did; whether in time is settled here. */
import { route } from "../ask/route.ts";
import { ProblemDetail } from "../contract/problemSchemas.ts";
import { doAct, may, noted } from "./act.ts";
import { evidenceFields, needEvidence, shownIn } from "./evidence.ts";

export const handBackAct = route({
  method: "POST",
  path: "/api/problems/{id}/handBack",
  question: "Hands a problem back as mended.",
  may: may("hand_back"),
  body: { ...noted, ...evidenceFields },
  answer: ProblemDetail,
  async handle(ask) {
    needEvidence(ask.body);
    return doAct(ask, "hand_back", () => ({ facts: shownIn(ask.body) }));
  },
});
