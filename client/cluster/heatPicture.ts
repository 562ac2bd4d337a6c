/** The grid as pixels: colours mixed between the classes' lower bounds, evenly in the logarithm, clear below the first. */
import type { HeatGrid } from "./heatGrid.ts";
import type { HeatPicture, HeatStop } from "./protocol.ts";

/** Colours are looked up, not computed, for each of a million cells: this many steps between the first and the last stop. */
const steps = 1024;

/** Red, green, blue, alpha of a value. Below the first stop it fades out linearly to nothing at half of it. */
export function heatColour(value: number, stops: readonly HeatStop[]): [number, number, number, number] {
  const first = stops[0];
  if (!first || value <= first.from / 2) return [0, 0, 0, 0];
  if (value < first.from) return [first.rgba[0], first.rgba[1], first.rgba[2], first.rgba[3] * (value / (first.from / 2) - 1)];
  const above = stops.findIndex((stop) => stop.from > value);
  const high = stops[above];
  const low = (high ? stops[above - 1] : stops.at(-1)) ?? first;
  if (!high) return [...low.rgba];
  const t = Math.log(value / low.from) / Math.log(high.from / low.from);
  return low.rgba.map((channel, i) => channel + ((high.rgba[i] as number) - channel) * t) as [number, number, number, number];
}

export function heatPicture(grid: HeatGrid, stops: readonly HeatStop[]): HeatPicture | null {
  const [first, last] = [stops[0], stops.at(-1)];
  if (!first || !last) return null;
  const [lowest, highest] = [Math.log(first.from / 2), Math.log(last.from)];
  const scale = (steps - 1) / (highest - lowest);
  const table = Array.from({ length: steps }, (_, i) => heatColour(Math.exp(lowest + i / scale), stops));
  const { width, height, values, bounds } = grid;
  const pixels = new Uint8ClampedArray(width * height * 4);
  for (let row = 0; row < height; row++) {
    for (let column = 0; column < width; column++) {
      const value = values[row * width + column] as number;
      if (value <= first.from / 2) continue;
      const step = Math.min(steps - 1, Math.max(0, Math.round((Math.log(value) - lowest) * scale)));
      pixels.set(table[step] as [number, number, number, number], ((height - 1 - row) * width + column) * 4);
    }
  }
  return { pixels, width, height, bounds };
}
