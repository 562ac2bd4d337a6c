/** Numbers that look random and are the same each time for a seed (mulberry32). */
export interface Random {
  /** From 0 up to, not with, 1. */
  next(): number;
  /** A whole number from 0 up to, not with, `count`. */
  below(count: number): number;
}
export function randomOf(seed: number): Random {
  let state = seed >>> 0;
  const next = (): number => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), state | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
  };
  return { next, below: (count) => Math.floor(next() * count) };
}
