/**
 * `Db` on several PostgreSQL servers with the same rows: one is written to, the others follow it.
 *
 * - What writes, and whatever is not said to be a read that may be answered elsewhere, is the primary's.
 * - A read that says what its caller counts on (`at`) goes to a copy that has come as far, or does within a moment, or to the primary.
 * - While the primary is away the freshest copy says how things stand (`orStale`), within a bound.
 */
import { chosenCopy } from "./catchUp.ts";
import {
  type At,
  type Capabilities,
  type Copies,
  type Db,
  type DbStands,
  type Health,
  type QueryOptions,
  type Tx,
  Unavailable,
} from "./db.ts";
import { Listener } from "./listener.ts";
import { placeFrom, position } from "./position.ts";
import { Roster } from "./roster.ts";
import { rowTypes } from "./rowTypes.ts";
import type { Server } from "./server.ts";
import { type Sql, sql } from "./sql.ts";

export interface ReplicatedOptions {
  /** Sessions with each server. */
  readonly sessions: number;
  /** So long after the primary was last heard its copies answer alone. Milliseconds. */
  readonly maxStaleness_ms: number;
  /** Told when a server is lost, left out, taken back, or refused. */
  readonly say: (line: string) => void;
}

interface Answered {
  readonly copy: Server;
  /** Of Date.now(). */
  readonly heard_ms: number;
}

const codeOf = (error: unknown): unknown => (error as { code?: unknown } | null)?.code;
/** Of a server in recovery: it cannot write, cannot do this, or had to drop what it read for what it was told to replay. */
const notHere = new Set<unknown>(["25006", "0A000", "55000", "40001", "40P01"]);
const elsewhere = (error: unknown): boolean => error instanceof Unavailable || notHere.has(codeOf(error));

export class ReplicatedDb implements Db {
  readonly kind = "postgres";
  readonly #copies: Copies = { position, at: (text, rows) => this.#at(text, this.#answered.get(rows)) };
  /** Which copy gave which rows while the primary was away, and when that had been heard last. */
  readonly #answered = new WeakMap<readonly object[], Answered>();
  readonly #options: ReplicatedOptions;
  readonly #servers: readonly Server[];
  readonly #roster: Roster;
  readonly #listener: Listener | null;

  constructor(servers: readonly Server[], options: ReplicatedOptions) {
    this.#servers = servers;
    this.#options = options;
    this.#roster = new Roster(servers, { say: options.say, moved: () => this.#listener?.again() });
    const deaf = servers.some(({ listener }) => listener === null);
    this.#listener = deaf ? null : new Listener(async () => ({ ...(await this.#roster.writable()).listener, types: rowTypes }));
  }

  get capabilities(): Capabilities {
    const reading = this.#roster.copies.filter(({ behind }) => !behind).length;
    return { cancel: true, sessions: this.#options.sessions * Math.max(1, reading), copies: this.#copies };
  }

  async query<Row extends object>(statement: Sql, options: QueryOptions = {}): Promise<Row[]> {
    for (const { work } of this.#servers) work.refuseInside();
    if (options.orStale) return this.#stand<Row>(statement, options);
    if (options.at) return this.#read<Row>(statement, options, options.at);
    return this.#onPrimary((primary) => on<Row>(primary, statement, options));
  }

  tx<T>(work: (tx: Tx) => Promise<T>): Promise<T> {
    return this.#onPrimary((primary) => primary.work.tx(work));
  }

  alone(text: string): Promise<void> {
    return this.#onPrimary((primary) => primary.work.alone(text));
  }

  listen(channel: string, heard: (payload: string) => void, resumed?: () => void): Promise<() => Promise<void>> {
    return this.#listener?.listen(channel, heard, resumed) ?? Promise.resolve(async () => {});
  }

  async notify(channel: string, payload: string): Promise<void> {
    await this.query(sql`select pg_notify(${channel}, ${payload})`);
  }

  async health(): Promise<Health> {
    const primary = await this.#roster.writable().catch(() => null);
    for (const server of [...(primary ? [primary] : []), ...this.#freshest()]) {
      try {
        return await server.work.health();
      } catch (error) {
        if (!elsewhere(error)) throw error;
        void this.#roster.find();
      }
    }
    throw new Unavailable("No server answers now. Try again.");
  }

  stands(): DbStands {
    const { heard_ms, primary } = this.#roster;
    return { servers: this.#servers.map((server) => server.stands(primary?.place ?? null)), heard_ms: heard_ms || null };
  }

  async close(): Promise<void> {
    this.#roster.close();
    await this.#listener?.close();
    await Promise.all(this.#servers.map((server) => server.close()));
  }

  /** What fails for want of a primary has it looked for. */
  async #onPrimary<T>(work: (primary: Server) => Promise<T>): Promise<T> {
    const primary = await this.#roster.writable();
    try {
      return await work(primary);
    } catch (error) {
      if (error instanceof Unavailable) void this.#roster.find();
      if (codeOf(error) !== "25006") throw error;
      void this.#roster.find();
      throw new Unavailable("The server that was written to has become another's copy. Try again.", { cause: error });
    }
  }

  /** How things stand, by the primary; while it is away, by the copy that has come farthest. */
  async #stand<Row extends object>(statement: Sql, options: QueryOptions): Promise<Row[]> {
    for (let turn = 0; turn < 2; turn++) {
      const primary = turn === 0 && this.#roster.heard_ms === 0 ? await this.#roster.writable() : this.#roster.primary;
      if (primary === null) break;
      try {
        const asked_ms = Date.now();
        const rows = await on<Row>(primary, statement, options);
        this.#roster.heard(primary, asked_ms);
        return rows;
      } catch (error) {
        if (!(error instanceof Unavailable)) throw error;
        await this.#roster.find();
      }
    }
    return this.#stale<Row>(statement, options);
  }

  async #stale<Row extends object>(statement: Sql, options: QueryOptions): Promise<Row[]> {
    if (Date.now() - this.#roster.heard_ms <= this.#options.maxStaleness_ms) {
      for (const copy of this.#freshest()) {
        try {
          const { heard_ms } = this.#roster;
          const rows = await on<Row>(copy, statement, options);
          this.#answered.set(rows, { copy, heard_ms });
          return rows;
        } catch (error) {
          if (!elsewhere(error)) throw error;
        }
      }
    }
    throw new Unavailable("The server that is written to does not answer, and its copies are too old or away. Try again.");
  }

  /** Copies, the one that has come farthest first. */
  #freshest(): Server[] {
    const far = ({ place }: Server): bigint => (BigInt(place?.timeline ?? 0) << 64n) | (place?.lsn ?? 0n);
    return [...this.#roster.copies].sort((a, b) => (far(b) > far(a) ? 1 : -1));
  }

  /** @param answered while the primary is away: that copy has come so far, whatever was known of it */
  #at(text: string, answered: Answered | undefined): At {
    const { primary, timeline, lsn } = answered?.copy.told(text) ?? placeFrom(text);
    // A copy has just become the one that is written to, or follows one that has: who reads next waits until that is known.
    const known = primary ? this.#roster.primary?.place?.timeline === timeline : timeline <= this.#roster.timeline;
    if (!known) void this.#roster.find();
    return { timeline, lsn, staleSince: primary ? null : new Date(answered?.heard_ms ?? this.#roster.heard_ms), by: null };
  }

  async #read<Row extends object>(statement: Sql, options: QueryOptions, at: At): Promise<Row[]> {
    // Kept before it is known, so that reads beside each other stay together too.
    const choice = (at.by as Promise<Server> | null) ?? this.#choose(at);
    at.by = choice;
    const server = await choice;
    try {
      return await on<Row>(server, statement, options);
    } catch (error) {
      if (!elsewhere(error)) throw error;
      if (error instanceof Unavailable) void this.#roster.find();
      if (server === this.#roster.primary) throw error;
    }
    at.by = this.#primaryFor(at);
    return on<Row>(await (at.by as Promise<Server>), statement, options);
  }

  async #choose(at: At): Promise<Server> {
    const late = (server: Server): void => {
      server.behind = true;
      this.#options.say(`${server.name} 落后，暂不用来读 is behind and not read from.`);
    };
    return (await chosenCopy(this.#roster.copies, at, late)) ?? this.#primaryFor(at);
  }

  /** It has all that any of its copies had; another one, after a failover, may not: the request is to be asked anew. @throws Unavailable */
  async #primaryFor({ timeline, staleSince }: At): Promise<Server> {
    const primary = await this.#roster.writable();
    if (staleSince === null && primary.place?.timeline === timeline) return primary;
    throw new Unavailable("What the question began with is on another server by now. Try again.");
  }
}

async function on<Row extends object>(server: Server, statement: Sql, options: QueryOptions): Promise<Row[]> {
  server.running++;
  try {
    return await server.work.query<Row>(statement, options);
  } finally {
    server.running--;
  }
}
