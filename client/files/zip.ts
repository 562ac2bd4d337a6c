/** What a zip holds, unpacked one by one and never beyond a bound: what the archive says of its own sizes is not believed. */
import { Inflate } from "fflate";
import { fault } from "./table.ts";

/** All that is unpacked of one file together. */
const mostInflated_bytes = 256 * 1024 * 1024;
/** Sheets and shapes shrink to a tenth, a twentieth; what shrinks to less than a 200th holds nothing but repetition. */
const mostRatio = 200;
const ratioFrom_bytes = 32 * 1024 * 1024;
const mostEntries = 4000;
const piece_bytes = 64 * 1024;

interface Entry {
  readonly path: string;
  readonly method: number;
  readonly packed: number;
  readonly at: number;
  readonly locked: boolean;
}

const broken = () =>
  fault("不是完整的 zip 压缩文件：可能没有传完，请重新复制或重新保存", "This is not a whole zip: copy it again, or save it anew");
const bomb = () =>
  fault(
    "解压后超过 256 MB 或压缩比异常，不予读取：请只保留需要的工作表或图层",
    "Unpacked it is larger than 256 MB, or packed suspiciously tightly: keep only the sheets or layers that are needed",
  );

/** The end of the central directory stands in the last 64 KB. */
function endOf(view: DataView): number {
  for (let at = view.byteLength - 22; at >= Math.max(0, view.byteLength - 65_557); at--)
    if (view.getUint32(at, true) === 0x06054b50) return at;
  throw broken();
}

/** UTF-8 where the entry says so or its bytes can be; Windows in Chinese writes GBK. */
function pathOf(bytes: Uint8Array): string {
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    return new TextDecoder("gb18030").decode(bytes);
  }
}

function entryAt(view: DataView, at: number): Entry & { readonly next: number } {
  if (view.getUint32(at, true) !== 0x02014b50) throw broken();
  const [name, extra, comment] = [view.getUint16(at + 28, true), view.getUint16(at + 30, true), view.getUint16(at + 32, true)];
  const next = at + 46 + name + extra + comment;
  if (next > view.byteLength) throw broken();
  return {
    path: pathOf(new Uint8Array(view.buffer, view.byteOffset + at + 46, name)).replaceAll("\\", "/"),
    method: view.getUint16(at + 10, true),
    packed: view.getUint32(at + 20, true),
    at: view.getUint32(at + 42, true),
    locked: (view.getUint16(at + 8, true) & 1) === 1,
    next,
  };
}

function entriesOf(view: DataView): Map<string, Entry> {
  const end = endOf(view);
  const count = view.getUint16(end + 10, true);
  if (count > mostEntries)
    throw fault(
      `压缩文件里有 ${count} 个文件，最多 ${mostEntries} 个`,
      `The zip holds ${count} files, at most ${mostEntries} can be taken`,
    );
  const entries = new Map<string, Entry>();
  let at = view.getUint32(end + 16, true);
  for (let i = 0; i < count; i++) {
    if (at + 46 > view.byteLength) throw broken();
    const { next, ...entry } = entryAt(view, at);
    if (!entry.path.endsWith("/") && !entry.path.includes("__MACOSX")) entries.set(entry.path, entry);
    at = next;
  }
  return entries;
}

export class Zip {
  private readonly bytes: Uint8Array;
  private readonly view: DataView;
  private readonly entries: ReadonlyMap<string, Entry>;
  private inflated = 0;
  /** What each entry came to, so that reading it again is not counted again. */
  private readonly counted = new Map<string, number>();

  /** @throws FileFault where it is no whole zip */
  constructor(bytes: Uint8Array) {
    this.bytes = bytes;
    this.view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    this.entries = entriesOf(this.view);
  }

  get paths(): readonly string[] {
    return [...this.entries.keys()];
  }
  has(path: string): boolean {
    return this.entries.has(path);
  }

  /** What is packed of an entry, by its own header. */
  private packedOf({ at, packed }: Entry): Uint8Array {
    if (at + 30 > this.view.byteLength || this.view.getUint32(at, true) !== 0x04034b50) throw broken();
    const from = at + 30 + this.view.getUint16(at + 26, true) + this.view.getUint16(at + 28, true);
    if (from + packed > this.bytes.length) throw broken();
    return this.bytes.subarray(from, from + packed);
  }

  private count(more: number): void {
    this.inflated += more;
    if (this.inflated > mostInflated_bytes || (this.inflated > ratioFrom_bytes && this.inflated > mostRatio * this.bytes.length))
      throw bomb();
  }

  /** Hands on an entry piece by piece. @throws FileFault beyond the bounds, and where it is damaged or locked */
  private pieces(entry: Entry, take: (piece: Uint8Array) => void): void {
    if (entry.locked) throw fault("压缩文件有密码：请先解除密码再导入", "The zip has a password: take it off first");
    const packed = this.packedOf(entry);
    const counted = (piece: Uint8Array) => {
      this.count(piece.length);
      take(piece);
    };
    if (entry.method === 0) {
      counted(packed);
      return;
    }
    if (entry.method !== 8)
      throw fault("压缩方式不支持：请用普通 zip 重新压缩", "This way of packing is not known: pack it as an ordinary zip");
    const inflate = new Inflate(counted);
    for (let at = 0; at < packed.length; at += piece_bytes) {
      inflate.push(packed.subarray(at, at + piece_bytes), at + piece_bytes >= packed.length);
    }
  }

  private each(path: string, take: (piece: Uint8Array) => void): boolean {
    const entry = this.entries.get(path);
    if (!entry) return false;
    this.inflated -= this.counted.get(path) ?? 0;
    const before = this.inflated;
    try {
      this.pieces(entry, take);
      this.counted.set(path, this.inflated - before);
    } catch (error) {
      if (error instanceof Error && error.name === "FileFault") throw error;
      throw broken();
    }
    return true;
  }

  /** An entry whole; null where there is none. @throws FileFault */
  read(path: string): Uint8Array | null {
    const pieces: Uint8Array[] = [];
    if (!this.each(path, (piece) => pieces.push(piece))) return null;
    const whole = new Uint8Array(pieces.reduce((sum, { length }) => sum + length, 0));
    let at = 0;
    for (const piece of pieces) {
      whole.set(piece, at);
      at += piece.length;
    }
    return whole;
  }

  /** The same as text in UTF-8. @throws FileFault */
  text(path: string): string | null {
    const decoder = new TextDecoder();
    const texts: string[] = [];
    const found = this.each(path, (piece) => texts.push(decoder.decode(piece, { stream: true })));
    return found ? texts.join("") + decoder.decode() : null;
  }
}
