/**
 * The demo district's only source of chance: a seeded generator (sfc32), so that one seed always draws one district.
 * Parts of the district take their own fork by name: changing how many sites are drawn does not move the river.
 */
import { log } from "./exact.ts";

/** A stream of pseudo-random numbers; the same seeds give the same stream on every machine. */
export class Rng {
  #a: number;
  #b: number;
  #c: number;
  #d: number;

  constructor(seed: number, stream = 0) {
    this.#a = seed >>> 0;
    this.#b = stream >>> 0;
    this.#c = 0x9e3779b9;
    this.#d = 1;
    for (let i = 0; i < 12; i++) this.u32();
  }

  /** An unsigned 32-bit integer. */
  u32(): number {
    const t = (this.#a + this.#b + this.#d) | 0;
    this.#d = (this.#d + 1) | 0;
    this.#a = this.#b ^ (this.#b >>> 9);
    this.#b = (this.#c + (this.#c << 3)) | 0;
    this.#c = ((this.#c << 21) | (this.#c >>> 11)) + t;
    return t >>> 0;
  }

  /** A number in [0, 1). */
  next(): number {
    return this.u32() / 4294967296;
  }

  /** An integer in [0, n). */
  int(n: number): number {
    return Math.floor(this.next() * n);
  }

  /** A number in [low, high). */
  range(low: number, high: number): number {
    return low + (high - low) * this.next();
  }

  chance(p: number): boolean {
    return this.next() < p;
  }

  /** Bell-shaped around 0 with deviation near 1, never beyond ±3 (a sum of uniforms: no logarithm, no surprise). */
  bell(): number {
    return (this.next() + this.next() + this.next() - 1.5) * 2;
  }

  /** Exponential with the given mean. */
  exp(mean: number): number {
    return -mean * log(1 - this.next());
  }

  pick<T>(list: readonly T[]): T {
    const value = list[this.int(list.length)];
    if (value === undefined) throw new Error("pick from an empty list");
    return value;
  }

  /** The index of one entry, each as likely as its weight. */
  weighted(weights: readonly number[]): number {
    let rest = this.next() * weights.reduce((sum, w) => sum + w, 0);
    for (let i = 0; i < weights.length; i++) {
      rest -= weights[i] ?? 0;
      if (rest < 0) return i;
    }
    return weights.length - 1;
  }

  /** A new list in random order. */
  shuffled<T>(list: readonly T[]): T[] {
    const keyed = list.map((value) => ({ value, key: this.next() }));
    return keyed.sort((p, q) => p.key - q.key).map((k) => k.value);
  }
}

/** A stream of its own for one part of the district. `part` is any name; it is hashed (FNV-1a). */
export function streamOf(seed: number, part: string): Rng {
  let hash = 0x811c9dc5;
  for (const ch of part) hash = Math.imul(hash ^ (ch.codePointAt(0) ?? 0), 0x01000193);
  return new Rng(seed, hash >>> 0);
}
