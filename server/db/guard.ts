/** One statement under its limit and its caller's patience. */
import type pg from "pg";
import { Cancelled, StatementTimeout, Unavailable } from "./db.ts";

/** What differs between the engines when a statement must end. */
export interface Stopper {
  /** Milliseconds until the client's statement is over its limit, by the engine's own account; 0 or less: it is. */
  left_ms(client: pg.ClientBase, limit_ms: number): number;
  /** Stops the client's statement, or gives it up; `late` when it is over its limit, otherwise the caller went away. */
  stop(client: pg.ClientBase, late: boolean): Promise<void>;
}

// A server that does not answer a request to stop within this time has its connection cut.
const PATIENCE_MS = 5_000;

/** The outcome for the caller, and `settled`, when the session is free again (it never rejects; true: the session is as new). */
export interface Guarded<T> {
  readonly outcome: Promise<T>;
  readonly settled: Promise<boolean>;
}

/** `limit_ms` 0: no limit. */
export function guard<T>(client: pg.ClientBase, stopper: Stopper, running: Promise<T>, limit_ms: number, signal?: AbortSignal): Guarded<T> {
  let stopped: Error | null = null;
  let timer: NodeJS.Timeout | undefined;
  const stop = (why: Error, late: boolean): void => {
    stopped ??= why;
    stopper.stop(client, late).catch(() => {});
  };
  const watch = (wait_ms: number): void => {
    timer = setTimeout(() => {
      const left = stopper.left_ms(client, limit_ms);
      if (left > 0) return watch(left);
      stop(new StatementTimeout(limit_ms), true);
      timer = setTimeout(() => cut(client), PATIENCE_MS);
    }, wait_ms);
  };
  if (limit_ms > 0) watch(limit_ms);
  let giveUp = (_error: Error): void => {};
  const aborted = new Promise<never>((_, reject) => {
    giveUp = reject;
  });
  const onAbort = (): void => {
    const why = new Cancelled("The caller went away; the statement was stopped.", { cause: signal?.reason });
    // The limit stays in force: an engine that cannot stop a statement for one caller still must not run it for ever.
    stop(why, false);
    giveUp(why);
  };
  signal?.addEventListener("abort", onAbort, { once: true });
  const finished = running.finally(() => {
    clearTimeout(timer);
    signal?.removeEventListener("abort", onAbort);
  });
  // A session that said it was ending may look alive for a moment more.
  const settled = finished.then(
    () => stopped === null,
    (error: unknown) => stopped === null && !(asOurs(error) instanceof Unavailable),
  );
  const outcome = Promise.race([finished.catch((error: unknown) => Promise.reject(stopped ?? asOurs(error))), aborted]);
  return { outcome, settled };
}

/** Ends a session without a word: what runs on it fails at once. */
export function cut(client: pg.ClientBase): void {
  (client as unknown as { connection: { stream: { destroy(): void } } }).connection.stream.destroy();
}

/** The driver's words for a lost connection become one type that says "try again"; the database's own errors stay as they are. */
export function asOurs(error: unknown): unknown {
  if (!(error instanceof Error) || error instanceof Unavailable) return error;
  const code = (error as { code?: unknown }).code;
  const lost =
    /^(Connection terminated|timeout exceeded when trying to connect|Client has encountered a connection error|Client was closed)/.test(
      error.message,
    ) ||
    (typeof code === "string" && /^(08|57P0|53300|25P03|ECONN|EPIPE|ENOTFOUND|ETIMEDOUT|EHOST|ENOENT)/.test(code));
  return lost ? new Unavailable(`The database cannot be reached now (${error.message}). Try again.`, { cause: error }) : error;
}
