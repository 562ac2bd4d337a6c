/** What one size of the town is measured with: the server in a process of its own, the load in another, Fastify alone in a third. */

import type { Queryable } from "../../../server/db/db.ts";
import type { Sql } from "../../../server/db/sql.ts";
import type { Askers } from "../check.ts";
import { type Ground, groundOf } from "../ground.ts";
import type { Engine, Request, Spreads } from "../workload.ts";
import { valuesOf } from "../workload.ts";
import { Child } from "./child.ts";
import type { Loaded, LoadOrders } from "./loadProcess.ts";
import { pgbench, pgbenchPath, scriptOf, Variable } from "./pgbench.ts";
import type { PlainOrders } from "./plainProcess.ts";
import type { Rate } from "./rate.ts";
import type { Opened, Opening, ServerOrders } from "./serverProcess.ts";

export interface StageOptions extends Omit<Opening, "clients"> {
  readonly engine: Engine;
  readonly clients: number;
  readonly seconds: number;
}

export interface Asking {
  readonly port: number;
  readonly requests: readonly Request[];
  readonly status?: number;
  readonly clients?: number;
  readonly seconds?: number;
}

type ByHand = (values: Readonly<Record<string, unknown>>) => Sql;

const warm_s = 0.3;

export class Stage implements Askers {
  readonly ground: Ground;
  readonly opened: Opened;
  readonly plainPort: number;
  readonly options: StageOptions;
  readonly #server: Child<ServerOrders>;
  readonly #load: Child<LoadOrders>;
  readonly #plain: Child<PlainOrders>;

  private constructor(options: StageOptions, children: Children, opened: Opened, ground: Ground, plainPort: number) {
    this.options = options;
    [this.#server, this.#load, this.#plain] = children;
    this.opened = opened;
    this.ground = ground;
    this.plainPort = plainPort;
  }

  static async open(options: StageOptions): Promise<Stage> {
    const file = (name: string): URL => new URL(`./${name}Process.ts`, import.meta.url);
    const children: Children = [new Child(file("server")), new Child(file("load")), new Child(file("plain"))];
    try {
      const { url, size, clients } = options;
      const opened = await children[0].ask("open", { ...(url !== undefined && { url }), ...(size && { size }), clients });
      const ground = await groundOf(queryable(children[0]));
      return new Stage(options, children, opened, ground, await children[2].ask("port", null));
    } catch (error) {
      await Promise.all(children.map((child) => child.close()));
      throw error;
    }
  }

  get engine(): Engine {
    return this.options.engine;
  }

  /** What is to be reached is to be reached on PostgreSQL among a million. */
  get counts(): boolean {
    return this.engine === "postgres" && this.ground.count >= 1_000_000;
  }

  /** One request. */
  async http({ path, headers = {} }: Request): Promise<Buffer> {
    const reply = await this.answer({ path, headers });
    const body = Buffer.from(await reply.arrayBuffer());
    if (reply.status !== 200) throw new Error(`${path} answered ${reply.status}: ${body.toString("utf8", 0, 300)}`);
    return body;
  }
  answer({ path, headers = {} }: Request): Promise<Response> {
    const cookie = this.opened.cookies[0] as string;
    return fetch(`http://127.0.0.1:${this.opened.port}${path}`, { headers: { "accept-encoding": "identity", ...headers, cookie } });
  }

  rows(statement: Sql): Promise<Record<string, unknown>[]> {
    return queryable(this.#server).query(statement);
  }

  /** So many connections for so long. */
  load({ port, requests, status = 200, clients = this.options.clients, seconds = this.options.seconds }: Asking): Promise<Loaded> {
    // Each connection's requests are somebody else's; there are enough that no two under way are alike.
    const cookies = port === this.opened.port ? this.opened.cookies : [];
    const turns = Math.max(requests.length, cookies.length);
    const bytes = Array.from({ length: turns }, (_, i) =>
      requestBytes(requests[i % requests.length] as Request, cookies[i % cookies.length]),
    );
    return this.#load.ask("load", { port, requests: bytes, connections: clients, seconds, warm_s, status });
  }

  /** How a statement by hand is run here, for the report. */
  get rawBy(): string {
    return this.usesPgbench ? "pgbench -M prepared" : "the driver, in the server's process while nothing is asked of it";
  }
  private get usesPgbench(): boolean {
    return this.options.url !== undefined && pgbenchPath() !== null;
  }

  /** The rate of a statement by hand. */
  async raw(
    statement: ByHand,
    spreads: Spreads,
    cases: number,
    run: { readonly clients?: number; readonly seconds?: number } = {},
  ): Promise<Rate> {
    const { url, clients, seconds } = { ...this.options, ...run };
    if (url === undefined || !this.usesPgbench) {
      const carried = Array.from({ length: cases }, (_, k) => carry(statement(valuesOf(spreads, k))));
      return this.#server.ask("raw", { cases: carried, clients, seconds });
    }
    const variables = Object.fromEntries(Object.keys(spreads).map((name) => [name, new Variable(name)]));
    return pgbench({ url, script: scriptOf(statement(variables), spreads, cases), clients, seconds: Math.ceil(seconds) });
  }

  /** Bytes as a file that Fastify sends. */
  async keep(name: string, bytes: Buffer): Promise<void> {
    await this.#plain.ask("keep", { name, bytes });
  }

  async close(): Promise<void> {
    await Promise.all([this.#load.close(), this.#plain.close(), this.#server.close()]);
  }
}

type Children = [Child<ServerOrders>, Child<LoadOrders>, Child<PlainOrders>];

const carry = ({ texts, values }: Sql) => ({ texts: [...texts], values: [...values] });

const queryable = (server: Child<ServerOrders>): Queryable => ({
  query: async <Row extends object>(statement: Sql, options: { readonly timeout_ms?: number | undefined } = {}) =>
    (await server.ask("query", { statement: carry(statement), options: { timeout_ms: options.timeout_ms ?? 60_000 } })) as Row[],
});

function requestBytes({ path, headers = {} }: Request, cookie: string | undefined): Uint8Array {
  const all = { host: "127.0.0.1", "accept-encoding": "identity", ...headers, ...(cookie !== undefined && { cookie }) };
  const lines = Object.entries(all).map(([name, value]) => `${name}: ${value}\r\n`);
  return Buffer.from(`GET ${path} HTTP/1.1\r\n${lines.join("")}\r\n`);
}
