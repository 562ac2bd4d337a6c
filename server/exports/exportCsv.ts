/** "Give me these rows as a sheet." CSV that office programs open: Chinese headings, the filter on the first line. */
import { Readable } from "node:stream";
import { Type } from "typebox";
import { Reply, route } from "../ask/route.ts";
import { encoded } from "../files/encoding.ts";
import { exported, fileHeaders } from "./exported.ts";
import { mayExport } from "./outgoing.ts";
import { problemRows, problemTable } from "./problems.ts";

export const exportCsv = route({
  path: "/api/problems/export.csv",
  question: "Give me the filter's rows as a sheet (CSV, UTF-8).",
  may: mayExport,
  filtered: true,
  answer: Type.String(),
  media: "text/csv",
  async handle(ask) {
    const answer = await exported(ask, "csv");
    const bytes = encoded("csv", problemTable(answer, null), problemRows(answer));
    return new Reply(200, fileHeaders(answer, "csv", "text/csv; charset=utf-8"), Readable.from(bytes));
  },
});
