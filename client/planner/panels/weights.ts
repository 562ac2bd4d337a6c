/** What counts for how much: its words, and the limits of its fields. */
import type { Weights } from "../../../server/contract/partition/balance.ts";
import type { WordKey } from "../../look/words.ts";

export const weightWord = {
  site: "planner.weight.site",
  market: "planner.weight.market",
  alley_km: "planner.weight.alley",
  river_km: "planner.weight.river",
  open: "planner.weight.open",
  overdue: "planner.weight.overdue",
  foundPerWeek: "planner.weight.week",
  area_km2: "planner.weight.area",
} as const satisfies Record<keyof Weights, WordKey>;
/** The same as parts of a zone's work. */
export const partWord = {
  site: "planner.part.site",
  market: "planner.part.market",
  alley_km: "planner.part.alley",
  river_km: "planner.part.river",
  open: "planner.part.open",
  overdue: "planner.part.overdue",
  foundPerWeek: "planner.part.week",
  area_km2: "planner.part.area",
} as const satisfies Record<keyof Weights, WordKey>;
export const weightKeys = Object.keys(weightWord) as (keyof Weights)[];
export const mostWeight = 1000;
