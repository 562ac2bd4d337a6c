/** Minutes of work and time limits as words. */
import type { Limit } from "../../../server/contract/types.ts";
import { limitUnits, type Word } from "../../../server/contract/vocabulary.ts";
import type { Say } from "../useApp.ts";

/** 90 → "1 小时 30 分"; whole hours without minutes. */
export function minutesText(minutes: number, say: Say): string {
  const whole = Math.round(minutes);
  const [h, min] = [Math.floor(whole / 60), whole % 60];
  if (h === 0) return say.t("acts.min", { min });
  return min === 0 ? say.t("acts.h", { h: say.n(h) }) : say.t("acts.hMin", { h: say.n(h), min });
}

/** A word at the head of something: with a capital, where the language has them. */
export const headText = (word: Word, say: Say) => say.of(word).replace(/^[a-z]/, (letter) => letter.toUpperCase());

export const limitText = (limit: Limit, say: Say) => `${say.n(limit.value)} ${say.of(limitUnits[limit.unit])}`;
