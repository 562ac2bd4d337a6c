/** 反馈: the unit says what it did; whether in time is settled here. */
import { route } from "../ask/route.ts";
import { ProblemDetail } from "../contract/problemSchemas.ts";
import { doAct, may, noPhotoField, noted } from "./act.ts";

export const handBackAct = route({
  method: "POST",
  path: "/api/problems/{id}/handBack",
  question: "Hands a problem back as mended.",
  may: may("hand_back"),
  body: { ...noted, noPhoto: noPhotoField },
  answer: ProblemDetail,
  handle: (ask) => doAct(ask, "hand_back", () => ({ facts: { noPhoto: ask.body.noPhoto } })),
});
