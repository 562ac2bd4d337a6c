/** What a search finds a name by: the name itself, its full pinyin without blanks, and its pinyin initials; all lower case. */
import { pinyin } from "pinyin-pro";

const han = /\p{Script=Han}+/gu;

/** pinyin-pro takes some 20 µs a name, and names repeat: each run of Han is asked once. */
const known = new Map<string, { full: string; initials: string }>();
const mostKnown = 200_000;

function spell(run: string): { full: string; initials: string } {
  const found = known.get(run);
  if (found) return found;
  const syllables = pinyin(run, { toneType: "none", type: "array", v: true });
  const spelt = { full: syllables.join(""), initials: syllables.map((s) => s[0] ?? "").join("") };
  if (known.size >= mostKnown) known.clear();
  known.set(run, spelt);
  return spelt;
}

/** Texts as the `search` column holds them. What is not Han stands in the pinyin as it is, without blanks. */
export function searchText(...texts: readonly (string | null)[]): string {
  const given = texts.filter((text): text is string => !!text);
  const spelt = given
    .filter((text) => /\p{Script=Han}/u.test(text))
    .flatMap((text) =>
      [text.replace(han, (run) => spell(run).full), text.replace(han, (run) => spell(run).initials)].map((s) => s.replace(/\s+/g, "")),
    );
  return [...given, ...spelt].join(" ").toLowerCase();
}
