/** `Db` over the driver's pool, whichever engine the pool's streams lead to. */
import { AsyncLocalStorage } from "node:async_hooks";
import type { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import pg from "pg";
import { from as copyFrom } from "pg-copy-streams";
import type { Capabilities, Db, Health, QueryOptions, Tx } from "./db.ts";
import { Cancelled } from "./db.ts";
import { asOurs, guard, type Stopper } from "./guard.ts";
import { Listener } from "./listener.ts";
import { rowTypes } from "./rowTypes.ts";
import { type Sql, sql, toStatement } from "./sql.ts";
import { StatementNames } from "./statementNames.ts";

export interface PoolDbOptions {
  readonly kind: Db["kind"];
  readonly capabilities: Capabilities;
  readonly stopper: Stopper;
  readonly pool: pg.PoolConfig;
  /** Sessions for short statements beside the pool's; 0: they share the pool's. */
  readonly gateSessions: number;
  /** For the session that listens. */
  readonly listener: pg.ClientConfig;
  readonly limit_ms: number;
  /** After the pool is closed. */
  readonly closed: () => Promise<void>;
}

function openPool(config: pg.PoolConfig): pg.Pool {
  const pool = new pg.Pool({ ...config, types: rowTypes });
  // Without listeners a lost connection would end the process; the statement on it has its own error.
  pool.on("error", () => {});
  pool.on("connect", (client) => client.on("error", () => {}));
  return pool;
}

/** Marks what runs inside `tx`, where asking the pool would wait for the very session that asks. */
const inside = new AsyncLocalStorage<{ db: PoolDb; open: boolean }>();
/** Transactions that are open: while there is none, the mark costs nothing (on Node 20 it slows every promise of the program). */
let open = 0;

export class PoolDb implements Db {
  readonly kind: Db["kind"];
  readonly capabilities: Capabilities;
  readonly #options: PoolDbOptions;
  readonly #pool: pg.Pool;
  /** For short statements; the pool itself where there are no sessions beside it. */
  readonly #gate: pg.Pool;
  readonly #listener: Listener;
  readonly #names = new StatementNames();
  #closing: Promise<void> | null = null;

  constructor(options: PoolDbOptions) {
    this.kind = options.kind;
    this.capabilities = options.capabilities;
    this.#options = options;
    this.#pool = openPool(options.pool);
    this.#gate = options.gateSessions > 0 ? openPool({ ...options.pool, max: options.gateSessions }) : this.#pool;
    this.#listener = new Listener(() => ({ ...options.listener, types: rowTypes }));
  }

  async query<Row extends object>(statement: Sql, options: QueryOptions = {}): Promise<Row[]> {
    const scope = inside.getStore();
    if (scope?.open && scope.db === this) throw new Error("db.query was called inside db.tx: ask the transaction instead.");
    const client = await this.#client(options.lane === "gate" ? this.#gate : this.#pool, options.signal);
    try {
      return (await this.#run<Row>(client, statement, options, (fresh) => client.release(!fresh))).rows;
    } catch (error) {
      if (!isStalePlan(error)) throw error;
      this.#names.renew();
      return this.query(statement, options);
    }
  }

  async tx<T>(work: (tx: Tx) => Promise<T>): Promise<T> {
    const outer = inside.getStore();
    if (outer?.open && outer.db === this) throw new Error("db.tx was called inside db.tx: pass the transaction on instead.");
    const client = await this.#client(this.#pool);
    const scope = { db: this as PoolDb, open: true };
    open++;
    const tx = new PoolTx(client, (statement, options, done) => this.#run(client, statement, options, done));
    try {
      await tx.query(sql`begin`);
      const result = await inside.run(scope, () => work(tx));
      await tx.commit();
      client.release();
      return result;
    } catch (error) {
      client.release(!(await tx.rollBack()));
      if (isStalePlan(error)) this.#names.renew();
      throw error;
    } finally {
      scope.open = false;
      if (--open === 0) inside.disable();
    }
  }

  listen(channel: string, heard: (payload: string) => void, resumed?: () => void): Promise<() => Promise<void>> {
    return this.#listener.listen(channel, heard, resumed);
  }

  async notify(channel: string, payload: string): Promise<void> {
    await this.query(sql`select pg_notify(${channel}, ${payload})`);
  }

  async health(): Promise<Health> {
    const asked = sql`select current_setting('server_version') as database, postgis_lib_version() as postgis`;
    const [row] = await this.query<{ database: string; postgis: string }>(asked, { timeout_ms: 5_000, lane: "gate" });
    return { engine: this.kind, database: row?.database ?? "", postgis: row?.postgis ?? "" };
  }

  close(): Promise<void> {
    this.#closing ??= this.#close();
    return this.#closing;
  }

  async #close(): Promise<void> {
    await this.#listener.close();
    await this.#pool.end();
    if (this.#gate !== this.#pool) await this.#gate.end();
    await this.#options.closed();
  }

  /** A client of the pool; given back at once when it comes after the caller went away. */
  async #client(pool: pg.Pool, signal?: AbortSignal): Promise<pg.PoolClient> {
    const gone = (): Cancelled => new Cancelled("The caller went away before the statement ran.", { cause: signal?.reason });
    if (signal?.aborted) throw gone();
    try {
      const client = await pool.connect();
      if (!signal?.aborted) return client;
      client.release();
    } catch (error) {
      throw asOurs(error);
    }
    throw gone();
  }

  #run<Row extends object>(
    client: pg.PoolClient,
    statement: Sql,
    options: QueryOptions,
    done: (fresh: boolean) => void,
  ): Promise<pg.QueryResult<Row>> {
    const { text, values } = toStatement(statement);
    const name = this.#names.nameFor(text);
    const running = client.query<Row>(name === undefined ? { text, values } : { name, text, values });
    const { outcome, settled } = guard(
      client,
      this.#options.stopper,
      running,
      options.timeout_ms ?? this.#options.limit_ms,
      options.signal,
    );
    void settled.then(done);
    return outcome;
  }
}

type Run = <Row extends object>(statement: Sql, options: QueryOptions, done: (fresh: boolean) => void) => Promise<pg.QueryResult<Row>>;

class PoolTx implements Tx {
  readonly #client: pg.PoolClient;
  readonly #run: Run;
  /** The end of the statement before: a session does one at a time. True: nothing was stopped by force. */
  #before: Promise<boolean> = Promise.resolve(true);

  constructor(client: pg.PoolClient, run: Run) {
    this.#client = client;
    this.#run = run;
  }

  async query<Row extends object>(statement: Sql, options: QueryOptions = {}): Promise<Row[]> {
    return (await this.#inTurn((done) => this.#run<Row>(statement, options, done))).rows;
  }

  async copyIn(table: string, columns: readonly string[], source: Readable): Promise<number> {
    const [row] = await this.query<{ held: boolean }>(sql`select row_security_active(${table}::text) as held`);
    return this.#plain(() => (row?.held ? copyHeld : copyRows)(this.#client, pg.escapeIdentifier(table), columns, source));
  }

  async script(text: string): Promise<void> {
    await this.#plain(() => this.#client.query(text));
  }

  /** @throws when a statement had failed and the database rolled back, whatever `work` made of that */
  async commit(): Promise<void> {
    const { command } = await this.#inTurn((done) => this.#run(sql`commit`, {}, done));
    if (command === "ROLLBACK") throw new Error("The transaction was rolled back, because a statement in it had failed.");
  }

  /** True when the session is as new. */
  async rollBack(): Promise<boolean> {
    if (!(await this.#before)) return false;
    return this.#client.query("rollback").then(
      () => true,
      () => false,
    );
  }

  #plain<T>(work: () => Promise<T>): Promise<T> {
    return this.#inTurn((done) => {
      const running = work();
      running.then(
        () => done(true),
        () => done(true),
      );
      return running.catch((error: unknown) => Promise.reject(asOurs(error)));
    });
  }

  async #inTurn<T>(start: (done: (fresh: boolean) => void) => Promise<T>): Promise<T> {
    const before = this.#before;
    let done = (_fresh: boolean): void => {};
    this.#before = new Promise((resolve) => {
      done = resolve;
    });
    const fresh = await before;
    return start((now) => done(fresh && now));
  }
}

async function copyRows(client: pg.PoolClient, table: string, columns: readonly string[], source: Readable): Promise<number> {
  const names = columns.map((column) => pg.escapeIdentifier(column)).join(", ");
  const into = client.query(copyFrom(`copy ${table} (${names}) from stdin`));
  await pipeline(source, into);
  return into.rowCount;
}

/** COPY does not read rules for rows: what is held by some is copied beside the table, and inserted from there. */
async function copyHeld(client: pg.PoolClient, table: string, columns: readonly string[], source: Readable): Promise<number> {
  const names = columns.map((column) => pg.escapeIdentifier(column)).join(", ");
  await client.query(`create temporary table copied on commit drop as select ${names} from ${table} limit 0`);
  const rows = await copyRows(client, "copied", columns, source);
  await client.query(`insert into ${table} (${names}) overriding system value select ${names} from copied`);
  await client.query("drop table copied");
  return rows;
}

/** A prepared statement's columns changed under it: once more, under a new name, it works. */
function isStalePlan(error: unknown): boolean {
  return error instanceof Error && (error as { code?: unknown }).code === "0A000" && error.message.includes("cached plan");
}
