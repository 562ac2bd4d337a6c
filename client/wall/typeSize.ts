/** How large a Han character must be to be read from where one stands, in CSS pixels. Pure. */
import type { Settings } from "./settings.ts";

/** Share of its em that a Han character's ink is high: what the eye measures. */
const ink = 0.92;
/** Below this strokes run together, however near one stands. CSS pixels. */
export const leastHan_px = 24;
/** Lines of running text that a screen of unknown size is high. */
const lines = 40;
/** Size of the map's smallest words before they are enlarged (client/layers), CSS pixels. */
const leastMap_px = 10.5;

/** What a character's ink measures on the screen, millimetres. @param arc minutes */
export const inkHeight_mm = (distance_m: number, arc: number): number => distance_m * 1000 * Math.tan((arc / 60) * (Math.PI / 180));

/**
 * The ink must be seen under so many minutes of arc.
 * @param arc minutes; 16 is the least, 20 is comfortable
 * @param mm_per_px of the screen
 */
export function hanSize_px(distance_m: number, arc: number, mm_per_px: number): number {
  const exact = inkHeight_mm(distance_m, arc) / mm_per_px / ink;
  return Math.max(leastHan_px, Math.ceil(exact - 1e-6));
}

interface Screen {
  /** CSS pixels. */
  readonly width: number;
  readonly height: number;
}

/** The root size that a screen's settings ask for; by its height where nobody has measured it. */
export function rootFor(
  { width, height }: Screen,
  { width_mm, distance_m, arc }: Pick<Settings, "width_mm" | "distance_m" | "arc">,
): number {
  if (width_mm === null) return Math.max(leastHan_px, Math.round(Math.min(width, height) / lines));
  return hanSize_px(distance_m, arc, width_mm / width);
}

/** How much the map's own sizes grow: its smallest words are a little smaller than running text, and never under the least. */
export const mapScale = (root_px: number): number => Math.max(leastHan_px, root_px * 0.85) / leastMap_px;

/** From how far a size can still be read, metres to one decimal. The screen's width must be known. */
export function reach_m(root_px: number, { width }: Screen, { width_mm, arc }: Pick<Settings, "width_mm" | "arc">): number {
  const high_mm = (root_px * ink * (width_mm ?? 0)) / width;
  return Math.floor((high_mm / inkHeight_mm(1, arc)) * 10) / 10;
}

/** Type of the page on which a screen is set up: a hand reaches it, whatever the screen. CSS pixels. */
export const settingSize_px = ({ width, height }: Screen): number => Math.max(16, Math.round(Math.min(width / 100, height / 60)));
