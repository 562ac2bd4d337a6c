/** "Give me these rows as a workbook." Written in a worker thread; who goes away stops it. */
import { Readable } from "node:stream";
import { Type } from "typebox";
import { Reply, route } from "../ask/route.ts";
import { exportFormats } from "../contract/exporting.ts";
import { encoded } from "../files/encoding.ts";
import { exported, fileHeaders } from "./exported.ts";
import { mayExport } from "./outgoing.ts";
import { problemRows, problemTable } from "./problems.ts";

const { media } = exportFormats.xlsx;

export const exportXlsx = route({
  path: "/api/problems/export.xlsx",
  question: "Give me the filter's rows as a workbook: what it is on the first sheet, the rows on the second.",
  may: mayExport,
  filtered: true,
  answer: Type.String({ format: "binary" }),
  media,
  async handle(ask) {
    const answer = await exported(ask, "xlsx");
    // A caller who goes away ends the stream's generator: the next page is not asked for, and the worker ends.
    const gone = new AbortController();
    const bytes = encoded("xlsx", problemTable(answer, ask.caller.name ?? ""), problemRows(answer), gone.signal);
    const stream = Readable.from(bytes);
    stream.once("close", () => gone.abort());
    return new Reply(200, fileHeaders(answer, "xlsx", media), stream);
  },
});
