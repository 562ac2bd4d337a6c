/** What page and worker say to each other. */
import type { Word } from "../../server/contract/vocabulary.ts";
import type { FileTable, ReadOptions } from "./table.ts";

export type Ask = { readonly file: File; readonly options: ReadOptions } | { readonly text: string; readonly options: ReadOptions };
export type Answer =
  | { readonly kind: "progress"; readonly share: number }
  | { readonly kind: "table"; readonly table: FileTable }
  /** Null: not because of what the file says. */
  | { readonly kind: "failed"; readonly word: Word | null };
