/** Bytes as text: what they are written in, guessed by how they look; and files pasted together of two, told line by line. */
import type { FileEncoding } from "./table.ts";

const isStrictly = (encoding: string, bytes: Uint8Array): boolean => {
  try {
    new TextDecoder(encoding, { fatal: true }).decode(bytes);
    return true;
  } catch {
    return false;
  }
};
export const isUtf8 = (bytes: Uint8Array): boolean => isStrictly("utf-8", bytes);

/** By its .cpg or what is said of it; without one the bytes say whether they can be UTF-8, and offices' are GBK (code page 936) otherwise. */
export function attributeEncoding(dbf: Uint8Array, cpg: string): "utf-8" | "gb18030" {
  if (/utf-?8|65001/i.test(cpg)) return "utf-8";
  if (/936|gb/i.test(cpg)) return "gb18030";
  return isUtf8(dbf.subarray((dbf[8] ?? 0) + 256 * (dbf[9] ?? 0))) ? "utf-8" : "gb18030";
}

/** A mark at the start says it; text in two bytes a sign has a 0 in every other one where it is Latin. Null = one byte a sign, or several. */
export function wideEncoding(head: Uint8Array): "utf-16le" | "utf-16be" | null {
  if (head[0] === 0xff && head[1] === 0xfe) return "utf-16le";
  if (head[0] === 0xfe && head[1] === 0xff) return "utf-16be";
  const zeros = [0, 0];
  const looked = Math.min(head.length, 4096);
  for (let i = 0; i < looked; i++) if (head[i] === 0) zeros[i % 2] = (zeros[i % 2] ?? 0) + 1;
  const [even = 0, odd = 0] = zeros;
  if (odd > looked / 20 && even < odd / 10) return "utf-16le";
  if (even > looked / 20 && odd < even / 10) return "utf-16be";
  return null;
}

const hasHigh = (bytes: Uint8Array): boolean => bytes.some((byte) => byte > 0x7f);
/** Two Han signs of three bytes: pairs of GBK are seldom that by chance, but 联通 is. */
const surely = /[\u0800-\uFFFC].*[\u0800-\uFFFC]/s;
/** Lines that are named; more are only counted. */
const mostNamed = 10;

export interface Lines {
  count: number;
  readonly first: number[];
}
const lines = (): Lines => ({ count: 0, first: [] });
const noted = (into: Lines, line: number) => {
  into.count++;
  if (into.first.length < mostNamed) into.first.push(line);
};

/** Bytes of one text as they come, to text. `encoding` given: that and nothing else. */
export class Decoding {
  private readonly wide: TextDecoder | null;
  private readonly fixed: FileEncoding | null;
  private rest = new Uint8Array(0);
  private line = 1;
  readonly utf8: Lines = lines();
  readonly gb: Lines = lines();
  private readonly strict = new TextDecoder("utf-8", { fatal: true });
  private readonly chinese = new TextDecoder("gb18030");

  constructor(encoding: FileEncoding | null) {
    this.fixed = encoding;
    this.wide = encoding ? new TextDecoder(encoding) : null;
  }

  /** What was found so far. */
  get encoding(): FileEncoding {
    return this.fixed ?? (this.gb.count > this.utf8.count ? "gb18030" : "utf-8");
  }
  /** Lines that are not in what most are in; none where one encoding was told. */
  get others(): Lines {
    return this.gb.count > this.utf8.count ? this.utf8 : this.gb;
  }

  /** Bytes that wait for the end of their line. */
  get waiting(): number {
    return this.rest.length;
  }

  push(bytes: Uint8Array): string {
    if (this.wide) return this.wide.decode(bytes, { stream: true });
    const end = bytes.lastIndexOf(10) + 1;
    if (end === 0) {
      this.rest = joined(this.rest, bytes);
      return "";
    }
    const whole = joined(this.rest, bytes.subarray(0, end));
    this.rest = bytes.slice(end);
    return this.block(whole);
  }

  end(): string {
    return this.wide ? this.wide.decode() : this.block(this.rest);
  }

  /** Whole lines: at once where they are UTF-8, else each for itself. */
  private block(bytes: Uint8Array): string {
    try {
      const text = this.strict.decode(bytes);
      this.each(bytes, (line, at) => hasHigh(line) && noted(this.utf8, at));
      return text;
    } catch {
      const texts: string[] = [];
      this.each(bytes, (line, at) => texts.push(this.lineOf(line, at)));
      return texts.join("");
    }
  }

  private each(bytes: Uint8Array, take: (line: Uint8Array, at: number) => void): void {
    let from = 0;
    while (from < bytes.length) {
      const end = bytes.indexOf(10, from) + 1 || bytes.length;
      take(bytes.subarray(from, end), this.line);
      if (bytes[end - 1] === 10) this.line++;
      from = end;
    }
  }

  private lineOf(bytes: Uint8Array, at: number): string {
    if (!hasHigh(bytes)) return this.chinese.decode(bytes);
    try {
      const text = this.strict.decode(bytes);
      if (this.gb.count <= this.utf8.count || surely.test(text)) {
        noted(this.utf8, at);
        return text;
      }
    } catch {
      // Not UTF-8: the office's.
    }
    noted(this.gb, at);
    return this.chinese.decode(bytes);
  }
}

function joined(a: Uint8Array, b: Uint8Array): Uint8Array<ArrayBuffer> {
  const whole = new Uint8Array(a.length + b.length);
  whole.set(a);
  whole.set(b, a.length);
  return whole;
}
