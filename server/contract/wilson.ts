/** How far a rate seen in few cases may be from the true one. */

/** Of the standard normal distribution: 95 % lie within so many deviations. */
const z = 1.959963984540054;

export interface Interval {
  readonly lower: number;
  readonly upper: number;
}

/**
 * The score interval of a share, 95 %: every true share from which `hits` of `of` would not surprise.
 * E. B. Wilson, "Probable inference, the law of succession, and statistical inference", JASA 22 (1927) 209–212.
 * @returns 0 to 1; null when there is nothing to judge by (`of` is 0)
 */
export function wilson(hits: number, of: number): Interval | null {
  if (of <= 0) return null;
  const share = hits / of;
  const z2 = z * z;
  const middle = (share + z2 / (2 * of)) / (1 + z2 / of);
  const half = (z / (1 + z2 / of)) * Math.sqrt((share * (1 - share)) / of + z2 / (4 * of * of));
  // Rounding must not put the ends beyond what a share can be.
  return { lower: hits === 0 ? 0 : Math.max(0, middle - half), upper: hits === of ? 1 : Math.min(1, middle + half) };
}
