/** Words and numbers in a language, for whatever page says them. */
import type { Word } from "../../server/contract/vocabulary.ts";
import { t, type WordKey } from "./words.ts";

export interface Say {
  readonly lang: keyof Word;
  /** A word of the dictionary. */
  t(key: WordKey, values?: Readonly<Record<string, string | number>>): string;
  /** A word of the trade. */
  of(word: Word): string;
  n(value: number): string;
}

function sayIn(lang: keyof Word): Say {
  const numbers = new Intl.NumberFormat(lang === "zh" ? "zh-CN" : "en-GB");
  return { lang, t: (key, values) => t(lang, key, values), of: (word) => word[lang], n: (value) => numbers.format(value) };
}
export const said: Readonly<Record<keyof Word, Say>> = { zh: sayIn("zh"), en: sayIn("en") };
