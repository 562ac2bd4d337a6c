/** The database as the rest of the server sees it: one interface, whichever engine is behind it. */
import type { Readable, Writable } from "node:stream";
import type { Sql } from "./sql.ts";

/** Runs statements: the pool, or one transaction. */
export interface Queryable {
  /**
   * Rows of a statement. int8 and numeric arrive as numbers, timestamptz as Date, date as text, bytea as Buffer.
   * @throws StatementTimeout when it ran longer than its limit; Cancelled when `signal` aborted
   */
  query<Row extends object>(statement: Sql, options?: QueryOptions): Promise<Row[]>;
}

export interface QueryOptions {
  /** Cancels the statement when the caller goes away. */
  readonly signal?: AbortSignal | undefined;
  /** Limit in milliseconds; the opener's default otherwise. 0: none. */
  readonly timeout_ms?: number | undefined;
  /**
   * `gate`: on a few sessions of its own, so that who asks and whether all is well is known while every other session is busy. For statements of
   * a millisecond. An engine with one session has no lane beside it. In a transaction it means nothing.
   */
  readonly lane?: "gate";
  /**
   * A read that any server may answer that has come as far. Left out: it is the primary's, as whatever writes and whatever must be exact.
   * In a transaction, and where there is one server, it means nothing.
   */
  readonly at?: At | undefined;
  /** Where the primary is away, the freshest copy answers, for as long as the opener's bound allows. For the statement that says how things stand. */
  readonly orStale?: boolean;
}

/** How far a server has come in what is written: bytes of a timeline; each failover begins a new one. */
export interface Position {
  readonly timeline: number;
  readonly lsn: bigint;
}

/**
 * What a request may count on, looked up once when it came: all that was acknowledged before is at this position. One for each request
 * (`ownAt`): its reads stay with the server that answered first, so that none sees less than the one before.
 */
export interface At extends Position {
  /** The primary was away, and this is a copy's; then when the primary was last heard. */
  readonly staleSince: Date | null;
  /** Who answers this request's reads; the database notes it. */
  by: object | null;
}

/** For one request. */
export const ownAt = (at: At): At => ({ ...at, by: null });

/** Several servers with the same rows: one is written to, the others follow it and are read from. */
export interface Copies {
  /** An expression of a statement asked in the lane `gate` with `orStale`: where the server that answers stands. */
  readonly position: Sql;
  /** What it answered. @param rows in which it was answered, as `query` gave them: by them it is known whose answer it is */
  at(position: string, rows: readonly object[]): At;
}

export interface Tx extends Queryable {
  /** Streams COPY text (tab-separated, \N for null) into a table's columns; names come from code or the catalog, never a request. */
  copyIn(table: string, columns: readonly string[], source: Readable): Promise<number>;
  /** Streams a table's rows as COPY text, as `copyIn` takes them: all, or those of some of its blocks. A failing `into` costs the session. */
  copyOut(table: string, columns: readonly string[], blocks: Blocks | null, into: Writable): Promise<void>;
  /** Runs statements of a file as they stand (migrations). */
  script(text: string): Promise<void>;
}

/** Blocks of a table's storage (each 8 KiB as a rule), of every partition alike; `to` is the first no more of them, null = to the end. */
export interface Blocks {
  readonly from: number;
  readonly to: number | null;
}

export interface Db extends Queryable {
  readonly kind: "embedded" | "postgres";
  readonly capabilities: Capabilities;
  /** One transaction on one session; rolled back when `work` throws. */
  tx<T>(work: (tx: Tx) => Promise<T>): Promise<T>;
  /** Runs one statement of a file as it stands, in no transaction and without a limit (migrations). */
  alone(text: string): Promise<void>;
  /**
   * Calls back for each NOTIFY on a channel until the returned function is called. One session serves all channels.
   * When that session was lost and is back, `resumed` is called: what was sent in between was not heard.
   */
  listen(channel: string, heard: (payload: string) => void, resumed?: () => void): Promise<() => Promise<void>>;
  notify(channel: string, payload: string): Promise<void>;
  health(): Promise<Health>;
  /** Servers, roles and sessions as this process knows them now; nothing is asked. */
  stands(): DbStands;
  close(): Promise<void>;
}

export interface DbStands {
  readonly servers: readonly ServerStands[];
  /** Of several servers: when the primary was heard last, of Date.now(); null: never, or there is one server. */
  readonly heard_ms: number | null;
}

export interface ServerStands {
  /** Its address without name and password; "" where there is one server. */
  readonly name: string;
  readonly role: "primary" | "copy" | "away";
  /** Too far behind to be read from. */
  readonly leftOut: boolean;
  /** Of a copy: bytes that it lacked when both were asked last; null: of another timeline, or nobody knows. */
  readonly behind_bytes: number | null;
  readonly pools: readonly PoolStands[];
}

/** Sessions: for all that is asked, and beside them for short statements. `waiting`: how many wait for one. */
export interface PoolStands {
  readonly pool: "work" | "gate";
  readonly total: number;
  readonly idle: number;
  readonly waiting: number;
}

/** What the engine can do that the other may not. */
export interface Capabilities {
  /** A running statement can be stopped without reopening the engine. */
  readonly cancel: boolean;
  /** Sessions beside each other, without those of the lane for short statements. */
  readonly sessions: number;
  /** Left out where there is one server. */
  readonly copies?: Copies;
}

export interface Health {
  readonly engine: "embedded" | "postgres";
  readonly database: string;
  readonly postgis: string;
}

/** A statement ran longer than its limit and was stopped. */
export class StatementTimeout extends Error {
  override readonly name = "StatementTimeout";
  readonly limit_ms: number;
  constructor(limit_ms: number, cause?: unknown) {
    super(`The statement was stopped after ${limit_ms} ms.`, { cause });
    this.limit_ms = limit_ms;
  }
}

/** The caller went away and the statement was stopped. */
export class Cancelled extends Error {
  override readonly name = "Cancelled";
}

/** The database cannot be reached now, or the session was lost in the middle: the same may work a moment later. */
export class Unavailable extends Error {
  override readonly name = "Unavailable";
  readonly retryable = true;
}

/** The data folder is open in another process. */
export class FolderInUse extends Error {
  override readonly name = "FolderInUse";
}

/** The database was written by a newer program. */
export class DatabaseIsNewer extends Error {
  override readonly name = "DatabaseIsNewer";
}

/** The database server, its PostGIS, or what is installed here is not what the program needs; the sentence says what is. */
export class Unsuitable extends Error {
  override readonly name = "Unsuitable";
}
