/** Words of a file that are words of ours: by code, by Chinese or by English name. Pure; page and server take the same. */
import { type ProblemSource, problemSources, type SiteType, siteTypes, type Word } from "../vocabulary.ts";

/** What a word can stand for. */
export interface Named {
  readonly code: string;
  readonly zh: string;
  readonly en: string;
}

/** How two words are held against each other: width, case and blanks do not count. */
export const plainWord = (text: string): string => text.normalize("NFKC").replace(/\s+/g, "").toLowerCase();

const named = <K extends string>(words: Readonly<Record<K, Word>>): readonly Named[] =>
  (Object.entries(words) as [K, Word][]).map(([code, { zh, en }]) => ({ code, zh, en }));
export const siteTypeWords: readonly (Named & { readonly code: SiteType })[] = named(siteTypes) as readonly (Named & { code: SiteType })[];
export const sourceWords: readonly (Named & { readonly code: ProblemSource })[] = named(problemSources) as readonly (Named & {
  code: ProblemSource;
})[];

/** Words of one kind, looked up by the thousand. */
export class WordList {
  readonly #codes = new Map<string, string>();
  readonly #several = new Set<string>();

  /** Codes go before names; of two with one name, none is meant. @param entries those that come first are meant where `later` have the same name */
  constructor(entries: readonly Named[], later: readonly Named[] = []) {
    for (const { code } of [...entries, ...later]) this.#codes.set(plainWord(code), code);
    this.#names(entries);
    this.#names(later);
  }

  #names(entries: readonly Named[]): void {
    const before = new Set(this.#codes.keys());
    for (const { code, zh, en } of entries) {
      for (const word of new Set([plainWord(zh), plainWord(en)])) {
        if (before.has(word)) continue;
        if (this.#codes.has(word) && this.#codes.get(word) !== code) this.#several.add(word);
        this.#codes.set(word, code);
      }
    }
  }

  /** @returns null when there is none; "several" has no code */
  find(text: string): { readonly code: string } | "several" | null {
    const word = plainWord(text);
    if (this.#several.has(word)) return "several";
    const code = this.#codes.get(word);
    return code === undefined ? null : { code };
  }
}

/** 是 or 否; null = neither. */
export function flagOf(text: string): boolean | null {
  if (/^(true|t|1|yes|y|是|有|重点|√|✓)$/i.test(text)) return true;
  if (/^(false|f|0|no|n|否|无|非重点|×)$/i.test(text)) return false;
  return null;
}

/** The column that a file of refused rows has beside the file's own: it is read as nothing when such a file comes back. */
export const errorColumn = "错误";
/** A file's headings as one text, by whose SHA-256 its mapping is known again. */
export const headingsText = (columns: readonly string[]): string => columns.filter((column) => column !== errorColumn).join("\u001f");
