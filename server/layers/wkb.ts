/** Well-known binary → the columns' packed geometry: flat differences in 1e-6 degrees (about 0.1 m). */
import type { PackedGeometry } from "../contract/types.ts";

/** Reads on through a buffer; ST_AsBinary's byte order is said per geometry. */
class Reader {
  readonly #view: DataView;
  #at = 0;
  #little = true;
  constructor(bytes: Uint8Array) {
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  }
  type(): number {
    this.#little = this.#view.getUint8(this.#at) === 1;
    this.#at += 1;
    return this.count();
  }
  count(): number {
    this.#at += 4;
    return this.#view.getUint32(this.#at - 4, this.#little);
  }
  micro(): number {
    this.#at += 8;
    return Math.round(this.#view.getFloat64(this.#at - 8, this.#little) * 1e6);
  }
}

function flat(from: Reader): number[] {
  const numbers: number[] = [];
  let x = 0;
  let y = 0;
  for (let rest = from.count(); rest > 0; rest--) {
    const nx = from.micro();
    const ny = from.micro();
    numbers.push(nx - x, ny - y);
    x = nx;
    y = ny;
  }
  return numbers;
}

const rings = (from: Reader): number[][] => Array.from({ length: from.count() }, () => flat(from));

interface Parts {
  readonly lines: number[][];
  readonly areas: number[][][];
}

function read(from: Reader, into: Parts): void {
  const type = from.type();
  if (type === 1) {
    from.micro();
    from.micro();
  } else if (type === 2) into.lines.push(flat(from));
  else if (type === 3) into.areas.push(rings(from));
  else if (type >= 4 && type <= 7) for (let rest = from.count(); rest > 0; rest--) read(from, into);
  else throw new Error(`Geometry type ${type} cannot be packed.`);
}

/** The packed geometry: areas before lines when a collection holds both; null for points, which stand in lon and lat. */
export function pack(wkb: Uint8Array): PackedGeometry {
  const parts: Parts = { lines: [], areas: [] };
  read(new Reader(wkb), parts);
  return parts.areas.length ? { a: parts.areas } : parts.lines.length ? { l: parts.lines } : null;
}
