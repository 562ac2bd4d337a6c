/** Photos in a folder of this machine. */
import { randomUUID } from "node:crypto";
import { mkdir, open, readdir, readFile, rename, rm, stat } from "node:fs/promises";
import { dirname, join, resolve, sep } from "node:path";
import { type PhotoStore, StoreUnavailable } from "./store.ts";

/** A file that is being written is no photo yet; one so old was left by a process that ended. */
const abandoned_ms = 3_600_000;
const written = ".writing";

const isMissing = (error: unknown): boolean => (error as { code?: unknown }).code === "ENOENT";
const failed = (error: unknown): never => {
  throw new StoreUnavailable(`The photos' folder: ${error instanceof Error ? error.message : error}`, { cause: error });
};

/** Bytes are on the disk when this is done, not only in the system's memory. */
async function writeThrough(path: string, bytes: Buffer): Promise<void> {
  const file = await open(path, "wx", 0o640);
  try {
    await file.writeFile(bytes);
    await file.sync();
  } finally {
    await file.close();
  }
}

/** A new name is on the disk when its folder is. Windows has no such thing, and needs none. */
async function syncFolder(path: string): Promise<void> {
  if (process.platform === "win32") return;
  const folder = await open(path, "r");
  await folder.sync().finally(() => folder.close());
}

async function clearAbandoned(folder: string): Promise<void> {
  for (const name of await readdir(folder)) {
    const path = join(folder, name);
    const { mtimeMs } = await stat(path).catch(() => ({ mtimeMs: Number.POSITIVE_INFINITY }));
    if (Date.now() - mtimeMs > abandoned_ms) await rm(path, { force: true });
  }
}

class FolderStore implements PhotoStore {
  readonly #folder: string;
  #made: Promise<unknown> | null = null;
  constructor(folder: string) {
    this.#folder = resolve(folder);
  }

  /** @throws Error when the key leads out of the folder, or to what is no photo */
  #path(key: string): string {
    const path = resolve(this.#folder, key);
    const inside = path.startsWith(this.#folder + sep) && /^[\w-][\w.-]*(\/[\w-][\w.-]*)*$/.test(key);
    if (!inside) throw new Error(`No key of a photo: ${key}`);
    return path;
  }

  /** Made when the first photo comes: who has no photos needs no folder. */
  async #make(): Promise<void> {
    const folder = join(this.#folder, written);
    this.#made ??= mkdir(folder, { recursive: true }).then(() => clearAbandoned(folder));
    await this.#made.catch((error) => {
      this.#made = null;
      throw error;
    });
  }

  async put(key: string, bytes: Buffer): Promise<void> {
    const path = this.#path(key);
    const temporary = join(this.#folder, written, randomUUID());
    try {
      await this.#make();
      await mkdir(dirname(path), { recursive: true });
      await writeThrough(temporary, bytes);
      await rename(temporary, path);
      await syncFolder(dirname(path));
    } catch (error) {
      await rm(temporary, { force: true }).catch(() => {});
      // The folder may have been taken away under us: the next photo makes it again.
      this.#made = null;
      failed(error);
    }
  }

  async get(key: string): Promise<Buffer | null> {
    return readFile(this.#path(key)).catch((error) => (isMissing(error) ? null : failed(error)));
  }

  async remove(key: string): Promise<void> {
    await rm(this.#path(key), { force: true }).catch(failed);
  }
}

/** @param folder made when the first photo is kept; nobody but its owner and group reads it */
export const folderStore = (folder: string): PhotoStore => new FolderStore(folder);
