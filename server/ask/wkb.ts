/** Reads on through well-known binary; ST_AsBinary's byte order is said per geometry. */
export class WkbReader {
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
  number(): number {
    this.#at += 8;
    return this.#view.getFloat64(this.#at - 8, this.#little);
  }
}
