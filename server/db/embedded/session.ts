/**
 * The one session of the embedded database, shared by many connections: a connection keeps it from its first batch
 * until the session says it is idle, so nobody's transaction or half-read portal is ever mixed with another's.
 */
import { cstring, errorMessage, message, queryMessage, type TxStatus } from "./frames.ts";
import { type Batch, type Scheduler, WireConnection } from "./wire.ts";

/** Runs one batch at a time, somewhere else. */
export interface Runner {
  run(batch: Batch): void;
}

interface Running {
  /** null: our own housekeeping. */
  readonly connection: WireConnection | null;
  readonly since_ms: number;
}

export class Session implements Scheduler {
  readonly #connections = new Set<WireConnection>();
  readonly #waiting: WireConnection[] = [];
  readonly #chores: Batch[] = [];
  readonly #idleLimit_ms: number;
  #runner: Runner | null = null;
  #holder: WireConnection | null = null;
  #running: Running | null = null;
  #watchdog: NodeJS.Timeout | undefined;
  #nextId = 1;

  /** `idleLimit_ms`: a transaction that waits longer for its next statement is rolled back. */
  constructor(idleLimit_ms: number) {
    this.#idleLimit_ms = idleLimit_ms;
  }

  connect(): WireConnection {
    const connection = new WireConnection(this.#nextId++, this);
    this.#connections.add(connection);
    return connection;
  }

  /** The engine is ready: what waits is run. */
  start(runner: Runner): void {
    this.#runner = runner;
    this.#pump();
  }

  /** The engine is gone: every connection ends with the error, whatever it was doing. */
  stop(error: Error): void {
    this.#runner = null;
    this.#running = null;
    this.#holder = null;
    this.#waiting.length = 0;
    const connections = [...this.#connections];
    this.#connections.clear();
    for (const connection of connections) connection.destroy(error);
    // The connections' farewells made chores for a session that no longer is.
    this.#chores.length = 0;
    clearTimeout(this.#watchdog);
  }

  /** How long the connection's batch has been running; null while it waits or has none. */
  running_ms(connection: WireConnection): number | null {
    return this.#running?.connection === connection ? performance.now() - this.#running.since_ms : null;
  }

  submit(connection: WireConnection, batch: Batch): void {
    connection.pending.push(batch);
    if (connection !== this.#holder && !this.#waiting.includes(connection)) this.#waiting.push(connection);
    this.#pump();
  }

  leave(connection: WireConnection): void {
    if (!this.#connections.delete(connection)) return;
    connection.pending.length = 0;
    const place = this.#waiting.indexOf(connection);
    if (place >= 0) this.#waiting.splice(place, 1);
    if (connection.statements.size > 0) this.#chores.push(closing(connection.statements));
    if (connection.listening && ![...this.#connections].some((one) => one.listening)) this.#chores.push(plain("unlisten *"));
    if (this.#holder === connection && this.#running?.connection !== connection) this.#rollBack();
    this.#pump();
  }

  /** Bytes for the connection whose batch runs. */
  output(bytes: Uint8Array): void {
    const connection = this.#running?.connection;
    if (connection && !connection.destroyed && this.#connections.has(connection)) connection.push(bytes);
  }

  /** The batch is over. `status` null: it ended in Flush, and more of it will come. */
  done(status: TxStatus | null, notifications: readonly Uint8Array[]): void {
    const connection = this.#running?.connection ?? null;
    this.#running = null;
    if (connection !== null) this.#settle(connection, status);
    for (const bytes of notifications) this.#tell(bytes);
    this.#pump();
  }

  #settle(connection: WireConnection, status: TxStatus | null): void {
    if (status !== null) connection.status = status;
    const idle = status === "I";
    this.#holder = idle ? null : connection;
    if (!this.#connections.has(connection)) {
      if (!idle) this.#rollBack();
    } else if (idle && connection.pending.length > 0) this.#waiting.push(connection);
  }

  #tell(bytes: Uint8Array): void {
    for (const one of this.#connections) if (one.listening) one.push(bytes);
  }

  /** Ends what the holder left open; before all other chores, and before anybody else. */
  #rollBack(): void {
    this.#holder = null;
    // Sync ends an unfinished batch, ROLLBACK a transaction.
    this.#chores.unshift({ bytes: Buffer.concat([message("S"), queryMessage("rollback")]), dropCopyIn: false });
  }

  #pump(): void {
    if (this.#runner === null || this.#running !== null) return;
    clearTimeout(this.#watchdog);
    const next = this.#next();
    if (next === null) return;
    this.#running = { connection: next.connection, since_ms: performance.now() };
    this.#runner.run(next.batch);
  }

  #next(): { connection: WireConnection | null; batch: Batch } | null {
    if (this.#holder !== null) {
      const batch = this.#holder.pending.shift();
      if (batch === undefined) this.#watch(this.#holder);
      return batch === undefined ? null : { connection: this.#holder, batch };
    }
    const chore = this.#chores.shift();
    if (chore !== undefined) return { connection: null, batch: chore };
    for (let connection = this.#waiting.shift(); connection !== undefined; connection = this.#waiting.shift()) {
      const batch = connection.pending.shift();
      if (batch !== undefined) return { connection, batch };
    }
    return null;
  }

  #watch(holder: WireConnection): void {
    this.#watchdog = setTimeout(() => {
      holder.push(errorMessage("FATAL", "25P03", `terminating connection: its transaction was idle for ${this.#idleLimit_ms} ms`));
      holder.destroy();
    }, this.#idleLimit_ms);
    this.#watchdog.unref();
  }
}

const plain = (text: string): Batch => ({ bytes: queryMessage(text), dropCopyIn: false });

/** Frees prepared statements by their names in the session. */
function closing(names: ReadonlySet<string>): Batch {
  const frames = [...names].map((name) => message("C", Buffer.concat([Buffer.from("S"), cstring(name)])));
  return { bytes: Buffer.concat([...frames, message("S")]), dropCopyIn: false };
}
