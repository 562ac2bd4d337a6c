/** Where a backup is restored: the database of an address, or a data folder that is there whole once all is in it, or not at all. */
import { mkdir, mkdtemp, readdir, rename, rm } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { lockFolder } from "../db/embedded/lock.ts";
import { openPostgres } from "../db/postgres.ts";
import type { PhotoStore } from "../photos/store.ts";
import { syncFolder } from "./archive.ts";
import type { Manifest } from "./manifest.ts";
import { photosIn } from "./photosIn.ts";
import { type Backup, openBackup } from "./read.ts";
import { notEmpty, tooMany } from "./refusal.ts";
import { restoreInto } from "./restore.ts";
import type { Watched } from "./steps.ts";

export interface Place {
  /** postgres://…; none: the data folder. */
  readonly databaseUrl: string | undefined;
  readonly dataFolder: string;
  /** A pooler stands before the server that gives a session away after each transaction. */
  readonly pooled: boolean;
  /** Null: photos stay where they are. */
  readonly photos: PhotoStore | null;
}

export interface Restored {
  readonly manifest: Manifest;
  readonly photos: number;
  readonly missing: readonly string[];
  /** In the database: more than one have roles that a backup does not hold. */
  readonly districts: number;
}

/** The database's own folder in a data folder. */
const inside = "pg";

/** @throws BackupRefused, FolderInUse, Unavailable; StoreUnavailable; the signal's reason. Then nothing is there that was not before */
export async function restoreTo(place: Place, file: string, watched: Watched = {}): Promise<Restored> {
  const backup = await openBackup(file, watched);
  try {
    const districts = backup.manifest.tables.find(({ name }) => name === "public.district")?.rows ?? 0;
    if (districts > 1 && place.databaseUrl === undefined) throw tooMany(districts);
    const photos = place.photos && (await photosIn(backup, file, place.photos, watched));
    try {
      if (place.databaseUrl === undefined) await intoFolder(place.dataFolder, backup, watched);
      else await intoServer(place.databaseUrl, place.pooled, backup, watched);
    } catch (error) {
      await photos?.undo();
      throw error;
    }
    return { manifest: backup.manifest, photos: photos?.put ?? 0, missing: photos?.missing ?? [], districts };
  } finally {
    await backup.close();
  }
}

async function intoServer(url: string, pooled: boolean, backup: Backup, watched: Watched): Promise<void> {
  const db = await openPostgres(url, { pooled });
  try {
    await restoreInto(db, backup, watched);
  } finally {
    await db.close();
  }
}

async function intoFolder(folder: string, backup: Backup, watched: Watched): Promise<void> {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const lock = await lockFolder(folder);
  try {
    if ((await readdir(folder)).includes(inside)) throw notEmpty();
    await clearHalves(folder);
    const half = await mkdtemp(join(dirname(folder), halfName(folder)));
    try {
      // Only here: on a server the embedded engine need not even be installed.
      const { openEmbedded } = await import("../db/embedded/open.ts");
      const db = await openEmbedded(half);
      await restoreInto(db, backup, watched).finally(() => db.close());
      await rename(join(half, inside), join(folder, inside));
      await syncFolder(folder);
    } finally {
      await rm(half, { recursive: true, force: true });
    }
  } finally {
    await lock.release();
  }
}

const halfName = (folder: string): string => `.${basename(folder)}.restoring-`;

/** What a restore into this folder that was killed left beside it: the folder's lock is ours. */
async function clearHalves(folder: string): Promise<void> {
  const start = halfName(folder);
  for (const name of await readdir(dirname(folder)))
    if (name.startsWith(start)) await rm(join(dirname(folder), name), { recursive: true, force: true });
}
