/** "What is this problem, what has happened to it, and what can I do?" */
import { route } from "../ask/route.ts";
import { ProblemDetail } from "../contract/problemSchemas.ts";
import { detailOf } from "../log/detail.ts";

export const problemDetail = route({
  path: "/api/problems/{id}",
  question: "What is this problem, what has happened to it, and what can I do?",
  answer: ProblemDetail,
  handle: ({ caller, id, rows }) => detailOf({ query: (statement) => rows("problem", statement) }, caller, id()),
});
