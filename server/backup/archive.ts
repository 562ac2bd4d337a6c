/** The file a backup is: a tar archive, written from front to back. It is there under its own name whole and on the disk, or not at all. */
import { createHash, randomBytes } from "node:crypto";
import { type FileHandle, open, readdir, rename, rm } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { tarHeader } from "../db/embedded/tar.ts";
import type { Part } from "./manifest.ts";

export const block_bytes = 512;
export const sumOf = (bytes: Uint8Array): string => createHash("sha256").update(bytes).digest("hex");
export const padding = (bytes: number): number => (block_bytes - (bytes % block_bytes)) % block_bytes;

const partial = (file: string): string => `${file}.partial-`;

export class Archive {
  readonly #file: string;
  /** Where it is written until it is whole. */
  readonly path: string;
  readonly #handle: FileHandle;

  private constructor(file: string, path: string, handle: FileHandle) {
    this.#file = file;
    this.path = path;
    this.#handle = handle;
  }

  /** For its owner's eyes alone: it holds names and numbers. */
  static async begin(file: string): Promise<Archive> {
    const path = `${partial(file)}${randomBytes(6).toString("hex")}`;
    return new Archive(file, path, await open(path, "wx", 0o600));
  }

  /** One after the other. */
  async add(name: string, bytes: Buffer): Promise<Part> {
    if (Buffer.byteLength(name) > 100) throw new Error(`The name is too long for the archive: ${name}`);
    await this.#handle.writeFile(Buffer.concat([tarHeader(name, bytes.length), bytes, Buffer.alloc(padding(bytes.length))]));
    return { name, bytes: bytes.length, sha256: sumOf(bytes) };
  }

  /** Nothing is to be added any more: all is on the disk. */
  async end(): Promise<void> {
    await this.#handle.writeFile(Buffer.alloc(2 * block_bytes));
    await this.#handle.sync();
    await this.#handle.close();
  }

  /** Gives the file its name. */
  async publish(): Promise<void> {
    await rename(this.path, this.#file);
    await syncFolder(dirname(this.#file));
  }

  /** Nothing of it stays. */
  async drop(): Promise<void> {
    await this.#handle.close().catch(() => {});
    await rm(this.path, { force: true });
  }
}

/** A new name is on the disk when its folder is. Windows has no such thing, and needs none. */
export async function syncFolder(path: string): Promise<void> {
  if (process.platform === "win32") return;
  const folder = await open(path, "r");
  await folder.sync().finally(() => folder.close());
}

/** Removes what a process that was killed left of a backup under this name. Not while one is being written. */
export async function clearPartials(file: string): Promise<void> {
  const start = basename(partial(file));
  for (const name of await readdir(dirname(file))) if (name.startsWith(start)) await rm(join(dirname(file), name), { force: true });
}
