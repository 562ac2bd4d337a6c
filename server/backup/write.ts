/** Makes a backup: one file, of one moment, while others go on writing. */
import { access, statfs } from "node:fs/promises";
import { dirname, resolve } from "node:path";
import type { Db, Tx } from "../db/db.ts";
import { sql } from "../db/sql.ts";
import type { PhotoStore } from "../photos/store.ts";
import { Archive, clearPartials, sumOf } from "./archive.ts";
import { counted, shelves, tables } from "./catalog.ts";
import { format, type Manifest, manifestName, type Part, type PhotosKept, photoName, sumName } from "./manifest.ts";
import { photoKeys } from "./photoFiles.ts";
import { openBackup } from "./read.ts";
import { alreadyThere, BackupRefused } from "./refusal.ts";
import { rowsOut } from "./rowsOut.ts";
import type { Watched } from "./steps.ts";
import { version } from "./version.ts";

/** What becomes of photos: into the file; into a folder beside it, by `keep` (null: the store has no such one); left in a store that keeps its own. */
export type PhotosTo =
  | { readonly where: "file" }
  | { readonly where: "elsewhere" }
  | { readonly where: "beside"; readonly keep: (key: string) => Promise<Part | null> };

export interface BackupSource extends Watched {
  readonly db: Db;
  readonly photos: PhotoStore;
  readonly photosTo: PhotosTo;
}

/** Packed, rows take about a sixth of what their tables do; so much must be free before one begins. */
const packed = 0.25;
const snapshot = "set transaction isolation level repeatable read, read only";

const is = (file: string): Promise<boolean> =>
  access(file).then(
    () => true,
    () => false,
  );

/**
 * The file is read back and checked before it gets its name.
 * @returns its manifest
 * @throws BackupRefused; whatever the database, the disk or the photos' store says; the signal's reason
 */
export async function writeBackup(source: BackupSource, file: string): Promise<Manifest> {
  const path = resolve(file);
  if (await is(path)) throw alreadyThere(path);
  await clearPartials(path);
  const archive = await Archive.begin(path);
  try {
    const manifest = await fill(source, archive);
    source.onProgress?.({ step: "checking", name: "", fraction: 0 });
    const backup = await openBackup(archive.path, source);
    await backup.close();
    await archive.publish();
    return manifest;
  } catch (error) {
    await archive.drop();
    throw full(error) ? new BackupRefused(noRoom(path), { cause: error }) : error;
  }
}

const full = (error: unknown): boolean => (error as { code?: unknown }).code === "ENOSPC";
const noRoom = (path: string): string =>
  `磁盘空间不足，备份没有写成：${path} / There is not enough room on the disk; no backup was written: ${path}`;

type Rows = Omit<Manifest, "photos">;

async function fill(source: BackupSource, archive: Archive): Promise<Manifest> {
  // On an engine of one session nobody else is served before this is over: photos come after it.
  const { rows, keys } = await source.db.tx(async (tx) => {
    await tx.script(snapshot);
    return { rows: await readRows(tx, source, archive), keys: await photoKeys(tx) };
  });
  const manifest: Manifest = { ...rows, photos: await photosOut(source, keys, archive) };
  const text = Buffer.from(JSON.stringify(manifest));
  await archive.add(manifestName, text);
  await archive.add(sumName, Buffer.from(`${sumOf(text)}\n`));
  await archive.end();
  return manifest;
}

async function readRows(tx: Tx, source: BackupSource, archive: Archive): Promise<Rows> {
  const all = (await tables(tx)).filter(({ carried }) => carried);
  await needRoom(
    archive.path,
    all.reduce((sum, { bytes }) => sum + bytes, 0),
  );
  const kept = [];
  for (const table of all) kept.push(await rowsOut(tx, table, archive, source));
  const [district] = await tx.query<{ code: string; zh: string; en: string }>(
    sql`select code, name_zh as zh, name_en as en from district limit 1`,
  );
  const migrations = await tx.query<Manifest["migrations"][number]>(sql`select number, digest from schema_version order by number`);
  const [moment] = await tx.query<{ at: Date }>(sql`select now() as at`);
  return {
    ...{ product: "chuangtu", format, version, schema: migrations.at(-1)?.number ?? 0, migrations, engine: source.db.kind },
    ...{ madeAt: (moment as { at: Date }).at.toISOString(), district: district ?? null, tables: kept },
    ...{ counted: await counted(tx), shelves: await shelves(tx) },
  };
}

async function needRoom(path: string, bytes: number): Promise<void> {
  const { bavail, bsize } = await statfs(dirname(path));
  if (bavail * bsize < bytes * packed) throw new BackupRefused(noRoom(path));
}

async function photosOut(
  { photos, photosTo, onProgress, signal }: BackupSource,
  keys: readonly string[],
  archive: Archive,
): Promise<PhotosKept> {
  if (photosTo.where === "elsewhere") return { where: "elsewhere", files: [], missing: [] };
  const intoFile = async (key: string): Promise<Part | null> => {
    const bytes = await photos.get(key);
    return bytes && archive.add(photoName(key), bytes);
  };
  const files: Part[] = [];
  const missing: string[] = [];
  const keep = photosTo.where === "beside" ? photosTo.keep : intoFile;
  for (const [i, key] of keys.entries()) {
    signal?.throwIfAborted();
    const part = await keep(key);
    if (part === null) missing.push(key);
    else files.push(part);
    onProgress?.({ step: "photos", name: key, fraction: (i + 1) / keys.length });
  }
  return { where: photosTo.where, files, missing };
}
