/**
 * Functions that give the same bits on every machine and every Node: sums, products and square roots alone, which IEEE 754 fixes.
 * Math.sin, hypot, exp and log are the engine's own business and have changed between versions; a seed must not.
 */

/** Length of the hypotenuse. */
export const hypot = (x: number, y: number): number => Math.sqrt(x * x + y * y);

/** Sine of an angle in radians, to about 1e-12 for angles of some hundreds. */
export function sin(angle: number): number {
  const turns = Math.round(angle / Math.PI);
  const r = angle - turns * Math.PI;
  let term = r;
  let sum = r;
  for (let n = 2; n <= 22; n += 2) {
    term *= -(r * r) / (n * (n + 1));
    sum += term;
  }
  return turns % 2 === 0 ? sum : -sum;
}

export const cos = (angle: number): number => sin(angle + Math.PI / 2);

/** e to a power, for powers of some tens. */
export function exp(power: number): number {
  const halves = Math.round(power / Math.LN2);
  const r = power - halves * Math.LN2;
  let term = 1;
  let sum = 1;
  for (let n = 1; n <= 18; n++) {
    term *= r / n;
    sum += term;
  }
  for (let i = 0; i < Math.abs(halves); i++) sum = halves > 0 ? sum * 2 : sum / 2;
  return sum;
}

/** Natural logarithm of a positive number. */
export function log(value: number): number {
  let m = value;
  let doublings = 0;
  for (; m > 1.5; doublings++) m /= 2;
  for (; m < 0.75; doublings--) m *= 2;
  const s = (m - 1) / (m + 1);
  let power = s;
  let sum = 0;
  for (let n = 1; n <= 41; n += 2) {
    sum += power / n;
    power *= s * s;
  }
  return 2 * sum + doublings * Math.LN2;
}

/** Grows with the direction of (x, y) as its angle does, from −2 to 2: for putting directions in order. */
export function turn(y: number, x: number): number {
  const share = x / (Math.abs(x) + Math.abs(y));
  return y < 0 ? share - 1 : 1 - share;
}
