/** A backup's photos into the store, each whole. What is there already under the same name must be the same picture. */
import { readFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { media, type PhotoStore } from "../photos/store.ts";
import { sumOf } from "./archive.ts";
import { type Part, photoName } from "./manifest.ts";
import type { Backup } from "./read.ts";
import { BackupDamaged, BackupRefused } from "./refusal.ts";
import type { Watched } from "./steps.ts";

const keyOf = ({ name }: Part): string => name.slice(photoName("").length);

export interface PhotosPut {
  readonly put: number;
  /** Keys without a picture: not in the backup, nor beside it. */
  readonly missing: readonly string[];
  /** Takes away what was put. */
  undo(): Promise<void>;
}

/**
 * @param file the backup's own path: photos kept beside it lie in the folder `photos` there
 * @param keyFor the key under which one is kept from now on @throws BackupRefused, StoreUnavailable
 */
export async function photosIn(
  backup: Backup,
  file: string,
  store: PhotoStore,
  { onProgress, signal }: Watched,
  keyFor: (key: string) => string = (key) => key,
): Promise<PhotosPut> {
  const { where, files, missing } = backup.manifest.photos;
  const put: string[] = [];
  const lost = [...missing];
  const undo = async (): Promise<void> => {
    for (const key of put) await store.remove(key);
  };
  const bytesOf = (part: Part) => (where === "file" ? backup.bytes(part) : beside(file, part));
  try {
    for (const [i, part] of files.entries()) {
      signal?.throwIfAborted();
      const key = keyFor(keyOf(part));
      const bytes = await bytesOf(part);
      if (bytes === null) lost.push(key);
      else if (await isNew(store, key, part)) {
        await store.put(key, bytes, media);
        put.push(key);
      }
      onProgress?.({ step: "photos", name: key, fraction: (i + 1) / files.length });
    }
  } catch (error) {
    await undo();
    throw error;
  }
  return { put: put.length, missing: lost, undo };
}

async function isNew(store: PhotoStore, key: string, { sha256 }: Part): Promise<boolean> {
  const there = await store.get(key);
  if (there === null) return true;
  if (sumOf(there) === sha256) return false;
  throw new BackupRefused(
    `照片文件夹里已有另一张 ${key}，没有恢复任何内容。请换一个空的照片文件夹。 / The photos' folder holds another ${key}; nothing was restored. Choose an empty one.`,
  );
}

async function beside(file: string, part: Part): Promise<Buffer | null> {
  const bytes = await readFile(join(dirname(file), part.name)).catch((error: { code?: unknown }) => {
    if (error.code === "ENOENT") return null;
    throw error;
  });
  if (bytes !== null && sumOf(bytes) !== part.sha256) throw new BackupDamaged(part.name);
  return bytes;
}
