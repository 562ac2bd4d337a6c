/** Well-known binary → the columns' packed geometry: flat differences in 1e-6 degrees (about 0.1 m). */
import { WkbReader } from "../ask/wkb.ts";
import type { PackedGeometry } from "../contract/types.ts";

const micro = (from: WkbReader): number => Math.round(from.number() * 1e6);

function flat(from: WkbReader): number[] {
  const numbers: number[] = [];
  let x = 0;
  let y = 0;
  for (let rest = from.count(); rest > 0; rest--) {
    const nx = micro(from);
    const ny = micro(from);
    numbers.push(nx - x, ny - y);
    x = nx;
    y = ny;
  }
  return numbers;
}

const rings = (from: WkbReader): number[][] => Array.from({ length: from.count() }, () => flat(from));

interface Parts {
  readonly lines: number[][];
  readonly areas: number[][][];
}

function read(from: WkbReader, into: Parts): void {
  const type = from.type();
  if (type === 1) {
    micro(from);
    micro(from);
  } else if (type === 2) into.lines.push(flat(from));
  else if (type === 3) into.areas.push(rings(from));
  else if (type >= 4 && type <= 7) for (let rest = from.count(); rest > 0; rest--) read(from, into);
  else throw new Error(`Geometry type ${type} cannot be packed.`);
}

/** The packed geometry: areas before lines when a collection holds both; null for points, which stand in lon and lat. */
export function pack(wkb: Uint8Array): PackedGeometry {
  const parts: Parts = { lines: [], areas: [] };
  read(new WkbReader(wkb), parts);
  return parts.areas.length ? { a: parts.areas } : parts.lines.length ? { l: parts.lines } : null;
}
