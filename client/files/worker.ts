/** Reads one file beside the page; what cannot be read ends here and not there. */
import wasm from "sql.js/dist/sql-wasm.wasm?url";
import { openFile } from "./open.ts";
import type { Answer, Ask } from "./protocol.ts";
import { FileFault } from "./table.ts";
import { readRows } from "./text.ts";

const answer = (what: Answer) => postMessage(what);

addEventListener("message", async ({ data }: MessageEvent<Ask>) => {
  try {
    const { options } = data;
    const progress = (share: number) => answer({ kind: "progress", share });
    const table = "text" in data ? readRows(data.text, options) : await openFile(data.file, data.file.name, options, progress, wasm);
    answer({ kind: "table", table });
  } catch (error) {
    answer({ kind: "failed", word: error instanceof FileFault ? error.word : null });
  }
});
