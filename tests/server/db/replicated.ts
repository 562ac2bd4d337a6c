/** A program's database on a primary with copies, for tests; the servers are real ones on this machine. */
import { ask, until } from "../../../scripts/cluster/ask.ts";
import { type Replicated, startReplicated } from "../../../scripts/cluster/replicated.ts";
import { postgresPrograms } from "../../../scripts/test/found.ts";
import type { At, Db } from "../../../server/db/db.ts";
import { openDatabase } from "../../../server/db/open.ts";
import { position } from "../../../server/db/position.ts";
import { sql } from "../../../server/db/sql.ts";

export const hasPrograms = postgresPrograms() !== null;

export interface Several {
  readonly cluster: Replicated;
  readonly db: Db;
  /** What it said of its servers, a line each. */
  readonly said: string[];
  close(): Promise<void>;
}

export const database = "several";

/** A migrated database on all of them. */
export async function several(options: {
  readonly replicas: number;
  readonly synchronous: boolean;
  readonly maxStaleness_ms?: number;
}): Promise<Several> {
  const cluster = await startReplicated(options);
  const said: string[] = [];
  await ask(cluster.primary.url(), `create database ${database}`);
  await cluster.caughtUp();
  const db = await openDatabase({
    databaseUrl: cluster.urls(database),
    dataFolder: null,
    maxStaleness_ms: options.maxStaleness_ms,
    onServers: (line) => said.push(line),
  });
  const close = async (): Promise<void> => {
    await db.close();
    await cluster.stop();
  };
  return { cluster, db, said, close };
}

/** What a request that comes now may count on. */
export async function atNow(db: Db): Promise<At> {
  const copies = db.capabilities.copies;
  if (copies === undefined) throw new Error("It is one server.");
  const rows = await db.query<{ at: string }>(sql`select ${position} as at`, { lane: "gate", orStale: true });
  return copies.at(rows[0]?.at ?? "", rows);
}

/** The port of the server that answers a read. */
export async function portOf(db: Db, at: At): Promise<number> {
  const [row] = await db.query<{ port: number }>(sql`select inet_server_port() as port`, { at });
  return row?.port ?? 0;
}

export { ask, until };
