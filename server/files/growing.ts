/** Bytes that grow at their end: a million small arrays would take ten times the room. */
export class Growing {
  #bytes = new Uint8Array(4096);
  length = 0;

  push(more: Uint8Array): void {
    const need = this.length + more.length;
    if (need > this.#bytes.length) {
      const larger = new Uint8Array(Math.max(need, this.#bytes.length * 2));
      larger.set(this.#bytes.subarray(0, this.length));
      this.#bytes = larger;
    }
    this.#bytes.set(more, this.length);
    this.length = need;
  }

  /** As they are now; a view. */
  get bytes(): Uint8Array {
    return this.#bytes.subarray(0, this.length);
  }
}
