/** Reads a backup: every byte of the file is accounted for before the first row of it is believed. */
import { createHash } from "node:crypto";
import { type FileHandle, open } from "node:fs/promises";
import { tarHeader } from "../db/embedded/tar.ts";
import { block_bytes, padding, sumOf } from "./archive.ts";
import { format, type Manifest, manifestName, type Part, partsOf, sumName } from "./manifest.ts";
import { BackupDamaged, BackupRefused } from "./refusal.ts";
import type { Watched } from "./steps.ts";

const piece_bytes = 1024 * 1024;
/** A manifest names each part and photo; a million photos take some 150 MB. */
const mostManifest_bytes = 400 * 1024 * 1024;

interface Found extends Part {
  readonly offset: number;
}

export class Backup {
  readonly manifest: Manifest;
  readonly #handle: FileHandle;
  readonly #offsets: ReadonlyMap<string, number>;

  constructor(manifest: Manifest, handle: FileHandle, offsets: ReadonlyMap<string, number>) {
    this.manifest = manifest;
    this.#handle = handle;
    this.#offsets = offsets;
  }

  /** A part's bytes, looked at once more: the file may have been changed since it was opened. @throws BackupDamaged */
  async bytes({ name, bytes, sha256 }: Part): Promise<Buffer> {
    const held = await readAt(this.#handle, this.#offsets.get(name) ?? 0, bytes);
    if (sumOf(held) !== sha256) throw new BackupDamaged(name);
    return held;
  }

  close(): Promise<void> {
    return this.#handle.close();
  }
}

/** @throws BackupDamaged unless every byte is as it was written; BackupRefused when it is of a later format; the signal's reason */
export async function openBackup(file: string, watched: Watched = {}): Promise<Backup> {
  const handle = await open(file, "r");
  try {
    const found = await walk(handle, watched);
    const manifest = await manifestOf(handle, found);
    const parts = partsOf(manifest);
    if (parts.length !== found.length - 2) throw new BackupDamaged(manifestName);
    for (const [i, { name, bytes, sha256 }] of parts.entries()) {
      const there = found[i] as Found;
      if (there.name !== name || there.bytes !== bytes || there.sha256 !== sha256) throw new BackupDamaged(name);
    }
    return new Backup(manifest, handle, new Map(found.map(({ name, offset }) => [name, offset])));
  } catch (error) {
    await handle.close();
    throw error;
  }
}

async function readAt(handle: FileHandle, offset: number, bytes: number): Promise<Buffer> {
  const held = Buffer.alloc(bytes);
  for (let at = 0; at < bytes; ) {
    const { bytesRead } = await handle.read(held, at, bytes - at, offset + at);
    if (bytesRead === 0) throw new BackupDamaged(`@${offset + at}`);
    at += bytesRead;
  }
  return held;
}

/** Every file of the archive and its sum; each byte between them is as the archive's writer puts it. */
async function walk(handle: FileHandle, { onProgress, signal }: Watched): Promise<Found[]> {
  const { size } = await handle.stat();
  const found: Found[] = [];
  let at = 0;
  for (;;) {
    signal?.throwIfAborted();
    const head = await readAt(handle, at, block_bytes);
    if (head[0] === 0) break;
    const { name, bytes } = readHead(head, at);
    const offset = at + block_bytes;
    if (offset + bytes > size) throw new BackupDamaged(name);
    found.push({ name, bytes, offset, sha256: await sumAt(handle, offset, bytes) });
    const fill = padding(bytes);
    if (!(await readAt(handle, offset + bytes, fill)).every((byte) => byte === 0)) throw new BackupDamaged(name);
    at = offset + bytes + fill;
    onProgress?.({ step: "checking", name, fraction: at / size });
  }
  const end = await readAt(handle, at, 2 * block_bytes);
  if (at + end.length !== size || !end.every((byte) => byte === 0)) throw new BackupDamaged(`@${at}`);
  return found;
}

function readHead(head: Buffer, at: number): { name: string; bytes: number } {
  const name = head.toString("utf8", 0, Math.max(0, head.indexOf(0)));
  const bytes = Number.parseInt(head.toString("latin1", 124, 135), 8);
  if (!(bytes >= 0) || Buffer.byteLength(name) > 100 || !tarHeader(name, bytes).equals(head)) throw new BackupDamaged(`@${at}`);
  return { name, bytes };
}

async function sumAt(handle: FileHandle, offset: number, bytes: number): Promise<string> {
  const sum = createHash("sha256");
  for (let at = 0; at < bytes; at += piece_bytes) sum.update(await readAt(handle, offset + at, Math.min(piece_bytes, bytes - at)));
  return sum.digest("hex");
}

async function manifestOf(handle: FileHandle, found: readonly Found[]): Promise<Manifest> {
  const [about, sum] = found.slice(-2);
  if (about?.name !== manifestName || sum?.name !== sumName || about.bytes > mostManifest_bytes) throw new BackupDamaged(manifestName);
  if ((await readAt(handle, sum.offset, sum.bytes)).toString() !== `${about.sha256}\n`) throw new BackupDamaged(manifestName);
  const manifest = JSON.parse((await readAt(handle, about.offset, about.bytes)).toString()) as Manifest;
  if (manifest.product === "chuangtu" && manifest.format === format) return manifest;
  throw new BackupRefused(
    `这份备份的格式（${manifest.format}）本程序不认识。请用较新的程序。 / This program does not know the backup's format (${manifest.format}). Use the newer program.`,
  );
}
