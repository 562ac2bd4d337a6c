/** Shares of a cluster's statuses as twelfths of its ring. */

const parts = 12;

/**
 * Twelve parts dealt by largest remainder. A status that is there at all gets one part at least: one overdue problem among
 * a hundred must not vanish. So the ring says which statuses are there and roughly how they stand; the numbers say the rest.
 */
export function twelfths(counts: readonly number[]): number[] {
  const total = counts.reduce((sum, count) => sum + count, 0);
  if (total === 0) return counts.map(() => 0);
  const dealt = counts.map((count) => (count > 0 ? Math.max(1, Math.floor((count / total) * parts)) : 0));
  const lack = (i: number) => ((counts[i] as number) / total) * parts - (dealt[i] as number);
  for (let left = parts - dealt.reduce((a, b) => a + b, 0); left !== 0; left -= Math.sign(left)) {
    const order = dealt.map((_, i) => i).filter((i) => (left > 0 ? (dealt[i] as number) > 0 : (dealt[i] as number) > 1));
    order.sort((a, b) => (lack(b) - lack(a)) * Math.sign(left));
    const at = order[0] as number;
    dealt[at] = (dealt[at] as number) + Math.sign(left);
  }
  return dealt;
}

/** The ring as a name, one hexadecimal digit a status. */
export const ringName = (counts: readonly number[]): string =>
  twelfths(counts)
    .map((part) => part.toString(16))
    .join("");
