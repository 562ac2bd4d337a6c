/** Choosing a category in two taps, or by typing its characters or the initials of its pinyin. Pure. */
import type { Category } from "../../server/contract/types.ts";
import { initials } from "../state/initials.ts";

export interface Major {
  readonly code: string;
  readonly name: { readonly zh: string; readonly en: string };
  readonly minors: readonly Category[];
}

/** Those a report can be filed under, by their major, in the order of the book. A major without any is left out. */
export function majorsOf(categories: readonly Category[]): readonly Major[] {
  const majors = new Map<string, Category[]>();
  for (const one of categories) {
    if (one.retired || one.code === one.major) continue;
    majors.set(one.major, [...(majors.get(one.major) ?? []), one]);
  }
  const nameOf = (code: string) => categories.find((one) => one.code === code)?.name ?? { zh: code, en: code };
  return [...majors].map(([code, minors]) => ({ code, name: nameOf(code), minors }));
}

/** How well a category fits what was typed: 0 best; null = not at all. */
function rank({ code, name }: Category, text: string): number | null {
  const places = [name.zh, initials(name.zh), name.en.toLowerCase(), code].map((word) => word.indexOf(text));
  const found = places.filter((at) => at >= 0);
  return found.length === 0 ? null : Math.min(...found);
}

/** Categories whose name, initials or code hold the text; those that begin with it first. Nothing typed: none. */
export function searchCategories(categories: readonly Category[], typed: string): readonly Category[] {
  const text = typed.replaceAll(/\s/g, "").toLowerCase();
  if (!text) return [];
  return majorsOf(categories)
    .flatMap(({ minors }) => minors)
    .flatMap((one) => {
      const at = rank(one, text);
      return at === null ? [] : [{ one, at }];
    })
    .toSorted((a, b) => a.at - b.at)
    .map(({ one }) => one);
}

/** How many are remembered as used last. */
export const mostRecent = 6;
/** The latest first, each once. */
export const withRecent = (recent: readonly string[], code: string): readonly string[] =>
  [code, ...recent.filter((one) => one !== code)].slice(0, mostRecent);
