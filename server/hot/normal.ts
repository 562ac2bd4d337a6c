/** The normal distribution's tails. */

/** erf by its series about 0 (Abramowitz and Stegun 7.1.6): every term has the sign of x, nothing cancels. */
function series(x: number): number {
  let term = x;
  let sum = x;
  for (let n = 1; term > sum * 1e-17; n++) {
    term *= (2 * x * x) / (2 * n + 1);
    sum += term;
  }
  return (2 / Math.sqrt(Math.PI)) * Math.exp(-x * x) * sum;
}

/** erfc by its continued fraction (Abramowitz and Stegun 7.1.14), from the far end; for x of 2 and more. */
function fraction(x: number): number {
  let rest = x;
  for (let n = 120; n >= 1; n--) rest = x + n / 2 / rest;
  return Math.exp(-x * x) / (Math.sqrt(Math.PI) * rest);
}

/** The complementary error function, to 1e-12 of its value up to x = 26; below that of the smallest numbers it is 0. */
export function erfc(x: number): number {
  if (x < 0) return 2 - erfc(-x);
  if (x === 0) return 1;
  return x < 2 ? 1 - series(x) : fraction(x);
}

/** How likely a standard normal value lies as far from 0 as z, on either side. */
export const twoSided = (z: number): number => erfc(Math.abs(z) / Math.SQRT2);
