/** 边查边改: found and mended in one visit; nothing is dispatched. */
import { route } from "../ask/route.ts";
import { ProblemDetail } from "../contract/problemSchemas.ts";
import { doAct, may, noPhotoField, said } from "./act.ts";

export const fixOnSpotAct = route({
  method: "POST",
  path: "/api/problems/{id}/fixOnSpot",
  question: "Writes a problem off that was mended on the spot.",
  may: may("fix_on_spot"),
  body: { ...said, noPhoto: noPhotoField },
  answer: ProblemDetail,
  handle: (ask) => doAct(ask, "fix_on_spot", () => ({ facts: { noPhoto: ask.body.noPhoto } })),
});
