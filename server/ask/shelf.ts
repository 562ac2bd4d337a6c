/** Memory of all that is kept for whoever asks next: a bound for it together, in bytes. What was not asked for the longest goes first. */

/** Something kept: how much memory it takes, and how it is let go. */
export interface Held {
  readonly bytes: number;
  drop(): void;
}

export interface Sizes {
  /** Bytes that are held now. */
  readonly bytes: number;
  /** Bytes at most. */
  readonly most: number;
  /** Things held. */
  readonly held: number;
  /** Things let go for want of room since the program began. */
  readonly dropped: number;
}

export class Shelf {
  readonly #most: number;
  /** The least lately asked first. */
  readonly #held = new Set<Held>();
  #bytes = 0;
  #dropped = 0;

  constructor(most_bytes: number) {
    this.#most = most_bytes;
  }

  /** What alone is more than all may be is let go at once: who waits for it has it all the same. */
  put(one: Held): void {
    this.#held.add(one);
    this.#bytes += one.bytes;
    for (const oldest of this.#held) {
      if (this.#bytes <= this.#most) return;
      this.take(oldest);
      this.#dropped++;
      oldest.drop();
    }
  }

  /** It was asked for. */
  touch(one: Held): void {
    if (!this.#held.delete(one)) return;
    this.#held.add(one);
  }

  /** It is not kept any more. */
  take(one: Held): void {
    if (this.#held.delete(one)) this.#bytes -= one.bytes;
  }

  sizes(): Sizes {
    return { bytes: this.#bytes, most: this.#most, held: this.#held.size, dropped: this.#dropped };
  }
}

/** Of the whole program: layers, tiles. */
export const shelf = new Shelf(256 * 1024 * 1024);
