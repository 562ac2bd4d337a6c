/** `Db` on one PostgreSQL server, or on several that follow one another. */
import type pg from "pg";
import { placeOf, serverAddresses } from "./addresses.ts";
import { cancel } from "./cancel.ts";
import type { Db } from "./db.ts";
import type { Stopper } from "./guard.ts";
import { PoolDb } from "./poolDb.ts";
import { position } from "./position.ts";
import { ReplicatedDb } from "./replicatedDb.ts";
import { Server, type Sessions } from "./server.ts";
import { toStatement } from "./sql.ts";

export interface PostgresOptions {
  /** Sessions at most, with each server. */
  readonly sessions?: number;
  /** A statement's limit unless it has its own; 0: none. */
  readonly limit_ms?: number | undefined;
  /** A pooler stands before the server that gives a session away after each transaction (PgBouncer's transaction mode). */
  readonly pooled?: boolean;
  /** Where to listen, past the pooler, of each server; none: nothing is heard behind a pooler, and whoever listens looks by their clock. */
  readonly listenUrl?: string | undefined;
  /** So long after the primary was last heard its copies answer alone. Milliseconds. */
  readonly maxStaleness_ms?: number;
  /** Told when a server is lost, left out, taken back, or refused. */
  readonly say?: ((line: string) => void) | undefined;
}

/** Who asks is one short statement at a time; the second is for health, and for when the first is slow. */
const gateSessions = 2;

// A drawn polygon is thought dear in each of many drawers: processes were started for an answer of some milliseconds.
// Set after connecting rather than at start-up: a server or pooler that lacks one keeps the connection.
const SESSION = `select set_config(name, value, false) from (values ('TimeZone', 'UTC'), ('jit', 'off'), ('parallel_setup_cost', '100000'),
  ('idle_in_transaction_session_timeout', '60s')) as wanted(name, value)`;
// The server notices by itself that a caller's process died in the middle of a long statement. Not on every platform.
const WATCH = "set client_connection_check_interval = '5s'";

// Behind a pooler a session is whoever's transaction it is: nothing is left set in it, but for the time zone, which the pooler keeps for
// each of its clients. What else a session needs is the role's default, or set for one transaction.
const POOLED_SESSION = "set TimeZone = 'UTC'";
const POOLED_BEGIN =
  "begin; set local jit = off; set local parallel_setup_cost = 100000; set local idle_in_transaction_session_timeout = '60s'";

async function settle(client: pg.ClientBase): Promise<void> {
  await client.query(SESSION);
  await client.query(WATCH).catch(() => {});
}

const stopper: Stopper = { left_ms: () => 0, stop: cancel };

const configOf = (url: string): pg.ClientConfig => ({ connectionString: url, application_name: "chuangtu" });

interface PoolOptions {
  readonly url: string;
  /** Where to listen; null: nowhere. */
  readonly listenUrl: string | null;
  readonly options: PostgresOptions;
  readonly sessions: number;
  readonly gateSessions: number;
  /** Of one of several: where it stands, of each new session; it may refuse. */
  readonly met?: (text: string) => void;
}

function poolOn({ url, listenUrl, options, sessions, gateSessions, met }: PoolOptions): PoolDb {
  const config = configOf(url);
  const { pooled = false } = options;
  const asked = toStatement(position).text;
  const onConnect = async (client: pg.ClientBase): Promise<void> => {
    await (pooled ? client.query(POOLED_SESSION) : settle(client));
    if (met) met((await client.query<{ at: string }>(`select ${asked} as at`)).rows[0]?.at ?? "");
  };
  return new PoolDb({
    kind: "postgres",
    capabilities: { cancel: true, sessions },
    stopper,
    pool: { ...config, max: sessions, idleTimeoutMillis: 60_000, connectionTimeoutMillis: 10_000, onConnect },
    gateSessions,
    listener: listenUrl === null ? null : configOf(listenUrl),
    limit_ms: options.limit_ms ?? 10_000,
    ...(pooled && { pooled: { begin: POOLED_BEGIN } }),
    oneOfSeveral: met !== undefined,
    closed: async () => {},
  });
}

/** A server's sessions: those that answer, and one beside them that asks how it is. */
const sessionsOn =
  (options: Pick<PoolOptions, "url" | "listenUrl" | "options" | "sessions">) =>
  (met: (text: string) => void): Sessions => ({
    work: poolOn({ ...options, gateSessions, met }),
    watch: poolOn({ ...options, sessions: 1, gateSessions: 0 }),
  });

/** Where to listen, of each server: itself, or past its pooler. @throws Error when there is not one for each */
function listenUrls(urls: readonly string[], { pooled = false, listenUrl }: PostgresOptions): readonly (string | null)[] {
  if (listenUrl === undefined) return urls.map((url) => (pooled ? null : url));
  const own = serverAddresses(listenUrl, "DATABASE_LISTEN_URL");
  if (own.length === urls.length) return own;
  throw new Error("DATABASE_LISTEN_URL: as many addresses as DATABASE_URL has are expected, in the same order.");
}

/**
 * Connects lazily: the first statement says when the server cannot be reached.
 * @param addresses one, or several of servers with the same rows, with spaces or commas between
 */
export async function openPostgres(addresses: string, options: PostgresOptions = {}): Promise<Db> {
  const sessions = options.sessions ?? 10;
  const urls = serverAddresses(addresses);
  const listening = listenUrls(urls, options);
  const each = urls.map((url, i) => ({ url, listenUrl: listening[i] ?? null, options, sessions }));
  const [first] = each as [(typeof each)[number]];
  if (each.length === 1) return poolOn({ ...first, gateSessions });
  const servers = each.map((one) => new Server(placeOf(one.url), sessionsOn(one), one.listenUrl === null ? null : configOf(one.listenUrl)));
  return new ReplicatedDb(servers, { sessions, maxStaleness_ms: options.maxStaleness_ms ?? 60_000, say: options.say ?? (() => {}) });
}
