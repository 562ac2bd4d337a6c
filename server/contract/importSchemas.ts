/** Shapes of imports by hand as they travel. */
import { Type } from "typebox";
import { importStates, importTargets } from "./importing/importing.ts";
import { id, nullable, texts, time, words } from "./schemaParts.ts";

const word = Type.Object({ zh: Type.String(), en: Type.String() });
const count = Type.Integer();
const note = Type.Object({ row: count, field: Type.String(), value: Type.String(), reason: word });

export const ImportReport = Type.Object({
  read: count,
  added: count,
  changed: count,
  /** There already, and left as they are. */
  unchanged: count,
  refusedRows: count,
  mendedRows: count,
  notedRows: count,
  /** The first 200 of each. All refused rows are in the file to mend. */
  refused: Type.Array(note),
  mended: Type.Array(note),
  noted: Type.Array(note),
  shift: nullable(Type.Object({ compared: count, systems: Type.Array(Type.Object({ crs: Type.String(), median_m: Type.Number() })) })),
  /** West, south, east, north of what was placed. */
  bounds: nullable(Type.Array(Type.Number(), { minItems: 4, maxItems: 4 })),
  /** Outside the district's outline. */
  outside: count,
});
export const ImportBatch = Type.Object({
  id,
  /** Of the file. */
  name: Type.String(),
  into: words(importTargets),
  state: words(importStates),
  columns: texts,
  rows: count,
  /** Rows that have arrived. */
  staged: count,
  /** Of the work in progress: rows done. */
  progress: nullable(count),
  /** As it was tried last; server/contract/importing/importing.ts. */
  spec: nullable(Type.Unknown({ description: "ImportSpec" })),
  report: nullable(ImportReport),
  failure: nullable(word),
  by: Type.String(),
  made: time,
  ended: nullable(time),
  /** An earlier import of the very same rows that stands. */
  same: nullable(Type.Object({ id, made: time, by: Type.String() })),
});
export const ImportBatches = Type.Object({ rows: Type.Array(ImportBatch), clock: time });
export const ImportMapping = Type.Object({ spec: nullable(Type.Unknown({ description: "ImportSpec" })), kept: nullable(time) });
/** What an undo did: rows that somebody has worked with since stand, and are named. */
export const ImportUndone = Type.Object({
  removed: count,
  restored: count,
  kept: Type.Array(Type.Object({ row: count, name: Type.String(), reason: word })),
  batch: ImportBatch,
});
