/**
 * Rows to bytes. Light formats are written as the rows come; what costs seconds of computing (workbooks, geodata) is written in a worker
 * thread, one at a time in a process, so that other requests go on. A page of rows is sent when the one before is done.
 */
import { Worker } from "node:worker_threads";
import type { ExportFormatName } from "../contract/exporting.ts";
import { csv } from "./csv.ts";
import { geojson } from "./geojson.ts";
import type { Encoder, Row, Table } from "./table.ts";
import type { Order, Report } from "./worker.ts";

/** A worker that needs more ends, and its file fails; the program goes on. */
const mostHeap_MB = 1_024;

/** The file could not be written. */
export class EncodingFailed extends Error {
  override readonly name = "EncodingFailed";
}

class WorkerEncoder {
  readonly #worker = new Worker(new URL("./boot.mjs", import.meta.url), { resourceLimits: { maxOldGenerationSizeMb: mostHeap_MB } });
  #settle: { resolve: (parts: readonly Uint8Array[]) => void; reject: (error: Error) => void } | null = null;
  #ended: Error | null = null;

  constructor() {
    this.#worker.on("message", (report: Report) => {
      if (report.kind === "bytes") this.#settle?.resolve(report.parts);
      else this.#settle?.reject(new EncodingFailed(report.message));
    });
    this.#worker.on("error", (error) => this.#end(error));
    this.#worker.on("exit", () => this.#end(new EncodingFailed("The worker ended.")));
  }

  order(order: Order): Promise<readonly Uint8Array[]> {
    return new Promise((resolve, reject) => {
      if (this.#ended) return reject(this.#ended);
      this.#settle = { resolve, reject };
      this.#worker.postMessage(order);
    });
  }

  get alive(): boolean {
    return this.#ended === null;
  }

  /** Whether the program waits for it. */
  hold(held: boolean): void {
    if (held) this.#worker.ref();
    else this.#worker.unref();
  }

  async close(): Promise<void> {
    await this.#worker.terminate();
  }

  #end(error: Error): void {
    this.#ended ??= error instanceof EncodingFailed ? error : new EncodingFailed(error.message, { cause: error });
    this.#settle?.reject(this.#ended);
  }
}

/** The end of the file before this one. */
let before: Promise<unknown> = Promise.resolve();

/** Waits for one's turn; @returns gives it on. */
async function turn(): Promise<() => void> {
  let done = (): void => {};
  const mine = before;
  before = new Promise<void>((resolve) => {
    done = resolve;
  });
  await mine;
  return done;
}

/** To start a worker takes longer than to write a small file: the last one stays for the next a while. */
const idle_ms = 5_000;
let idle: { readonly worker: WorkerEncoder; readonly ends: NodeJS.Timeout } | null = null;

function hired(): WorkerEncoder {
  const kept = idle;
  idle = null;
  if (kept) clearTimeout(kept.ends);
  const worker = kept?.worker.alive ? kept.worker : new WorkerEncoder();
  worker.hold(true);
  return worker;
}

function rest(worker: WorkerEncoder): void {
  worker.hold(false);
  const ends = setTimeout(() => {
    if (idle?.worker === worker) idle = null;
    void worker.close();
  }, idle_ms).unref();
  idle = { worker, ends };
}

/** The whole file: these formats give their bytes at the end, so that who reads them slowly keeps neither the worker nor the next in turn. */
async function inWorker(
  format: ExportFormatName,
  table: Table,
  pages: AsyncIterable<readonly Row[]>,
  signal: AbortSignal | undefined,
): Promise<readonly Uint8Array[]> {
  const giveOn = await turn();
  try {
    signal?.throwIfAborted();
    const worker = hired();
    let whole = false;
    const stop = (): void => void worker.close();
    signal?.addEventListener("abort", stop);
    try {
      const parts = [...(await worker.order({ kind: "begin", format, table }))];
      for await (const page of pages) parts.push(...(await worker.order({ kind: "rows", page })));
      parts.push(...(await worker.order({ kind: "end" })));
      whole = true;
      return parts;
    } finally {
      signal?.removeEventListener("abort", stop);
      // One that was left in the middle of a file is not trusted with the next.
      if (whole && worker.alive && !signal?.aborted) rest(worker);
      else await worker.close();
    }
  } finally {
    giveOn();
  }
}

async function* here(encoder: Encoder, pages: AsyncIterable<readonly Row[]>): AsyncGenerator<Uint8Array> {
  for await (const page of pages) yield* encoder.rows(page);
  yield* await encoder.end();
}

/**
 * The bytes of a table's file, as they come.
 * @param signal stops it at once, whatever it is doing
 * @throws EncodingFailed
 */
export async function* encoded(
  format: ExportFormatName,
  table: Table,
  pages: AsyncIterable<readonly Row[]>,
  signal?: AbortSignal,
): AsyncGenerator<Uint8Array> {
  if (format === "csv") yield* here(await csv(table), pages);
  else if (format === "geojson") yield* here(await geojson(table), pages);
  else yield* await inWorker(format, table, pages, signal);
}
