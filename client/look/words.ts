/** Every word the page itself says, in both languages; the trade's own words (states, types …) are the contract's. */
import type { Word } from "../../server/contract/vocabulary.ts";
import { actsWords } from "./words/acts.ts";
import { adminWords } from "./words/admin.ts";
import { mapWords } from "./words/map.ts";
import { peopleWords } from "./words/people.ts";

/** One dictionary, by the rooms that say it. */
export const words = { ...mapWords, ...actsWords, ...peopleWords, ...adminWords } as const satisfies Record<string, Word>;
export type WordKey = keyof typeof words;

/** Puts values in place of {names}. */
export function fill(text: string, values: Readonly<Record<string, string | number>> = {}): string {
  return text.replace(/\{(\w+)\}/g, (whole, name: string) => (name in values ? String(values[name]) : whole));
}

/** The word for a key in a language. */
export const t = (lang: keyof Word, key: WordKey, values?: Readonly<Record<string, string | number>>) => fill(words[key][lang], values);

/** True for a key of the dictionary: for keys that come from elsewhere, such as the map's status. */
export const isKey = (key: string): key is WordKey => Object.hasOwn(words, key);
