/** The page's door to files: each is read in a worker of its own, which ends with it, so that memory comes back and leaving stops it. */
import type { Answer, Ask } from "./protocol.ts";
import { FileFault, type FileTable, fault, type ReadOptions } from "./table.ts";

/** More is not read: not even looked into. */
export const largestFile_bytes = 512 * 1024 * 1024;
const longestPasted = 20_000_000;

const died = () =>
  fault(
    "读取时内存不足或文件已损坏：请拆成几个文件，或另存后再试",
    "Reading ran out of memory, or the file is damaged: cut it into several, or save it anew",
  );
const left = () => new DOMException("left", "AbortError");

function ask(what: Ask, progress: (share: number) => void, signal: AbortSignal | null): Promise<FileTable> {
  return new Promise((resolve, reject) => {
    if (signal?.aborted) {
      reject(left());
      return;
    }
    const worker = new Worker(new URL("./worker.ts", import.meta.url), { type: "module", name: "files" });
    const end = (then: () => void) => {
      worker.terminate();
      signal?.removeEventListener("abort", leave);
      then();
    };
    const leave = () => end(() => reject(left()));
    signal?.addEventListener("abort", leave);
    worker.onerror = () => end(() => reject(died()));
    worker.onmessageerror = () => end(() => reject(died()));
    worker.onmessage = ({ data }: MessageEvent<Answer>) => {
      if (data.kind === "progress") progress(data.share);
      else if (data.kind === "table") end(() => resolve(data.table));
      else end(() => reject(data.word ? new FileFault(data.word) : died()));
    };
    worker.postMessage(what);
  });
}

const megabytes = (bytes: number): number => Math.ceil(bytes / 1024 / 1024);

/** @throws FileFault with words before anything is read, where it cannot be a table for its size alone */
export function examine(file: Blob): void {
  if (file.size === 0)
    throw fault(
      "文件是空的（0 字节）：可能没有复制完，或者是文件夹",
      "The file is empty (0 bytes): it may not have been copied whole, or is a folder",
    );
  if (file.size > largestFile_bytes)
    throw fault(
      `文件有 ${megabytes(file.size)} MB，最多 512 MB：请只保留需要的行和列，或分成几个文件`,
      `The file has ${megabytes(file.size)} MB, at most 512 MB can be read: keep only the rows and columns needed, or cut it into several`,
    );
}

/**
 * A file as a table of text cells, whatever it was: what it is its content says, not its name.
 * @param progress told the share that is read, 0–1
 * @throws FileFault with words; AbortError when left
 */
export async function readFile(
  file: File,
  options: ReadOptions,
  progress: (share: number) => void,
  signal: AbortSignal,
): Promise<FileTable> {
  examine(file);
  return ask({ file, options }, progress, signal);
}

/** Rows copied out of a sheet, a document or a chat. @throws FileFault */
export async function readPasted(text: string, options: ReadOptions): Promise<FileTable> {
  if (text.trim() === "") throw fault("没有可读的内容：请粘贴表格的行", "Nothing to read: paste rows of a table");
  if (text.length > longestPasted) throw fault("粘贴的内容太长：请存成文件再导入", "What was pasted is too long: save it as a file");
  return ask({ text, options }, () => {}, null);
}
