/**
 * Chains of positions in metres: in space on the WGS84 ellipsoid, and flat on the plane that touches it at a place.
 * Within 40 km of that place the plane's distances are short by 2 parts in 100,000 at most.
 */
import type { Chains } from "./wkb.ts";

/** x, y, z, x, y, z … in metres from the earth's middle. */
export type Space = Float64Array;
/** x, y, x, y … in metres on a plane. */
export type Flat = Float64Array;

const equator_m = 6_378_137;
const flattening = 1 / 298.257223563;
const squash = (1 - flattening) ** 2;
const rad = Math.PI / 180;
/** No edge is longer: a plane is straight where the earth is not. */
export const longestEdge_m = 10_000;

function put(into: number[], lon: number, lat: number): void {
  const [s, c] = [Math.sin(lat), Math.cos(lat)];
  const n = equator_m / Math.sqrt(1 - (1 - squash) * s * s);
  into.push(n * c * Math.cos(lon), n * c * Math.sin(lon), n * squash * s);
}

/** The edge's own way over the globe, as the database has it: the great circle of its longitudes and latitudes. Its end is put, its start not. */
function putEdge(into: number[], [lon1, lat1, lon2, lat2]: readonly [number, number, number, number]): void {
  const from = [Math.cos(lat1) * Math.cos(lon1), Math.cos(lat1) * Math.sin(lon1), Math.sin(lat1)] as const;
  const to = [Math.cos(lat2) * Math.cos(lon2), Math.cos(lat2) * Math.sin(lon2), Math.sin(lat2)] as const;
  const angle = 2 * Math.asin(Math.min(1, Math.hypot(from[0] - to[0], from[1] - to[1], from[2] - to[2]) / 2));
  const parts = Math.ceil((angle * equator_m) / longestEdge_m);
  for (let i = 1; i < parts; i++) {
    const [a, b] = [Math.sin((1 - i / parts) * angle), Math.sin((i / parts) * angle)];
    const [x, y, z] = [a * from[0] + b * to[0], a * from[1] + b * to[1], a * from[2] + b * to[2]];
    put(into, Math.atan2(y, x), Math.atan2(z, Math.hypot(x, y)));
  }
  put(into, lon2, lat2);
}

function toSpace(degrees: readonly number[]): Space {
  const into: number[] = [];
  const [lon = 0, lat = 0] = degrees;
  put(into, lon * rad, lat * rad);
  for (let i = 2; i < degrees.length; i += 2)
    putEdge(into, degrees.slice(i - 2, i + 2).map((d) => d * rad) as [number, number, number, number]);
  return Float64Array.from(into);
}

/** A geometry in space, with a ball around it. */
export interface Solid {
  readonly open: readonly Space[];
  readonly rings: readonly Space[];
  readonly ball: Ball;
}
export interface Ball {
  readonly middle: readonly [number, number, number];
  readonly radius_m: number;
}

/** A ball that holds all of the chains: around the middle of their box. */
export function ballOf(chains: readonly Space[]): Ball {
  const least = [Infinity, Infinity, Infinity];
  const most = [-Infinity, -Infinity, -Infinity];
  for (const chain of chains)
    for (let i = 0; i < chain.length; i++) {
      least[i % 3] = Math.min(least[i % 3] as number, chain[i] as number);
      most[i % 3] = Math.max(most[i % 3] as number, chain[i] as number);
    }
  const middle = least.map((low, k) => (low + (most[k] as number)) / 2) as [number, number, number];
  let radius_m = 0;
  for (const chain of chains) for (let i = 0; i < chain.length; i += 3) radius_m = Math.max(radius_m, apart(chain, i, middle, 0));
  return { middle, radius_m };
}

/** Metres through space between two positions of chains. */
export function apart(a: ArrayLike<number>, i: number, b: ArrayLike<number>, j: number): number {
  const x = (a[i] as number) - (b[j] as number);
  const y = (a[i + 1] as number) - (b[j + 1] as number);
  const z = (a[i + 2] as number) - (b[j + 2] as number);
  return Math.sqrt(x * x + y * y + z * z);
}

export function solidOf({ open, rings }: Chains): Solid {
  const solid = { open: open.map(toSpace), rings: rings.map(toSpace) };
  return { ...solid, ball: ballOf([...solid.open, ...solid.rings]) };
}

/** Looks among many balls for those that are near another. */
export function ballFinder(balls: readonly Ball[]): (to: Ball, d: number) => number[] {
  const flat = Float64Array.from(balls.flatMap(({ middle, radius_m }) => [...middle, radius_m]));
  return ({ middle, radius_m }, d) => {
    const near: number[] = [];
    for (let i = 0; i < flat.length; i += 4) if (apart(flat, i, middle, 0) <= (flat[i + 3] as number) + radius_m + d) near.push(i / 4);
    return near;
  };
}

/** The plane that touches the ellipsoid below a place. */
export interface Frame {
  readonly middle: readonly [number, number, number];
  readonly east: readonly [number, number];
  readonly north: readonly [number, number, number];
}

export function frameAt(middle: Ball["middle"]): Frame {
  const [x, y, z] = middle;
  const around = Math.hypot(x, y) || 1;
  const [east, up] = [[-y / around, x / around] as const, Math.hypot(around, z / squash)];
  const [s, c] = [z / squash / up, around / up];
  return { middle, east, north: [(-s * x) / around, (-s * y) / around, c] };
}

/** A chain on the plane, its origin the frame's middle. */
export function flatten(chain: Space, { middle: [x0, y0, z0], east, north }: Frame): Flat {
  const flat = new Float64Array((chain.length / 3) * 2);
  for (let i = 0, j = 0; i < chain.length; i += 3, j += 2) {
    const [x, y, z] = [(chain[i] as number) - x0, (chain[i + 1] as number) - y0, (chain[i + 2] as number) - z0];
    flat[j] = x * east[0] + y * east[1];
    flat[j + 1] = x * north[0] + y * north[1] + z * north[2];
  }
  return flat;
}
