/** `Db` over the driver's pool, whichever engine the pool's streams lead to. */
import { AsyncLocalStorage } from "node:async_hooks";
import pg from "pg";
import { ArchiveEdge, type EdgeRow, edgeRow } from "./archiveEdge.ts";
import type { Capabilities, Db, DbStands, Health, PoolStands, QueryOptions, Tx } from "./db.ts";
import { Cancelled, Unavailable } from "./db.ts";
import { refuseDoubtful, watchDoubt } from "./doubtful.ts";
import { asOurs, cut, guard, type Stopper } from "./guard.ts";
import { Listener } from "./listener.ts";
import { PoolTx } from "./poolTx.ts";
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
  /** For the session that listens; null: there is none to be had, and nothing is heard. */
  readonly listener: pg.ClientConfig | null;
  readonly limit_ms: number;
  /** A session is ours for a transaction only: no statement is named in it; what begins a transaction settles it. */
  readonly pooled?: { readonly begin: string };
  /** It may be given up for another server (`cut`). */
  readonly oneOfSeveral?: boolean;
  /** After the pool is closed. */
  readonly closed: () => Promise<void>;
}

function openPool(config: pg.PoolConfig, clients: Set<pg.PoolClient>): pg.Pool {
  const pool = new pg.Pool({ ...config, types: rowTypes });
  // Without listeners a lost connection would end the process; the statement on it has its own error.
  pool.on("error", () => {});
  pool.on("connect", (client) => {
    client.on("error", () => {});
    watchDoubt(client);
    clients.add(client);
  });
  pool.on("remove", (client) => clients.delete(client));
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
  readonly #listener: Listener | null;
  readonly #names = new StatementNames();
  readonly #edge = new ArchiveEdge();
  readonly #clients = new Set<pg.PoolClient>();
  /** Aborts when all sessions are ended at once. */
  #ended = new AbortController();
  #closing: Promise<void> | null = null;

  constructor(options: PoolDbOptions) {
    this.kind = options.kind;
    this.capabilities = options.capabilities;
    this.#options = options;
    this.#pool = openPool(options.pool, this.#clients);
    this.#gate = options.gateSessions > 0 ? openPool({ ...options.pool, max: options.gateSessions }, this.#clients) : this.#pool;
    const { listener } = options;
    this.#listener = listener && new Listener(() => ({ ...listener, types: rowTypes }));
  }

  async query<Row extends object>(statement: Sql, options: QueryOptions = {}): Promise<Row[]> {
    this.refuseInside();
    const client = await this.#client(options.lane === "gate" ? this.#gate : this.#pool, options.signal);
    try {
      return (await this.#run<Row>(client, statement, options, (fresh) => client.release(!fresh))).rows;
    } catch (error) {
      if (!isStalePlan(error)) throw error;
      this.#names.renew();
      return this.query(statement, options);
    }
  }

  /** @throws inside `tx` */
  refuseInside(): void {
    const scope = inside.getStore();
    if (scope?.open && scope.db === this) throw new Error("db.query was called inside db.tx: ask the transaction instead.");
  }

  /** Ends all sessions at once, whatever they do: who waits for one that does not answer, or for one to begin, waits no longer. */
  cut(): void {
    for (const client of this.#clients) cut(client);
    this.#ended.abort();
    this.#ended = new AbortController();
  }

  async tx<T>(work: (tx: Tx) => Promise<T>): Promise<T> {
    const outer = inside.getStore();
    if (outer?.open && outer.db === this) throw new Error("db.tx was called inside db.tx: pass the transaction on instead.");
    const client = await this.#client(this.#pool);
    const scope = { db: this as PoolDb, open: true };
    open++;
    const tx = new PoolTx(client, (statement, options, done) => this.#run(client, statement, options, done));
    try {
      await (this.#options.pooled ? tx.script(this.#options.pooled.begin) : tx.query(sql`begin`));
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

  async alone(text: string): Promise<void> {
    const client = await this.#client(this.#pool);
    try {
      await client.query(text);
      client.release();
    } catch (error) {
      client.release(asOurs(error) instanceof Unavailable);
      throw asOurs(error);
    }
  }

  listen(channel: string, heard: (payload: string) => void, resumed?: () => void): Promise<() => Promise<void>> {
    return this.#listener?.listen(channel, heard, resumed) ?? Promise.resolve(async () => {});
  }

  async notify(channel: string, payload: string): Promise<void> {
    await this.query(sql`select pg_notify(${channel}, ${payload})`);
  }

  async health(): Promise<Health> {
    const asked = sql`select current_setting('server_version') as database, postgis_lib_version() as postgis`;
    const [row] = await this.query<{ database: string; postgis: string }>(asked, { timeout_ms: 5_000, lane: "gate" });
    return { engine: this.kind, database: row?.database ?? "", postgis: row?.postgis ?? "" };
  }

  stands(): DbStands {
    return { servers: [{ name: "", role: "primary", leftOut: false, behind_bytes: null, pools: this.pools }], heard_ms: null };
  }

  get pools(): readonly PoolStands[] {
    const of = (pool: PoolStands["pool"], { totalCount: total, idleCount: idle, waitingCount: waiting }: pg.Pool): PoolStands => ({
      ...{ pool, total, idle, waiting },
    });
    return [of("work", this.#pool), ...(this.#gate === this.#pool ? [] : [of("gate", this.#gate)])];
  }

  close(): Promise<void> {
    this.#closing ??= this.#close();
    return this.#closing;
  }

  async #close(): Promise<void> {
    await this.#listener?.close();
    await this.#pool.end();
    if (this.#gate !== this.#pool) await this.#gate.end();
    await this.#options.closed();
  }

  /** A client of the pool; given back at once when it comes after the caller went away. */
  async #client(pool: pg.Pool, signal?: AbortSignal): Promise<pg.PoolClient> {
    const gone = (): Cancelled => new Cancelled("The caller went away before the statement ran.", { cause: signal?.reason });
    if (signal?.aborted) throw gone();
    try {
      const connecting = pool.connect();
      const client = await (this.#options.oneOfSeveral ? unlessEnded(connecting, this.#ended.signal) : connecting);
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
    const edge_ms = this.#edge.at;
    const { text, values, reaches } = toStatement(statement, edge_ms ?? null);
    if (reaches && edge_ms === undefined) return this.#runReaching(client, statement, options, done);
    const name = this.#options.pooled ? undefined : this.#names.nameFor(text);
    const running = client.query<Row>(name === undefined ? { text, values } : { name, text, values }).then((result) => {
      refuseDoubtful(client);
      return result;
    });
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

  /** Asks first how far the archive reaches: on the same session, which may be the only one. */
  #runReaching<Row extends object>(
    client: pg.PoolClient,
    statement: Sql,
    options: QueryOptions,
    done: (fresh: boolean) => void,
  ): Promise<pg.QueryResult<Row>> {
    let settle = (_fresh: boolean): void => {};
    const settled = new Promise<boolean>((resolve) => {
      settle = resolve;
    });
    return this.#run<EdgeRow>(client, edgeRow, options, settle).then(
      ({ rows: [row] }) => {
        this.#edge.heard(row);
        return this.#run<Row>(client, statement, options, done);
      },
      (error: unknown) => {
        void settled.then(done);
        throw error;
      },
    );
  }
}

/** A client, unless all sessions are ended meanwhile; then it is given back should it come after all. @throws Unavailable */
function unlessEnded(connecting: Promise<pg.PoolClient>, ended: AbortSignal): Promise<pg.PoolClient> {
  return new Promise((resolve, reject) => {
    const giveUp = (): void => {
      connecting.then((client) => client.release(true)).catch(() => {});
      reject(new Unavailable("The server does not answer. Try again."));
    };
    ended.addEventListener("abort", giveUp, { once: true });
    connecting.then(resolve, reject).finally(() => ended.removeEventListener("abort", giveUp));
  });
}

/** A prepared statement's columns changed under it: once more, under a new name, it works. */
function isStalePlan(error: unknown): boolean {
  return error instanceof Error && (error as { code?: unknown }).code === "0A000" && error.message.includes("cached plan");
}
