/** A file or pasted rows as a table. */
import { readFile, readPasted } from "../../files/read.ts";
import type { FileTable, ReadOptions } from "../../files/table.ts";
import type { Source } from "./bringing.ts";

export const readSource = (
  source: Source,
  options: ReadOptions,
  progress: (share: number) => void,
  signal: AbortSignal,
): Promise<FileTable> => (source.kind === "file" ? readFile(source.file, options, progress, signal) : readPasted(source.text, options));
