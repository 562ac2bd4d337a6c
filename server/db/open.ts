/** Opens the database the settings name: a PostgreSQL server when there is an address of one, the embedded PostGIS otherwise. */
import type { Db } from "./db.ts";
import type { Phase } from "./embedded/pglite.ts";
import { migrate } from "./migrate.ts";
import { openPostgres } from "./postgres.ts";

export interface DatabaseSettings {
  /** postgres://…, several with spaces or commas between; none: embedded. */
  readonly databaseUrl?: string | undefined;
  /** A pooler stands before each server that gives a session away after each transaction. */
  readonly pooled?: boolean | undefined;
  /** Past the pooler, where to listen. */
  readonly listenUrl?: string | undefined;
  /** Of several servers: so long after the one that is written to was last heard, the others answer alone. Milliseconds. */
  readonly maxStaleness_ms?: number | undefined;
  /** Of several servers: told when one is lost, left out, taken back, or refused. */
  readonly onServers?: ((line: string) => void) | undefined;
  /** Where the embedded database lives; null = in memory. */
  readonly dataFolder: string | null;
  /** Where this program can be reached, for whoever wants the same data folder. */
  readonly address?: string | undefined;
  /** A statement's limit in milliseconds; 10 s otherwise. */
  readonly limit_ms?: number | undefined;
  readonly onProgress?: ((phase: OpenPhase) => void) | undefined;
}

export type OpenPhase = Phase | "migrating";

/** A database at this program's version. @throws FolderInUse, DatabaseIsNewer, Unsuitable, Unavailable */
export async function openDatabase(settings: DatabaseSettings): Promise<Db> {
  const db = await open(settings);
  try {
    settings.onProgress?.("migrating");
    await migrate(db);
    return db;
  } catch (error) {
    await db.close();
    throw error;
  }
}

async function open(settings: DatabaseSettings): Promise<Db> {
  const { databaseUrl, dataFolder, address, limit_ms, onProgress, pooled = false, listenUrl, maxStaleness_ms = 60_000 } = settings;
  if (databaseUrl) return openPostgres(databaseUrl, { limit_ms, pooled, listenUrl, maxStaleness_ms, say: settings.onServers });
  // Only here: on a server the embedded engine need not even be installed.
  const { openEmbedded } = await import("./embedded/open.ts");
  return openEmbedded(dataFolder, { onProgress, address, limit_ms });
}
