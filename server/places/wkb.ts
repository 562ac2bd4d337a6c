/** Well-known binary → chains of positions. */

/** Chains of a geometry, each flat: longitude, latitude, longitude … A point is a chain of one; rings are closed. */
export interface Chains {
  readonly open: number[][];
  readonly rings: number[][];
}

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
  positions(count: number): number[] {
    return Array.from({ length: count * 2 }, () => {
      this.#at += 8;
      return this.#view.getFloat64(this.#at - 8, this.#little);
    });
  }
}

function read(from: Reader, into: Chains): void {
  const type = from.type();
  if (type === 1) into.open.push(from.positions(1));
  else if (type === 2) into.open.push(from.positions(from.count()));
  else if (type === 3) for (let rest = from.count(); rest > 0; rest--) into.rings.push(from.positions(from.count()));
  else if (type >= 4 && type <= 7) for (let rest = from.count(); rest > 0; rest--) read(from, into);
  else throw new Error(`Geometry type ${type} cannot be measured.`);
}

/** The chains of a plain geometry of longitudes and latitudes; of none (empty) no chains. */
export function chainsOf(wkb: Uint8Array): Chains {
  const chains: Chains = { open: [], rings: [] };
  read(new Reader(wkb), chains);
  // An empty point is one that is nowhere.
  return {
    open: chains.open.filter((chain) => chain.length && !Number.isNaN(chain[0])),
    rings: chains.rings.filter((ring) => ring.length),
  };
}
