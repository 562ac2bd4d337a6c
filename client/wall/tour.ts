/** Which scene is shown and for how long: the tour as a value, and how it goes on. Pure; times are milliseconds of a steady count. */
import type { Scene } from "../../server/contract/wall.ts";

export interface Tour {
  readonly scenes: readonly Scene[];
  readonly at: number;
  /** Since when this scene is shown. */
  readonly since_ms: number;
  /** `paused`: until Space or the desk says otherwise. `left`: somebody looks at it by hand; it resumes a minute after the last key or touch. `held`: an alarm or an order holds it until `until_ms`. */
  readonly mode: "going" | "paused" | "left" | "held";
  readonly until_ms: number | null;
}
export const firstTour: Tour = { scenes: [], at: 0, since_ms: 0, mode: "going", until_ms: null };
