/**
 * Colours and shapes of the trade's statuses, and the heat ramp, for both themes.
 * The six statuses keep ΔE2000 ≥ 12 between any two for normal, protan, deutan and tritan sight; none stands without its shape and word.
 */
import { statusFills } from "../../server/contract/statusColours.ts";
import type { ProblemStatus } from "../../server/contract/vocabulary.ts";

export type Theme = "dark" | "light";

const fills = statusFills;

/** Words need more contrast than areas, on either ground. */
const texts: Readonly<Record<Theme, Readonly<Record<ProblemStatus, string>>>> = {
  dark: { ...fills.dark, overdue: "#ff837b", handling: "#7eb3fb", undispatched: "#a9b3a4", rejected: "#a5b1c6" },
  light: {
    overdue: "#aa1822",
    nearly_due: "#9a5500",
    handling: "#092e7c",
    recheck: "#a812b5",
    closed: "#247450",
    undispatched: "#5d6771",
    rejected: "#5d6771",
  },
};

/** Fill of a status: symbols, donuts, bars. */
export const statusColour = (theme: Theme, status: ProblemStatus): string => fills[theme][status];

/** Colour of a status for words. */
export const statusText = (theme: Theme, status: ProblemStatus): string => texts[theme][status];

/**
 * Outlines in a 24 × 24 box for `fill`, the same for an SVG path and a canvas Path2D. Holes are wound the other way,
 * so either fill rule shows them.
 */
const shapes: Readonly<Record<ProblemStatus, string>> = {
  overdue: "M12 2.5 22.5 21H1.5Z",
  nearly_due: "M12 1.5 22.5 12 12 22.5 1.5 12Z",
  handling: "M12 3a9 9 0 1 1 0 18a9 9 0 1 1 0-18Z",
  recheck: "M12 2a10 10 0 1 1 0 20a10 10 0 1 1 0-20ZM12 5a7 7 0 1 0 0 14a7 7 0 1 0 0-14ZM12 8a4 4 0 1 1 0 8a4 4 0 1 1 0-8Z",
  undispatched: "M12 2.5a9.5 9.5 0 1 1 0 19a9.5 9.5 0 1 1 0-19ZM12 6.5a5.5 5.5 0 1 0 0 11a5.5 5.5 0 1 0 0-11Z",
  closed: "M1.8 12.8 4.9 9.6 9.3 14 19.1 4 22.2 7.2 9.3 20.4Z",
  rejected: "M4.6 1.8 12 9.2 19.4 1.8 22.2 4.6 14.8 12 22.2 19.4 19.4 22.2 12 14.8 4.6 22.2 1.8 19.4 9.2 12 1.8 4.6Z",
};

/** Path data of a status's shape (▲ ◆ ● ◎ ○ ✓ ×) in a 24 × 24 box. */
export const statusShapeSvg = (status: ProblemStatus): string => shapes[status];

/**
 * Lower bounds of the heat's classes in open problems per hectare. Fixed: they do not move with the view or the filter.
 * One problem alone, spread over 250 m, peaks at 0.15: the first class begins just below it, so a single problem is seen.
 */
export const heatBreaks = [0.1, 0.25, 0.5, 1, 2, 4, 8] as const;

/** YlOrRd, one colour a class, the same in both themes. */
export const heatColours = ["#ffffb2", "#fed976", "#feb24c", "#fd8d3c", "#fc4e2a", "#e31a1c", "#b10026"] as const;

/** How much each class covers: little at the low end, where ground and roads must stay readable, and never all. */
export const heatAlphas = [0.05, 0.18, 0.4, 0.58, 0.7, 0.78, 0.84] as const;

/** The classes as the map shows them, for a legend on the map's own ground. */
export const heatInks: readonly string[] = heatColours.map((hex, i) => {
  const value = Number.parseInt(hex.slice(1), 16);
  return `rgba(${value >> 16},${(value >> 8) & 255},${value & 255},${heatAlphas[i]})`;
});
