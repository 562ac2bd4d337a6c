/** What a draft begins with: the guess of client/files, and the district's own words. Pure; a guess is always shown as one. */
import type { ImportFieldName, ImportPlace, ImportTarget } from "../../../server/contract/importing/importing.ts";
import { plainWord } from "../../../server/contract/importing/words.ts";
import type { District } from "../../../server/contract/types.ts";
import type { Word } from "../../../server/contract/vocabulary.ts";
import { guessTarget as guessedTarget, guessSpec } from "../../files/guess.ts";
import { guessPlace } from "../../files/guessPlace.ts";
import { guessWords } from "../../files/guessWords.ts";
import type { FileTable } from "../../files/table.ts";
import { type Draft, type FieldDraft, type FieldOf, fieldsOf, valuesOf } from "./draft.ts";

/** Offices leave out whose bureau it is: a name that is the end of exactly one of ours is that one. */
function unitWords(table: FileTable, column: string, district: District | null): Record<string, string> {
  const units = (district?.units ?? []).filter(({ dissolved }) => !dissolved);
  const found: Record<string, string> = {};
  for (const [value] of valuesOf(table, column)) {
    const word = plainWord(value);
    const same = units.filter(({ name, shortName }) => plainWord(name) === word || plainWord(shortName ?? "") === word);
    const ends = same.length > 0 || word.length < 3 ? same : units.filter(({ name }) => plainWord(name).endsWith(word));
    if (ends.length === 1) found[value] = ends[0]?.name as string;
  }
  return found;
}

const categoriesOf = (district: District | null) =>
  (district?.categories ?? []).filter(({ retired }) => !retired).map(({ code, name }) => ({ code, name_zh: name.zh, name_en: name.en }));

/** Our words for the different values of a column, where they are known. */
export function wordsFor(table: FileTable, column: string, kind: FieldOf["kind"], district: District | null): Record<string, string> {
  if (kind === "unit") return unitWords(table, column, district);
  if (kind !== "siteType" && kind !== "category" && kind !== "source") return {};
  const values = valuesOf(table, column).map(([value]) => value);
  return guessWords(values, kind, categoriesOf(district));
}

/** A day as numbers with the year behind: two orders are possible. */
export const hasAmbiguousDates = (cell: string): boolean => /^\s*\d{1,2}[-/.]\d{1,2}[-/.]\d{4}(\D|$)/.test(cell);

/** Sites or problems, whichever the table speaks more of. @param targets what this person may bring in */
export function guessTarget(table: FileTable, targets: readonly ImportTarget[]): ImportTarget {
  const guessed = guessedTarget(table);
  return targets.includes(guessed) ? guessed : (targets[0] ?? "sites");
}

function drafted(place: ImportPlace | null): Pick<Draft, "place" | "x" | "y" | "text"> {
  if (place === null) return { place: "xy", x: "", y: "", text: "" };
  return place.kind === "xy" ? { place: "xy", x: place.x, y: place.y, text: "" } : { place: place.kind, x: "", y: "", text: place.column };
}

/** What is to be looked at where the columns of the position were guessed: axes that were exchanged. */
export const placeNotes = (table: FileTable): readonly Word[] => guessPlace(table, null).notes;

export function guessDraft(table: FileTable, into: ImportTarget, district: District | null): Draft {
  const guessed = guessSpec(table, into, categoriesOf(district));
  const fields: Partial<Record<ImportFieldName, FieldDraft>> = {};
  for (const { key, kind } of fieldsOf(into)) {
    const source = guessed.fields[key];
    if (!source || !("column" in source)) continue;
    fields[key] = { column: source.column, value: "", words: wordsFor(table, source.column, kind, district), guessed: true };
  }
  return {
    ...{ into, fields, ...drafted(guessed.place), placeGuessed: true, crs: table.crs, dateOrder: guessed.dateOrder },
    ...{ existing: "skip", kept: null },
  };
}
