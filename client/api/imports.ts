/** Files brought in by hand: their rows go up in parts, are tried as a stated way of reading says, and loaded whole. */
import type { ImportSpec, ImportTarget } from "../../server/contract/importing/importing.ts";
import type { Done, ImportBatch, ImportBatches, ImportMapping, ImportUndone } from "../../server/contract/types.ts";
import { queryOf } from "../state/view.ts";
import { getJson, postJson } from "./http.ts";

const at = (id: number, what = ""): string => `/api/imports/${id}${what && `/${what}`}`;

/** The newest 100; their reports have no rows. */
export const askImports = (signal?: AbortSignal) => getJson<ImportBatches>("/api/imports", signal);
export const askImport = (id: number, signal?: AbortSignal) => getJson<ImportBatch>(at(id), signal);

export interface NewImport {
  /** Of the file. */
  readonly name: string;
  readonly into: ImportTarget;
  /** Headings in order, each its own. */
  readonly columns: readonly string[];
  /** How many rows will come. */
  readonly rows: number;
}
export const addImport = (file: NewImport, signal?: AbortSignal) => postJson<ImportBatch>("/api/imports", file, signal);
/** Rows of cells, in the headings' order; 5,000 and 16 MB at most. Sent again, a part takes its own place. @param part from 0 */
export const sendPart = (id: number, part: number, rows: readonly (readonly string[])[], signal?: AbortSignal) =>
  postJson<ImportBatch>(at(id, "part"), { part, rows }, signal);
/** Goes on by itself: `askImport` says how far it is. */
export const tryImport = (id: number, spec: ImportSpec, signal?: AbortSignal) => postJson<ImportBatch>(at(id, "try"), { spec }, signal);
/** Goes on by itself. @param partly rows that were refused stay out @throws HttpError 409 with `now.refusedRows` when there are some and it is not said */
export const loadImport = (id: number, partly: boolean) => postJson<ImportBatch>(at(id, "load"), { partly });
export const stopImport = (id: number) => postJson<ImportBatch>(at(id, "stop"), {});
export const undoImport = (id: number) => postJson<ImportUndone>(at(id, "undo"), {});
/** Forgets a file that was not loaded. */
export const dropImport = (id: number) => postJson<Done>(at(id, "drop"), {});
/** Address of the rows that were refused, as a file to mend. */
export const refusedPath = (id: number): string => at(id, "refused.csv");

/** How a file with these headings was read last time. @param headings SHA-256 of `headingsText`, hexadecimal */
export const askMapping = (into: ImportTarget, headings: string, signal?: AbortSignal) =>
  getJson<ImportMapping>(
    `/api/imports/mapping?${queryOf([
      ["into", into],
      ["headings", headings],
    ])}`,
    signal,
  );
