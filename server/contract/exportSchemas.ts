/** Shapes of exports that are made as jobs. */
import { Type } from "typebox";
import { exportFormats, exportStates, exportWhats } from "./exporting.ts";
import { id, nullable, time, words } from "./schemaParts.ts";

const word = Type.Object({ zh: Type.String(), en: Type.String() });

export const ExportJob = Type.Object({
  id,
  what: words(exportWhats),
  format: words(exportFormats),
  /** The question as a URL asks it, and as it is read. */
  query: Type.String(),
  sentence: word,
  state: words(exportStates),
  /** Rows written, of so many; total is known once it runs. */
  done: Type.Integer(),
  total: nullable(Type.Integer()),
  /** The question meant more rows than the format holds. */
  capped: Type.Boolean(),
  bytes: nullable(Type.Integer()),
  /** Of the file. */
  name: Type.String(),
  failure: nullable(word),
  made: time,
  ended: nullable(time),
  /** Until when the file is kept. */
  until: nullable(time),
});
export const ExportJobs = Type.Object({ rows: Type.Array(ExportJob) });
