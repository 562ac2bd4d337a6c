/** A sketch of places close to each other: metres on the ellipsoid, as pixels, with a scale. Pure. */
import { degree_m } from "../../../server/contract/partition/ellipsoid.ts";

export interface Spot {
  /** Degrees of EPSG:4326. */
  readonly lon: number;
  readonly lat: number;
  readonly accuracy_m: number | null;
}
export interface Sketch {
  /** Each spot's place, and the radius of what it is accurate to (0 = not known), px; in the order given. */
  readonly points: readonly { readonly x: number; readonly y: number; readonly r: number }[];
  readonly scale: { readonly length_m: number; readonly px: number };
}

/** So much ground is shown at least: nearer together nothing is told apart. */
const least_m = 30;

/** The largest round length (1, 2 or 5 × 10ⁿ) that is at most so long. */
export function roundLength(most_m: number): number {
  const power = 10 ** Math.floor(Math.log10(most_m));
  return ([5, 2].find((step) => step * power <= most_m) ?? 1) * power;
}

/** @param spots at least one @param edge_px kept free around all of it */
export function sketch(spots: readonly Spot[], width_px: number, height_px: number, edge_px: number): Sketch {
  const [first] = spots as [Spot];
  const [east, north] = degree_m(first.lat);
  const at = spots.map(({ lon, lat, accuracy_m }) => ({
    x: (lon - first.lon) * east,
    y: (first.lat - lat) * north,
    r: accuracy_m ?? 0,
  }));
  const range = (values: readonly [number, number][]) =>
    [Math.min(...values.map(([a]) => a)), Math.max(...values.map(([, b]) => b))] as const;
  const [west, eastEnd] = range(at.map(({ x, r }) => [x - r, x + r]));
  const [top, bottom] = range(at.map(({ y, r }) => [y - r, y + r]));
  const scaleOf = (room_px: number, span_m: number) => (room_px - 2 * edge_px) / Math.max(least_m, span_m);
  const px = Math.min(scaleOf(width_px, eastEnd - west), scaleOf(height_px, bottom - top));
  const [middleX, middleY] = [(west + eastEnd) / 2, (top + bottom) / 2];
  const length_m = roundLength(width_px / 3 / px);
  return {
    points: at.map(({ x, y, r }) => ({ x: width_px / 2 + (x - middleX) * px, y: height_px / 2 + (y - middleY) * px, r: r * px })),
    scale: { length_m, px: length_m * px },
  };
}
