/** 派单: a problem goes to a unit and a named person of it, with a deadline; its clock runs from here. */
import { route } from "../ask/route.ts";
import { ProblemDetail } from "../contract/problemSchemas.ts";
import { doPrepared, may, said } from "./act.ts";
import { dispatchFields, prepareDispatch } from "./dispatching.ts";

export const dispatchAct = route({
  method: "POST",
  path: "/api/problems/{id}/dispatch",
  question: "Sends a problem to a unit and a person of it, with a deadline.",
  may: may("dispatch"),
  body: { ...said, ...dispatchFields },
  answer: ProblemDetail,
  handle: (ask) => doPrepared(ask, "dispatch", (tx, id) => prepareDispatch(tx, [id], ask.body)),
});
