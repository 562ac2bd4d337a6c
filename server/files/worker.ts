/** The worker thread that writes one file: a table, its rows page by page, the end. Each order is answered with the bytes there are by then. */
import { setPriority } from "node:os";
import { parentPort } from "node:worker_threads";
import type { ExportFormatName } from "../contract/exporting.ts";
import { encoders } from "./encoders.ts";
import type { Encoder, Row, Table } from "./table.ts";

/** To the worker. */
export type Order =
  | { readonly kind: "begin"; readonly format: ExportFormatName; readonly table: Table }
  | { readonly kind: "rows"; readonly page: readonly Row[] }
  | { readonly kind: "end" };
/** From the worker. */
export type Report =
  | { readonly kind: "bytes"; readonly parts: readonly Uint8Array[] }
  | { readonly kind: "failed"; readonly message: string };

const port = parentPort;
if (port === null) throw new Error("This file runs in a worker thread only.");

// Files can wait, people's questions cannot. On Linux it is this thread's alone; elsewhere it would be the whole program's.
if (process.platform === "linux") setPriority(0, 5);

let encoder: Encoder | null = null;
async function done(order: Order): Promise<readonly Uint8Array[]> {
  if (order.kind === "begin") {
    encoder = await encoders[order.format](order.table);
    return [];
  }
  if (encoder === null) throw new Error("Rows came before the table.");
  if (order.kind === "rows") return encoder.rows(order.page);
  const ending = encoder;
  // What it held is not kept while the worker waits for the next file.
  encoder = null;
  return ending.end();
}

port.on("message", (order: Order) => {
  done(order).then(
    (parts) => port.postMessage({ kind: "bytes", parts } satisfies Report),
    (error: unknown) =>
      port.postMessage({ kind: "failed", message: error instanceof Error ? error.message : String(error) } satisfies Report),
  );
});
