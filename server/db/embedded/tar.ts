/** Tar archives in memory: enough of ustar for the extension bundle and the seed image (names up to 255 bytes, no links). */

export interface TarEntry {
  readonly name: string;
  readonly folder: boolean;
  readonly data: Uint8Array;
}

const BLOCK = 512;
const utf8 = new TextDecoder();

function text(block: Uint8Array, from: number, length: number): string {
  const field = block.subarray(from, from + length);
  const end = field.indexOf(0);
  return utf8.decode(end < 0 ? field : field.subarray(0, end));
}

/** The files and folders of an archive, in its order. @throws when a header does not read as one */
export function* readTar(archive: Uint8Array): Generator<TarEntry> {
  for (let at = 0; at + BLOCK <= archive.length; ) {
    const header = archive.subarray(at, at + BLOCK);
    if (header[0] === 0) return;
    const size = Number.parseInt(text(header, 124, 12).trim(), 8);
    if (!Number.isFinite(size) || at + BLOCK + size > archive.length) throw new Error(`The archive is damaged at byte ${at}.`);
    const prefix = text(header, 257, 5) === "ustar" ? text(header, 345, 155) : "";
    const name = text(header, 0, 100);
    const type = header[156];
    // '0' or NUL: a file; '5': a folder; anything else (comments, links) is of no use here.
    if (type === 0x30 || type === 0 || type === 0x35) {
      const data = archive.subarray(at + BLOCK, at + BLOCK + size);
      yield { name: prefix === "" ? name : `${prefix}/${name}`, folder: type === 0x35 || name.endsWith("/"), data };
    }
    at += BLOCK + Math.ceil(size / BLOCK) * BLOCK;
  }
}

/** The block before a file's bytes: `size` of them. */
export function tarHeader(name: string, size: number, folder = false): Buffer {
  const block = Buffer.alloc(BLOCK);
  block.write(name, 0, 100);
  block.write(folder ? "0000755\0" : "0000644\0", 100);
  block.write("0000000\0", 108);
  block.write("0000000\0", 116);
  block.write(`${size.toString(8).padStart(11, "0")}\0`, 124);
  block.write("00000000000\0", 136);
  block.fill(0x20, 148, 156);
  block.write(folder ? "5" : "0", 156);
  block.write("ustar\x0000", 257);
  const sum = block.reduce((all, byte) => all + byte, 0);
  block.write(`${sum.toString(8).padStart(6, "0")}\0 `, 148);
  return block;
}

/** An archive of the entries; names longer than 100 bytes are refused. */
export function writeTar(entries: Iterable<TarEntry>): Buffer {
  const parts: Uint8Array[] = [];
  for (const entry of entries) {
    if (Buffer.byteLength(entry.name) > 100) throw new Error(`The name is too long for the archive: ${entry.name}`);
    const fill = (BLOCK - (entry.data.length % BLOCK)) % BLOCK;
    parts.push(tarHeader(entry.name, entry.data.length, entry.folder), entry.data, new Uint8Array(fill));
  }
  parts.push(new Uint8Array(2 * BLOCK));
  return Buffer.concat(parts);
}
