/** A table's rows into the archive, in parts of some megabytes: neither end ever holds the whole table. */
import { createHash } from "node:crypto";
import { Writable } from "node:stream";
import { promisify } from "node:util";
import { gzip } from "node:zlib";
import type { Blocks, Tx } from "../db/db.ts";
import type { Archive } from "./archive.ts";
import type { Table } from "./catalog.ts";
import type { Part, TableKept } from "./manifest.ts";
import type { Watched } from "./steps.ts";

const pack = promisify(gzip);
/** Of COPY text, before it is packed. */
const part_bytes = 8 * 1024 * 1024;
/** Asked of the table's storage at once: an engine that cannot wait for its reader holds the answer to one such question in memory. */
const asked_bytes = 16 * 1024 * 1024;
const newline = 0x0a;

function lines(bytes: Buffer): number {
  let n = 0;
  for (let at = bytes.indexOf(newline); at >= 0; at = bytes.indexOf(newline, at + 1)) n++;
  return n;
}

/** Cuts COPY text into parts at the ends of rows, packs them and adds them to the archive, one while the next is read. */
class Parts {
  rows = 0;
  readonly parts: Part[] = [];
  readonly sum = createHash("sha256");
  readonly #archive: Archive;
  readonly #table: string;
  readonly #signal: AbortSignal | undefined;
  #held: Buffer[] = [];
  #held_bytes = 0;
  #adding: Promise<void> = Promise.resolve();
  #begun = 0;

  constructor(archive: Archive, table: string, signal: AbortSignal | undefined) {
    this.#archive = archive;
    this.#table = table;
    this.#signal = signal;
  }

  /** Takes what one question answers. */
  sink(): Writable {
    return new Writable({
      write: (chunk: Buffer, _encoding, done) => {
        this.#held.push(chunk);
        this.#held_bytes += chunk.length;
        if (this.#held_bytes < part_bytes) done();
        else this.flush(false).then(() => done(), done);
      },
    });
  }

  /** What is held becomes a part: up to the end of its last row, or (`all`) to its end, and waited for. */
  async flush(all: boolean): Promise<void> {
    const held = Buffer.concat(this.#held);
    const end = all ? held.length : held.lastIndexOf(newline) + 1;
    this.#held = end < held.length ? [held.subarray(end)] : [];
    this.#held_bytes = held.length - end;
    await this.#adding;
    this.#signal?.throwIfAborted();
    if (end > 0) this.#adding = this.#add(held.subarray(0, end));
    this.#adding.catch(() => {});
    if (all) await this.#adding;
  }

  async #add(text: Buffer): Promise<void> {
    this.rows += lines(text);
    this.sum.update(text);
    const name = `tables/${this.#table}/${String(++this.#begun).padStart(5, "0")}.copy.gz`;
    this.parts.push(await this.#archive.add(name, await pack(text, { level: 3 })));
  }
}

/** Ranges of blocks that each hold no more than is asked for at once, by what a block holds on the average. */
function ranges({ blocks, bytes }: Table): Blocks[] {
  const at_once = Math.max(1, Math.floor(asked_bytes / (bytes / Math.max(1, blocks) || 1)));
  const starts = Array.from({ length: Math.max(1, Math.ceil(blocks / at_once)) }, (_, i) => i * at_once);
  return starts.map((from, i) => ({ from, to: starts[i + 1] ?? null }));
}

/** @param tx of one snapshot */
export async function rowsOut(tx: Tx, table: Table, archive: Archive, { onProgress, signal }: Watched): Promise<TableKept> {
  const out = new Parts(archive, table.name, signal);
  const all = ranges(table);
  for (const [i, blocks] of all.entries()) {
    signal?.throwIfAborted();
    await tx.copyOut(table.name, table.columns, blocks, out.sink());
    onProgress?.({ step: "reading", name: table.name, fraction: (i + 1) / all.length });
  }
  await out.flush(true);
  return { name: table.name, columns: table.columns, rows: out.rows, sha256: out.sum.digest("hex"), parts: out.parts };
}
