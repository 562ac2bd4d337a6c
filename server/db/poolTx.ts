/** One transaction on a session of the pool. */
import type { Readable, Writable } from "node:stream";
import type pg from "pg";
import { copyBlocks, copyHeld, copyRows } from "./copy.ts";
import type { Blocks, QueryOptions, Tx } from "./db.ts";
import { asOurs } from "./guard.ts";
import { type Sql, sql } from "./sql.ts";

type Run = <Row extends object>(statement: Sql, options: QueryOptions, done: (fresh: boolean) => void) => Promise<pg.QueryResult<Row>>;

/** Statements on one session, one after the other. */
export class PoolTx implements Tx {
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
    return this.#plain(() => (row?.held ? copyHeld : copyRows)(this.#client, table, columns, source));
  }

  copyOut(table: string, columns: readonly string[], blocks: Blocks | null, into: Writable): Promise<void> {
    return this.#plain(() => copyBlocks(this.#client, table, columns, blocks, into));
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
