/** The order in which to go to several places: nearest insertion, then turned round and moved while that makes it shorter. Straight lines on the ellipsoid. Pure. */
import { length_m } from "../../server/contract/partition/drawn.ts";

/** Degrees of EPSG:4326. */
export interface Place {
  readonly lon: number;
  readonly lat: number;
}

/** Metres between two places, on the WGS84 ellipsoid. */
export const between_m = (a: Place, b: Place): number =>
  length_m([
    [a.lon, a.lat],
    [b.lon, b.lat],
  ]);

/** Metres of a way from a place through others, in the order given. */
export function way_m(from: Place | null, stops: readonly Place[]): number {
  const all = from ? [from, ...stops] : stops;
  return all.slice(1).reduce((sum, stop, i) => sum + between_m(all[i] as Place, stop), 0);
}

type Far = (a: number, b: number) => number;

/** Metres between stops by their index, computed once; the start is -1, and lies nowhere when it is not known. */
function distances(from: Place | null, stops: readonly Place[]): Far {
  const rows = stops.map((a) => Float64Array.from(stops, (b) => between_m(a, b)));
  const first = Float64Array.from(stops, (stop) => (from ? between_m(from, stop) : 0));
  return (a, b) => (a < 0 ? first[b] : b < 0 ? first[a] : rows[a]?.[b]) ?? 0;
}

/** What is added by going to `stop` between two others; the way ends where it ends, so the last has none after it. */
const detour = (far: Far, before: number, stop: number, after: number | undefined) =>
  far(before, stop) + (after === undefined ? 0 : far(stop, after) - far(before, after));

/** The cheapest place in an order for a stop: where, and what it adds. */
function cheapest(far: Far, order: readonly number[], stop: number): { at: number; adds: number } {
  let best = { at: 0, adds: Number.POSITIVE_INFINITY };
  for (let at = 0; at <= order.length; at++) {
    const adds = detour(far, order[at - 1] ?? -1, stop, order[at]);
    if (adds < best.adds) best = { at, adds };
  }
  return best;
}

/** Takes the stop that is nearest to the way so far, and puts it where it adds least. */
function inserted(far: Far, count: number): number[] {
  const left = new Set(Array.from({ length: count }, (_, i) => i));
  const order: number[] = [];
  while (left.size > 0) {
    const reach = (stop: number) => Math.min(far(-1, stop), ...order.map((one) => far(one, stop)));
    const next = [...left].reduce((a, b) => (reach(b) < reach(a) ? b : a));
    left.delete(next);
    order.splice(cheapest(far, order, next).at, 0, next);
  }
  return order;
}

const least_m = 1e-6;

/** Turns the first stretch round that gets shorter by it (2-opt). @returns whether one did */
function turned(far: Far, order: number[]): boolean {
  for (let i = 0; i < order.length - 1; i++) {
    for (let j = i + 1; j < order.length; j++) {
      const [before, first, last, after] = [order[i - 1] ?? -1, order[i] as number, order[j] as number, order[j + 1]];
      const now = far(before, first) + (after === undefined ? 0 : far(last, after));
      const then = far(before, last) + (after === undefined ? 0 : far(first, after));
      if (then > now - least_m) continue;
      order.splice(i, j - i + 1, ...order.slice(i, j + 1).reverse());
      return true;
    }
  }
  return false;
}

/** Moves the first stop that fits better elsewhere. @returns whether one did */
function shifted(far: Far, order: number[]): boolean {
  for (const [i, stop] of order.entries()) {
    const rest = order.toSpliced(i, 1);
    const saves = detour(far, order[i - 1] ?? -1, stop, order[i + 1]);
    const { at, adds } = cheapest(far, rest, stop);
    if (adds > saves - least_m) continue;
    order.splice(0, order.length, ...rest.toSpliced(at, 0, stop));
    return true;
  }
  return false;
}

/**
 * Indices of the stops in the order to go: from where one stands, ending anywhere. Without a start, the way begins at whichever stop is best.
 * A good way, not always the shortest; for some hundred stops at most.
 */
export function routeOrder(from: Place | null, stops: readonly Place[]): number[] {
  const far = distances(from, stops);
  const order = inserted(far, stops.length);
  while (turned(far, order) || shifted(far, order));
  return order;
}
