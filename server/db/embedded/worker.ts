/** The worker thread that owns the engine: opens it, then runs one batch of protocol messages at a time. */
import { parentPort, workerData } from "node:worker_threads";
import type { TxStatus } from "./frames.ts";
import { OutputReader } from "./output.ts";
import { openPglite, type Phase } from "./pglite.ts";

/** To the worker. */
export type Order = { readonly kind: "run"; readonly bytes: Uint8Array; readonly dropCopyIn: boolean } | { readonly kind: "close" };

/** From the worker. */
export type Report =
  | { readonly kind: "progress"; readonly phase: Phase }
  | { readonly kind: "failed"; readonly message: string }
  | { readonly kind: "output"; readonly bytes: Uint8Array }
  | { readonly kind: "done"; readonly bytes: Uint8Array; readonly status: TxStatus | null; readonly notifications: readonly Uint8Array[] }
  | { readonly kind: "closed" };

// Large answers travel in pieces, so that the driver reads rows while the engine makes the next ones.
const PIECE_BYTES = 256 * 1024;

const port = parentPort;
if (port === null) throw new Error("This file runs in a worker thread only.");

function post(report: Report): void {
  const bytes = "bytes" in report ? report.bytes : undefined;
  port?.postMessage(report, bytes !== undefined && bytes.length > 4096 ? [bytes.buffer as ArrayBuffer] : []);
}

function joined(parts: readonly Uint8Array[], length: number): Uint8Array {
  const first = parts[0];
  if (parts.length === 1 && first !== undefined) return first;
  const all = new Uint8Array(length);
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.length;
  }
  return all;
}

try {
  const engine = await openPglite((workerData as { folder: string | null }).folder, (phase) => post({ kind: "progress", phase }));

  const run = async (bytes: Uint8Array, dropCopyIn: boolean): Promise<void> => {
    let parts: Uint8Array[] = [];
    let length = 0;
    const reader = new OutputReader(dropCopyIn, (part) => {
      parts.push(part);
      length += part.length;
      if (length < PIECE_BYTES) return;
      post({ kind: "output", bytes: joined(parts, length) });
      parts = [];
      length = 0;
    });
    await engine.execProtocolRawStream(bytes, { syncToFs: false, onRawData: (chunk) => reader.push(chunk) });
    // Ended and opened anew, rather than trusted: what ran fails, and can be tried again.
    if (reader.lost) process.exit(1);
    post({ kind: "done", bytes: joined(parts, length), status: reader.status, notifications: reader.notifications });
  };

  port.on("message", async (order: Order) => {
    if (order.kind === "run") return run(order.bytes, order.dropCopyIn);
    await engine.close();
    post({ kind: "closed" });
    port.close();
  });
  post({ kind: "progress", phase: "ready" });
} catch (error) {
  post({ kind: "failed", message: error instanceof Error ? error.message : String(error) });
  port.close();
}
