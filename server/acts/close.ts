/** 销号: the repair was rechecked by another than the one who handled it, and holds. */
import { route } from "../ask/route.ts";
import { ProblemDetail } from "../contract/problemSchemas.ts";
import { doAct, may, noPhotoField, said } from "./act.ts";

export const closeAct = route({
  method: "POST",
  path: "/api/problems/{id}/close",
  question: "Writes a problem off: its repair holds.",
  may: may("close"),
  body: { ...said, noPhoto: noPhotoField },
  answer: ProblemDetail,
  handle: (ask) => doAct(ask, "close", () => ({ facts: { noPhoto: ask.body.noPhoto } })),
});
