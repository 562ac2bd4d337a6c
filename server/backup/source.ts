/** The database a backup is made of, as it is: it is not brought to this program's version, for a backup is what one makes before that. */
import { access } from "node:fs/promises";
import { join } from "node:path";
import type { Db } from "../db/db.ts";
import { standingOf } from "../db/district.ts";
import { sql } from "../db/sql.ts";
import { BackupRefused, cityBackup } from "./refusal.ts";

export interface SourceSettings {
  /** postgres://…; none: the data folder. */
  readonly databaseUrl: string | undefined;
  readonly dataFolder: string;
  /** A pooler stands before the server that gives a session away after each transaction. */
  readonly pooled: boolean;
}

const nothing = (where: string): BackupRefused =>
  new BackupRefused(`${where} 里没有本程序的数据，没有可备份的内容。 / There is no data of this program in ${where}: nothing to back up.`);

/** @throws BackupRefused when nothing of ours is there, or the address is that of a city's role; FolderInUse, Unavailable */
export async function openSource({ databaseUrl, dataFolder, pooled }: SourceSettings): Promise<Db> {
  const db = databaseUrl === undefined ? await openFolder(dataFolder) : await openServer(databaseUrl, pooled);
  try {
    const [row] = await db.query<{ ours: boolean; shared: boolean }>(
      sql`select to_regclass('public.schema_version') is not null as ours, to_regclass('public.district_role') is not null as shared`,
    );
    if (!row?.ours) throw nothing(databaseUrl === undefined ? dataFolder : "DATABASE_URL");
    if (row.shared) await refuseCity(db);
    return db;
  } catch (error) {
    await db.close();
    throw error;
  }
}

/** Its rows and those of the districts under it would be one heap. */
async function refuseCity(db: Db): Promise<void> {
  const { held, sees } = await standingOf(db);
  if (held && sees.length > 1) throw cityBackup();
}

async function openServer(url: string, pooled: boolean): Promise<Db> {
  const { openPostgres } = await import("../db/postgres.ts");
  return openPostgres(url, { pooled });
}

async function openFolder(folder: string): Promise<Db> {
  await access(join(folder, "pg")).catch(() => {
    throw nothing(folder);
  });
  // Only here: on a server the embedded engine need not even be installed.
  const { openEmbedded } = await import("../db/embedded/open.ts");
  return openEmbedded(folder);
}
