/**
 * How one problem spreads: the quartic (biweight) kernel in the plane. Its integral is 1 problem, so the sum over all
 * problems is a density, and the density integrated over any area is the number of problems spread there.
 * Unit: per square metre × 10,000 = per hectare. One problem alone peaks at 3 / (π h²): with h = 250 m, 0.153 per hectare.
 */
export const bandwidth_m = 250;
const squareMetresPerHectare = 10_000;

/** Problems per hectare at a distance from one problem. */
export function kernel(distance2_m2: number, h: number): number {
  const rest = 1 - distance2_m2 / (h * h);
  return rest <= 0 ? 0 : ((3 * squareMetresPerHectare) / (Math.PI * h * h)) * rest * rest;
}
