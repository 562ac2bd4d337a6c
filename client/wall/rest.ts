/** What keeps a picture from burning in: it wanders by some pixels, and is dimmer at night. Pure. */
import type { Settings } from "./settings.ts";

/** No farther than this in any direction, CSS pixels: the layout keeps such a margin free. */
export const furthest_px = 8;

/**
 * Where the whole picture stands in this hour. Two periods without a common part: every place of the square is come near to within a week.
 * @param now unix seconds
 */
export function shiftAt(now: number): { readonly x: number; readonly y: number } {
  const hour = Math.floor(now / 3600);
  const along = (period: number) => Math.round(furthest_px * Math.sin((2 * Math.PI * hour) / period)) || 0;
  return { x: along(13), y: along(11) };
}

/** Share of its light that a screen gives at an hour of the district's day; 1 = all. */
export function lightAt(hour: number, dim: Settings["dim"]): number {
  if (!dim || dim.from === dim.to) return 1;
  const within = dim.from < dim.to ? hour >= dim.from && hour < dim.to : hour >= dim.from || hour < dim.to;
  return within ? dim.share : 1;
}
