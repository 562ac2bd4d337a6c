/**
 * Getis-Ord Gi* (Ord and Getis 1995, equation 14, binary weights, a place among its own neighbours) and the control of the
 * false-discovery rate (Benjamini and Hochberg 1995). Neighbours' figures hang together in one direction only, where the
 * procedure keeps its promise (Benjamini and Yekutieli 2001).
 */
import { twoSided } from "./normal.ts";

export interface Significance {
  readonly mean: number;
  /** Of all values, as of a whole population. */
  readonly deviation: number;
  /** null: it cannot be said, as all values are equal or the place has every place for a neighbour. */
  readonly z: readonly (number | null)[];
  /** Two-sided, of each by itself. */
  readonly p: readonly (number | null)[];
}

/** @param neighbours of each place by number, without itself, each once */
export function giStar(values: ArrayLike<number>, neighbours: readonly ArrayLike<number>[]): Significance {
  const n = values.length;
  const list = Array.from(values);
  const mean = list.reduce((sum, value) => sum + value, 0) / n;
  // By differences: squares of large values would eat the digits.
  const deviation = Math.sqrt(list.reduce((sum, value) => sum + (value - mean) ** 2, 0) / n);
  const z = neighbours.map((others, i) => {
    const count = others.length + 1;
    const spread = deviation * Math.sqrt((count * (n - count)) / (n - 1));
    if (!(spread > 0)) return null;
    const sum = Array.from(others).reduce((all, other) => all + (list[other] as number), list[i] as number);
    return (sum - mean * count) / spread;
  });
  return { mean, deviation, z, p: z.map((value) => (value === null ? null : twoSided(value))) };
}

/** The largest p that is still a discovery when at most the share `rate` of discoveries may be false; -1 = none is. */
export function falseDiscoveryLimit(p: readonly number[], rate: number): number {
  const sorted = Float64Array.from(p).sort();
  let i = sorted.length - 1;
  while (i >= 0 && (sorted[i] as number) * sorted.length > rate * (i + 1)) i--;
  return i < 0 ? -1 : (sorted[i] as number);
}

const rates = [0.1, 0.05, 0.01];

/** 3, 2, 1: hot at 99, 95, 90 % with the false-discovery rate controlled; below 0 cold; 0 not significant, or not to be said. */
export function levels({ z, p }: Pick<Significance, "z" | "p">): number[] {
  const said = p.filter((value) => value !== null);
  const limits = rates.map((rate) => falseDiscoveryLimit(said, rate));
  return p.map((value, i) => {
    const level = value === null ? 0 : limits.filter((limit) => value <= limit).length;
    return level === 0 ? 0 : level * Math.sign(z[i] as number);
  });
}
