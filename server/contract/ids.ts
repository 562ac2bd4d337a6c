/** A list of ids as text that stays short in a URL: the first, then what is added each time, with dots between. */
import { ParameterError } from "./parameter.ts";
import type { Word } from "./vocabulary.ts";

/** More than this a person does not pick, and the URL stays under 8 kB. */
export const mostIdsNamed = 1000;
const expected: Word = {
  zh: `编号递增，写作首个编号与其后各增量，以点相隔，如 1203.4.17；最多 ${mostIdsNamed} 个`,
  en: `ids in ascending order, as the first and what is added each time, with dots between, such as 1203.4.17; at most ${mostIdsNamed}`,
};

/** The text of ids; each once, whatever their order. */
export function formatIds(ids: readonly number[]): string {
  const sorted = [...new Set(ids)].sort((a, b) => a - b);
  return sorted.map((id, i) => id - (sorted[i - 1] ?? 0)).join(".");
}

/** Ascending ids. @throws ParameterError */
export function parseIds(parameter: string, text: string): number[] {
  const steps = text.split(".");
  let id = 0;
  const ids = steps.map((step) => {
    id += /^[1-9]\d{0,14}$/.test(step) ? Number(step) : Number.NaN;
    return id;
  });
  if (steps.length > mostIdsNamed || !Number.isSafeInteger(id)) throw new ParameterError(parameter, text, expected);
  return ids;
}
