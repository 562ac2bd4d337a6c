/** Colours of the trade's statuses as areas, on a dark and on a light ground; every page and paper draws them with these. */
import type { ProblemStatus } from "./vocabulary.ts";

/** ΔE2000 ≥ 12 between any two of the six for normal, protan, deutan and tritan sight. */
export const statusFills: Readonly<Record<"dark" | "light", Readonly<Record<ProblemStatus, string>>>> = {
  dark: {
    overdue: "#e73c33",
    nearly_due: "#fdb51d",
    handling: "#468ff4",
    recheck: "#decee3",
    closed: "#75fbbc",
    undispatched: "#8d9788",
    rejected: "#5b6579",
  },
  light: {
    overdue: "#af2e12",
    nearly_due: "#e47807",
    handling: "#1590fb",
    recheck: "#7e14a1",
    closed: "#1b4441",
    undispatched: "#847a7a",
    rejected: "#b3b6bd",
  },
};
