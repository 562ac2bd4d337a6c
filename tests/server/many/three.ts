/** The precinct of acts served by three processes behind a proxy, its people asking whichever they like. */
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { ProblemDetail } from "../../../server/contract/types.ts";
import { actPaths, type PersonAct } from "../../../server/contract/vocabulary.ts";
import type { Db } from "../../../server/db/db.ts";
import { openDatabase } from "../../../server/db/open.ts";
import { type Sql, sql } from "../../../server/db/sql.ts";
import { createDatabase } from "../../support/databases.ts";
import { loadPrecinct, Precinct, usual, usualReport, type Who, west } from "../acts/precinct.ts";
import { type Process, startProcesses } from "./processes.ts";
import { type Balancer, openProxy } from "./proxy.ts";

export interface Answer<T> {
  readonly status: number;
  readonly headers: Headers;
  readonly body: T;
  readonly bytes: Buffer;
}

type Json = Readonly<Record<string, unknown>>;

const names = ["one", "two", "three"];

/** Keeps what a statement locks. @returns lets go of it */
export async function holding(db: Db, lock: Sql): Promise<() => Promise<void>> {
  let free = (): void => {};
  const freed = new Promise<void>((resolve) => {
    free = resolve;
  });
  let held: Promise<void> = Promise.resolve();
  await new Promise<void>((locked, failed) => {
    held = db.tx(async (tx) => {
      await tx.query(sql`select set_config('idle_in_transaction_session_timeout', '0', true)`);
      await tx.query(lock);
      locked();
      await freed;
    });
    held.catch(failed);
  });
  return () => {
    free();
    return held;
  };
}

export class Three {
  readonly db: Db;
  readonly processes: readonly Process[];
  readonly proxy: Balancer;
  readonly #precinct: Precinct;
  readonly #folder: string;
  private constructor(precinct: Precinct, processes: readonly Process[], proxy: Balancer, folder: string) {
    this.db = precinct.db;
    this.processes = processes;
    this.proxy = proxy;
    this.#precinct = precinct;
    this.#folder = folder;
  }

  /** @param prepare what is there before the first of them starts */
  static async open(prepare: (precinct: Precinct) => Promise<void>): Promise<Three> {
    const folder = await mkdtemp(join(tmpdir(), "chuangtu-three-"));
    const databaseUrl = await createDatabase();
    const db = await openDatabase({ databaseUrl, dataFolder: null });
    await loadPrecinct(db);
    // Its clock is the tests' own, not that of a made-up district.
    await db.query(sql`update district set made_up = false`);
    await db.query(sql`select setval(pg_get_serial_sequence(t, 'id'), 1000) from unnest(array['person', 'site']) t`);
    const precinct = await Precinct.open(db);
    await prepare(precinct);
    const processes = await startProcesses({ databaseUrl, folder }, names);
    return new Three(precinct, processes, await openProxy(processes.map(({ address }) => address)), folder);
  }

  async close(): Promise<void> {
    await this.proxy.close();
    await Promise.all(this.processes.map((each) => each.kill()));
    await this.#precinct.app.close();
    await this.db.close();
    await rm(this.#folder, { recursive: true, force: true });
  }

  /** The process's address, or the proxy's. */
  #at(i: number | "proxy"): string {
    return i === "proxy" ? this.proxy.address : (this.processes[i % this.processes.length] as Process).address;
  }

  async cookie(who: Who): Promise<string> {
    return (await this.#precinct.headers(who)).cookie as string;
  }

  /** @param body JSON, or bytes; left out: asks by GET */
  async ask<T = Json>(
    i: number | "proxy",
    who: Who | null,
    path: string,
    body?: Json | Buffer,
    more: Record<string, string> = {},
  ): Promise<Answer<T>> {
    const type = Buffer.isBuffer(body) ? "application/octet-stream" : "application/json";
    const headers = { ...(who && { cookie: await this.cookie(who) }), ...(body && { "content-type": type }), ...more };
    const sent = Buffer.isBuffer(body) ? new Uint8Array(body) : JSON.stringify(body);
    const reply = await fetch(
      `${this.#at(i)}${path}`,
      body === undefined ? { headers } : { method: "POST", headers, body: sent as BodyInit },
    );
    const bytes = Buffer.from(await reply.arrayBuffer());
    const isJson = reply.headers.get("content-type")?.includes("json") ?? false;
    return { status: reply.status, headers: reply.headers, bytes, body: (isJson ? JSON.parse(bytes.toString()) : null) as T };
  }
  /** The body of an answer that must be 200. */
  async get<T>(i: number | "proxy", who: Who, path: string, body?: Json | Buffer): Promise<T> {
    const answer = await this.ask<T>(i, who, path, body);
    if (answer.status !== 200) throw new Error(`${path} answered ${answer.status}: ${answer.bytes.toString().slice(0, 500)}`);
    return answer.body;
  }
  report(i: number | "proxy", said: Json = {}): Promise<ProblemDetail> {
    // Each in a place of its own.
    const place = { lon: west.lon - 0.008 + Math.random() * 0.016, lat: west.lat - 0.008 + Math.random() * 0.016 };
    return this.get(i, "inspector", "/api/problems", { ...usualReport, ...place, ...said });
  }
  act(
    i: number | "proxy",
    who: Who,
    act: PersonAct,
    { id, version }: Pick<ProblemDetail, "id" | "version">,
    said: Json = {},
  ): Promise<ProblemDetail> {
    return this.get(i, who, `/api/problems/${id}/${actPaths[act]}`, { version, ...usual[act], ...said });
  }

  /** The processes' sessions that wait for a lock, each by its process's name. */
  async waiting(): Promise<string[]> {
    const rows = await this.db.query<{ name: string }>(sql`select application_name as name from pg_stat_activity
      where datname = current_database() and wait_event_type = 'Lock' and application_name = any(${[...names]}::text[])`);
    return rows.map(({ name }) => name);
  }
  named(name: string): { readonly at: number; readonly process: Process } {
    const at = this.processes.findIndex((one) => one.name === name);
    if (at < 0) throw new Error(`No process is called ${name}.`);
    return { at, process: this.processes[at] as Process };
  }
  /** Ends the sessions by which processes listen, as a network or an administrator would. @returns how many */
  async deafen(): Promise<number> {
    return (
      await this.db.query(sql`select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and query like 'listen %'
        and application_name = any(${names}::text[])`)
    ).length;
  }
}
