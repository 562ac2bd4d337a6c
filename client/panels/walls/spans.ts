/** Spans that matter on a wall: seconds while it is seconds. */
import { spanText } from "../times.ts";
import type { Say } from "../useApp.ts";

/** "12 s", and from two minutes on the desk's own words. */
export const shortSpan = (seconds: number, say: Say): string =>
  seconds < 120 ? say.t("walls.seconds", { n: Math.max(0, Math.round(seconds)) }) : spanText(seconds, say);

/** "4 min 35 s": how long a round takes. */
export function roundSpan(seconds: number, say: Say): string {
  const [m, s] = [Math.floor(seconds / 60), seconds % 60];
  if (m === 0) return say.t("walls.seconds", { n: s });
  return s === 0 ? say.t("walls.minutes", { n: m }) : say.t("walls.minutesSeconds", { m, s });
}
