/** Opens the database the settings name: a PostgreSQL server when there is an address of one, the embedded PostGIS otherwise. */
import type { Db } from "./db.ts";
import type { Phase } from "./embedded/pglite.ts";
import { migrate } from "./migrate.ts";
import { openPostgres } from "./postgres.ts";

export interface DatabaseSettings {
  /** postgres://…; none: embedded. */
  readonly databaseUrl?: string | undefined;
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

async function open({ databaseUrl, dataFolder, address, limit_ms, onProgress }: DatabaseSettings): Promise<Db> {
  if (databaseUrl) return openPostgres(databaseUrl, limit_ms === undefined ? {} : { limit_ms });
  // Only here: on a server the embedded engine need not even be installed.
  const { openEmbedded } = await import("./embedded/open.ts");
  return openEmbedded(dataFolder, { onProgress, address, limit_ms });
}
