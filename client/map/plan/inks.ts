/** Colours of a plan on the map: eight calm fills that stay apart side by side, and the seven steps of a load's deviation. */
import type { Theme } from "../../look/palette.ts";

export interface PlanInks {
  /** Of zones; neighbours never have the same. Laid half through over the ground. */
  readonly fills: readonly string[];
  /** From far below the mean to far above: blue, nothing, red; told apart without red and green. */
  readonly tints: readonly string[];
  /** Ground that is nobody's, and the dots on it. */
  readonly nobody: string;
  readonly dots: string;
  readonly hatch: string;
  readonly border: string;
  readonly casing: string;
  readonly chosen: string;
  readonly piece: string;
  readonly draft: string;
  readonly refused: string;
  readonly text: string;
  readonly halo: string;
  readonly other: string;
  readonly site: string;
  readonly problem: string;
}

const light: PlanInks = {
  fills: ["#6fb1de", "#9cc46b", "#f0b95a", "#c196dc", "#58c4b0", "#ec9184", "#c3b64c", "#8f9fe0"],
  tints: ["#2166ac", "#67a9cf", "#b9d9ea", "#eceff2", "#fbcbb0", "#ef8a62", "#b2182b"],
  nobody: "#ffffff",
  dots: "#aa1822",
  hatch: "#1f2937",
  border: "#20304d",
  casing: "#ffffff",
  chosen: "#0b1f44",
  piece: "#a3176f",
  draft: "#00618a",
  refused: "#c0121d",
  text: "#101a2e",
  halo: "#ffffff",
  other: "#8b0f5d",
  site: "#0b7f9c",
  problem: "#b16300",
};
const dark: PlanInks = {
  fills: ["#2b78ad", "#5b8f35", "#a87a1f", "#8a56ac", "#25897b", "#ab5646", "#7f7a26", "#5566bd"],
  tints: ["#4aa0e6", "#3277ad", "#27506f", "#2c3546", "#70442f", "#b45d3c", "#f07a57"],
  nobody: "#05080f",
  dots: "#ff8f88",
  hatch: "#dbe6f7",
  border: "#c9d8f2",
  casing: "#070c16",
  chosen: "#ffffff",
  piece: "#ff9ad5",
  draft: "#8be0ff",
  refused: "#ff6b63",
  text: "#f1f5fb",
  halo: "#0b1220",
  other: "#ffc2e5",
  site: "#27b4cf",
  problem: "#fdb51d",
};
export const planInks: Readonly<Record<Theme, PlanInks>> = { light, dark };

/** Which of the seven tints a deviation has: −1 … 1 of the mean, beyond them the ends. */
export const tintOf = (deviation: number): number => Math.max(0, Math.min(6, Math.round(deviation * 3) + 3));
/** Upper ends of the tints, for a legend: the last has none. */
export const tintBreaks: readonly number[] = [-5 / 6, -3 / 6, -1 / 6, 1 / 6, 3 / 6, 5 / 6];
