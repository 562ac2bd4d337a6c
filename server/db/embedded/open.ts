/** `Db` on the embedded PostGIS: a folder that one process holds, or memory. */
import { mkdir } from "node:fs/promises";
import { resolve } from "node:path";
import type pg from "pg";
import type { Db } from "../db.ts";
import type { Stopper } from "../guard.ts";
import { PoolDb } from "../poolDb.ts";
import { Engine } from "./engine.ts";
import { type FolderLock, lockFolder } from "./lock.ts";
import type { Phase } from "./pglite.ts";
import type { WireConnection } from "./wire.ts";

export interface EmbeddedOptions {
  readonly onProgress?: ((phase: Phase) => void) | undefined;
  /** Where the program can be reached; told to a second one that wants the same folder. */
  readonly address?: string | undefined;
  /** A statement's limit unless it has its own; 0: none. */
  readonly limit_ms?: number | undefined;
  /** A transaction that waits longer for its next statement is rolled back. */
  readonly idleLimit_ms?: number | undefined;
}

// One session does the work; more connections only let short questions queue behind each other fairly.
const CONNECTIONS = 8;

const wire = (client: pg.ClientBase): WireConnection => (client as unknown as { connection: { stream: WireConnection } }).connection.stream;

function stopper(engine: Engine): Stopper {
  return {
    left_ms(client, limit_ms) {
      const running_ms = engine.running_ms(wire(client));
      // While it waits its limit runs too: an answer must come. Once it runs, only its own time counts.
      return running_ms === null ? 0 : limit_ms - running_ms;
    },
    async stop(client, late) {
      const connection = wire(client);
      if (connection.withdraw("57014", "canceling statement before it ran")) return;
      // A caller who went away is no reason to interrupt everybody: the statement ends by itself or by its limit.
      if (!late || engine.running_ms(connection) === null) return;
      // In memory a restart would lose every row: there the caller gets his answer, and the others wait.
      if (engine.restartable) await engine.restart("A statement ran over its limit, and the embedded database had to be stopped.");
      else connection.destroy();
    },
  };
}

/**
 * Opens the database in a folder (made when missing); null or ":memory:" = in memory, gone at the end.
 * @throws FolderInUse when another opener holds the folder
 */
export async function openEmbedded(folder: string | null, options: EmbeddedOptions = {}): Promise<Db> {
  const { engine, lock } = await startEngine(folder, options);
  const stream = (): WireConnection => engine.connect();
  // Addresses and passwords of the environment mean nothing to a stream of our own.
  const config: pg.ClientConfig = { stream, ssl: false, host: "embedded", port: 1, user: "postgres", database: "postgres", password: "" };
  return new PoolDb({
    kind: "embedded",
    capabilities: { cancel: false, sessions: 1 },
    stopper: stopper(engine),
    pool: { ...config, max: CONNECTIONS, idleTimeoutMillis: 0 },
    gateSessions: 0,
    listener: config,
    limit_ms: options.limit_ms ?? 10_000,
    closed: async () => {
      await engine.close();
      await lock?.release();
    },
  });
}

/** The engine, ready, with its folder locked; for tests of the wire itself. */
export async function startEngine(folder: string | null, options: EmbeddedOptions): Promise<{ engine: Engine; lock: FolderLock | null }> {
  const place = folder === null || folder === ":memory:" ? null : resolve(folder);
  if (place !== null) await mkdir(place, { recursive: true, mode: 0o700 });
  const lock = place === null ? null : await lockFolder(place, options.address);
  const engine = new Engine({ folder: place, idleLimit_ms: options.idleLimit_ms ?? 60_000, onProgress: options.onProgress ?? (() => {}) });
  try {
    await engine.start();
  } catch (error) {
    await engine.close(0);
    await lock?.release();
    throw error;
  }
  return { engine, lock };
}
