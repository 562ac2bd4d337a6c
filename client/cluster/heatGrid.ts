/** The heat as a grid: every cell's centre holds open problems per hectare. Fixed in metres, so a pan or zoom changes nothing. */

import { groundAt } from "./ground.ts";
import { bandwidth_m, kernel } from "./kernel.ts";
import type { Bounds } from "./protocol.ts";

/** Enough for a district of 25 × 25 km at the finest cell; a larger one gets larger cells. */
export const maxCells = 1_000_000;
const finest_m = 25;

export interface HeatGrid {
  readonly values: Float32Array;
  readonly width: number;
  readonly height: number;
  readonly cell_m: number;
  readonly bounds: Bounds;
}

/** Span of the rows that count, in degrees; null when there are none. */
function span(lon: Int32Array, lat: Int32Array, weight: (row: number) => number): Bounds | null {
  let [w, s, e, n] = [Infinity, Infinity, -Infinity, -Infinity];
  for (let i = 0; i < lon.length; i++) {
    if (weight(i) === 0) continue;
    const x = lon[i] as number;
    const y = lat[i] as number;
    if (x < w) w = x;
    if (x > e) e = x;
    if (y < s) s = y;
    if (y > n) n = y;
  }
  return w > e ? null : [w / 1e6, s / 1e6, e / 1e6, n / 1e6];
}

/** Adds `n` problems at (x, y) metres from the grid's south-west corner. The kernel is written out: it runs 300 times a place. */
function spread(
  grid: { values: Float32Array; width: number; height: number; cell: number },
  x: number,
  y: number,
  h: number,
  n: number,
): void {
  const { values, width, height, cell } = grid;
  const peak = kernel(0, h) * n;
  const shrink = 1 / (h * h);
  const lastRow = Math.min(height - 1, Math.floor((y + h) / cell));
  for (let row = Math.max(0, Math.floor((y - h) / cell)); row <= lastRow; row++) {
    const dy = (row + 0.5) * cell - y;
    const reach = Math.sqrt(Math.max(0, h * h - dy * dy));
    const last = Math.min(width - 1, Math.floor((x + reach) / cell));
    for (let column = Math.max(0, Math.floor((x - reach) / cell)); column <= last; column++) {
      const dx = (column + 0.5) * cell - x;
      const rest = 1 - (dx * dx + dy * dy) * shrink;
      if (rest > 0) values[row * width + column] = (values[row * width + column] as number) + peak * rest * rest;
    }
  }
}

/**
 * Heat of places (lon and lat in 1e-6 degrees), null when there is none. Row 0 of the grid is the south.
 * @param weight how many problems stand in a row's place; 0 = the row does not count
 */
export function heatGrid(lon: Int32Array, lat: Int32Array, weight: (row: number) => number, h = bandwidth_m): HeatGrid | null {
  const box = span(lon, lat, weight);
  if (!box) return null;
  const [w, s, e, n] = box;
  const ground = groundAt((w + e) / 2, (s + n) / 2);
  // One cell beyond the kernel's reach: the picture ends in nothing, not in a cut.
  const x0 = ground.toX(w) - h - finest_m;
  const y0 = ground.toY(s) - h - finest_m;
  const wide = ground.toX(e) + h + finest_m - x0;
  const high = ground.toY(n) + h + finest_m - y0;
  const cell = Math.max(finest_m, Math.sqrt((wide * high) / maxCells) * 1.01);
  const width = Math.ceil(wide / cell);
  const height = Math.ceil(high / cell);
  const grid = { values: new Float32Array(width * height), width, height, cell };
  for (let i = 0; i < lon.length; i++) {
    const n = weight(i);
    if (n > 0) spread(grid, ground.toX((lon[i] as number) / 1e6) - x0, ground.toY((lat[i] as number) / 1e6) - y0, h, n);
  }
  const bounds: Bounds = [ground.toLon(x0), ground.toLat(y0), ground.toLon(x0 + width * cell), ground.toLat(y0 + height * cell)];
  return { values: grid.values, width, height, cell_m: cell, bounds };
}
