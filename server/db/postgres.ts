/** `Db` on a PostgreSQL server. */
import pg from "pg";
import type { Db } from "./db.ts";
import type { Stopper } from "./guard.ts";
import { PoolDb } from "./poolDb.ts";

export interface PostgresOptions {
  /** Sessions at most. */
  readonly sessions?: number;
  /** A statement's limit unless it has its own; 0: none. */
  readonly limit_ms?: number;
}

/** Who asks is one short statement at a time; the second is for health, and for when the first is slow. */
const gateSessions = 2;

// Set after connecting rather than at start-up: a server or pooler that lacks one keeps the connection.
const SESSION = `select set_config(name, value, false) from (values ('TimeZone', 'UTC'), ('jit', 'off'),
  ('idle_in_transaction_session_timeout', '60s')) as wanted(name, value)`;
// The server notices by itself that a caller's process died in the middle of a long statement. Not on every platform.
const WATCH = "set client_connection_check_interval = '5s'";

async function settle(client: pg.ClientBase): Promise<void> {
  await client.query(SESSION);
  await client.query(WATCH).catch(() => {});
}

/** Cancels over a connection of its own, so that a full pool cannot stand in the way. */
function canceller(config: pg.ClientConfig): Stopper {
  return {
    left_ms: () => 0,
    async stop(client) {
      const pid = (client as unknown as { processID: number }).processID;
      const other = new pg.Client({ ...config, connectionTimeoutMillis: 3_000 });
      other.on("error", () => {});
      try {
        await other.connect();
        await other.query("select pg_cancel_backend($1)", [pid]);
      } finally {
        await other.end().catch(() => {});
      }
    },
  };
}

/** Connects lazily: the first statement says when the server cannot be reached. */
export async function openPostgres(url: string, options: PostgresOptions = {}): Promise<Db> {
  const sessions = options.sessions ?? 10;
  const config: pg.ClientConfig = { connectionString: url, application_name: "chuangtu" };
  const pool = { ...config, max: sessions, idleTimeoutMillis: 60_000, connectionTimeoutMillis: 10_000, onConnect: settle };
  return new PoolDb({
    kind: "postgres",
    capabilities: { cancel: true, sessions },
    stopper: canceller(config),
    pool,
    gateSessions,
    listener: config,
    limit_ms: options.limit_ms ?? 10_000,
    closed: async () => {},
  });
}
