/** What a file's mapping begins with: how files with these headings were read last time, or a guess. */
import type { ImportSpec, ImportTarget } from "../../../server/contract/importing/importing.ts";
import { headingsText } from "../../../server/contract/importing/words.ts";
import { askMapping } from "../../api/imports.ts";
import type { FileTable } from "../../files/table.ts";
import { sha256 } from "../../photo/sha256.ts";
import type { AppState } from "../../state/app.ts";
import { type Draft, draftOf, type FieldDraft, fieldsOf } from "./draft.ts";
import { guessDraft, guessTarget, wordsFor } from "./guessing.ts";
import { targetsOf } from "./useBring.ts";

/** Words that are new since last time are guessed; what was said then stands. */
function withWords(draft: Draft, table: FileTable, state: Pick<AppState, "district">): Draft {
  const fields = fieldsOf(draft.into).flatMap(({ key, kind }) => {
    const told = draft.fields[key];
    if (!told) return [];
    const words = told.column === null ? {} : { ...wordsFor(table, told.column, kind, state.district), ...told.words };
    return [[key, { ...told, words } satisfies FieldDraft] as const];
  });
  return { ...draft, fields: Object.fromEntries(fields) };
}

/** By what the server knows headings again. */
const headingsSum = (columns: readonly string[]): Promise<string> => sha256(new TextEncoder().encode(headingsText(columns)));

export async function begin(
  table: FileTable,
  into: ImportTarget | null,
  state: Pick<AppState, "me" | "district">,
  signal: AbortSignal,
): Promise<Draft> {
  const target = into ?? guessTarget(table, targetsOf(state.me));
  const guess = guessDraft(table, target, state.district);
  // Nothing was kept, or it cannot be had: the guess stands, and says that it is one.
  const { spec, kept } = await askMapping(target, await headingsSum(table.columns), signal).catch((error: unknown) => {
    if (signal.aborted) throw error;
    return { spec: null, kept: null };
  });
  if (!spec || kept === null) return guess;
  const draft = draftOf(spec as ImportSpec, table.columns, kept);
  // What the file itself states goes before what another one was.
  return withWords({ ...draft, crs: table.crs ?? draft.crs }, table, state);
}
