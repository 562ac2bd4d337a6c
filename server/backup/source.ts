/** The database a backup is made of, as it is: it is not brought to this program's version, for a backup is what one makes before that. */
import { access } from "node:fs/promises";
import { join } from "node:path";
import type { Db } from "../db/db.ts";
import { sql } from "../db/sql.ts";
import { BackupRefused } from "./refusal.ts";

export interface SourceSettings {
  /** postgres://…; none: the data folder. */
  readonly databaseUrl: string | undefined;
  readonly dataFolder: string;
  /** A pooler stands before the server that gives a session away after each transaction. */
  readonly pooled: boolean;
}

const nothing = (where: string): BackupRefused =>
  new BackupRefused(`${where} 里没有本程序的数据，没有可备份的内容。 / There is no data of this program in ${where}: nothing to back up.`);

/** @throws BackupRefused when nothing of ours is there; FolderInUse, Unavailable */
export async function openSource({ databaseUrl, dataFolder, pooled }: SourceSettings): Promise<Db> {
  const db = databaseUrl === undefined ? await openFolder(dataFolder) : await openServer(databaseUrl, pooled);
  const [row] = await db
    .query<{ ours: boolean }>(sql`select to_regclass('public.schema_version') is not null as ours`)
    .catch(async (error) => {
      await db.close();
      throw error;
    });
  if (row?.ours) return db;
  await db.close();
  throw nothing(databaseUrl === undefined ? dataFolder : "DATABASE_URL");
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
