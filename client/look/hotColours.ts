/**
 * Colours of hot-spot analyses, for both themes: seven classes from cold to hot as they lie on the map with `hotOpacity`,
 * and the line around a cluster. Any two classes keep ΔE2000 ≥ 15 for normal, protan, deutan and tritan sight.
 */
import type { Theme } from "./palette.ts";

/** From hot at 99 % down to cold at 99 %; 0 = chance explains it. */
export const hotLevels = [3, 2, 1, 0, -1, -2, -3] as const;
export type HotLevel = (typeof hotLevels)[number];
export const hotOpacity = 0.85;

const classes: Readonly<Record<Theme, readonly string[]>> = {
  dark: ["#f8764e", "#c4311e", "#611115", "#1a2436", "#2f5b92", "#349adb", "#a7e5f9"],
  light: ["#951c14", "#d86653", "#f1d09a", "#f4f4f4", "#a9cdff", "#4189b6", "#1c4f94"],
};

/** Colour of a class. */
export const hotColour = (theme: Theme, level: HotLevel): string => classes[theme][3 - level] as string;

/** A class for a legend, which follows the page's theme. */
export const hotSwatch = (level: HotLevel) => ({ dark: hotColour("dark", level), light: hotColour("light", level) });

/** Around a cluster, and of its number. */
export const hullInk: Readonly<Record<Theme, string>> = { dark: "#c4b1ff", light: "#5a2bb8" };
