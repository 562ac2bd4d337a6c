/** The life of the worker thread: started, stopped in the middle of a statement that never ends, started again on the same rows. */
import { Worker } from "node:worker_threads";
import { Unavailable } from "../db.ts";
import type { Phase } from "./pglite.ts";
import { Session } from "./session.ts";
import type { Batch, WireConnection } from "./wire.ts";
import type { Order, Report } from "./worker.ts";

export interface EngineOptions {
  /** null: in memory. */
  readonly folder: string | null;
  readonly idleLimit_ms: number;
  readonly onProgress: (phase: Phase) => void;
}

export class Engine {
  readonly #options: EngineOptions;
  readonly #session: Session;
  #worker: Worker | null = null;
  #broken: Error | null = null;
  #closing = false;

  constructor(options: EngineOptions) {
    this.#options = options;
    this.#session = new Session(options.idleLimit_ms);
  }

  /** A new connection; its statements wait while the engine is starting. */
  connect(): WireConnection {
    const connection = this.#session.connect();
    const broken = this.#broken;
    if (broken !== null) process.nextTick(() => connection.destroy(broken));
    return connection;
  }

  running_ms(connection: WireConnection): number | null {
    return this.#session.running_ms(connection);
  }

  /** Whether a restart would keep the rows. */
  get restartable(): boolean {
    return this.#options.folder !== null;
  }

  /** @throws when the engine cannot start */
  async start(): Promise<void> {
    const worker = new Worker(new URL("./boot.mjs", import.meta.url), { workerData: { folder: this.#options.folder } });
    this.#worker = worker;
    await new Promise<void>((resolve, reject) => {
      worker.on("message", (report: Report) => {
        if (report.kind === "progress") {
          this.#options.onProgress(report.phase);
          if (report.phase !== "ready") return;
          this.#session.start({ run: (batch) => order(worker, batch) });
          resolve();
        } else if (report.kind === "failed") reject(new Error(report.message));
        else this.#hear(worker, report);
      });
      worker.on("error", reject);
      worker.on("exit", (code) => reject(new Error(`The embedded database stopped with code ${code} while starting.`)));
    });
    // From here on, an end that was not asked for is a crash.
    worker.on("exit", () => this.#worker === worker && !this.#closing && void this.restart("The embedded database stopped unexpectedly."));
  }

  /** Stops the engine whatever it is doing, and opens it again. What ran at that moment fails and can be tried again. */
  async restart(reason: string): Promise<void> {
    const worker = this.#worker;
    this.#worker = null;
    this.#session.stop(new Unavailable(`${reason} It is being opened again; nothing acknowledged is lost. Try again.`));
    await worker?.terminate();
    try {
      if (!this.#closing) await this.start();
    } catch (error) {
      this.#broken = new Unavailable("The embedded database could not be opened again.", { cause: error });
      this.#session.stop(this.#broken);
    }
  }

  /** Shuts the engine down in order; by force after `limit_ms`. */
  async close(limit_ms = 10_000): Promise<void> {
    this.#closing = true;
    const worker = this.#worker;
    this.#worker = null;
    this.#broken = new Unavailable("The database is closed.");
    this.#session.stop(this.#broken);
    if (worker === null) return;
    const closed = new Promise<void>((resolve) => {
      worker.on("message", (report: Report) => report.kind === "closed" && resolve());
      worker.on("exit", () => resolve());
      setTimeout(resolve, limit_ms).unref();
    });
    worker.postMessage({ kind: "close" } satisfies Order);
    await closed;
    await worker.terminate();
  }

  #hear(worker: Worker, report: Report): void {
    // What a stopped engine still says belongs to nobody.
    if (worker !== this.#worker) return;
    if (report.kind === "output") this.#session.output(report.bytes);
    else if (report.kind === "done") {
      if (report.bytes.length > 0) this.#session.output(report.bytes);
      this.#session.done(report.status, report.notifications);
    }
  }
}

function order(worker: Worker, { bytes, dropCopyIn }: Batch): void {
  // A copy is cheap for a statement; the memory of a COPY's data is handed over instead.
  const own = bytes.length > 65_536 && bytes.byteOffset === 0 && bytes.byteLength === bytes.buffer.byteLength;
  worker.postMessage({ kind: "run", bytes, dropCopyIn } satisfies Order, own ? [bytes.buffer as ArrayBuffer] : []);
}
