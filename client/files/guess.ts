/** What a file probably is and how it is to be read: by its headings, and by what stands below them. A guess, for a person to look at. */
import {
  type ImportFieldName,
  type ImportPlace,
  type ImportSource,
  type ImportSpec,
  type ImportTarget,
  importFields,
} from "../../server/contract/importing/importing.ts";
import { parseSheetTime } from "../../server/contract/importing/times.ts";
import { errorColumn } from "../../server/contract/importing/words.ts";
import type { Word } from "../../server/contract/vocabulary.ts";
import { fitting, headings } from "./guessHeadings.ts";
import { guessPlace, sampleOf } from "./guessPlace.ts";
import { type CategoryWord, guessWords, type WordKind } from "./guessWords.ts";
import type { FileTable } from "./table.ts";

interface GuessedSpec extends Pick<ImportSpec, "fields" | "dateOrder"> {
  /** Null: nothing in the table says where its rows lie. */
  readonly place: ImportPlace | null;
  readonly notes: readonly Word[];
}

const share = (cells: readonly string[], holds: (cell: string) => boolean): number =>
  cells.length === 0 ? 0 : cells.filter(holds).length / cells.length;

/** 1, 2, 3 …: the row's number in this file, and another one's in the next. */
function counts(cells: readonly string[]): boolean {
  const numbers = cells.map(Number);
  if (cells.length === 0 || !numbers.every(Number.isInteger)) return false;
  const steps = numbers.filter((n, i) => i > 0 && n === (numbers[i - 1] ?? 0) + 1).length;
  return (numbers[0] ?? 9) <= 1 && steps >= (numbers.length - 1) * 0.95;
}

/** An order is not asked for here: a day that has one is one. */
const isTime = (cell: string): boolean =>
  !("refused" in parseSheetTime(cell, "dmy", "Asia/Shanghai")) || !("refused" in parseSheetTime(cell, "mdy", "Asia/Shanghai"));

/** Whether what stands in a column speaks against its being this. Empty columns speak neither way. */
function denied(field: ImportFieldName, kind: string, cells: readonly string[]): boolean {
  if (cells.length === 0) return false;
  if (field === "externalId") return counts(cells) || new Set(cells).size < cells.length * 0.95;
  if (kind === "time") return share(cells, isTime) < 0.3;
  // Words of a closed list repeat and are short.
  if (kind === "siteType" || kind === "category" || kind === "source") return share(cells, (cell) => cell.length > 25) > 0.3;
  if (field === "name" || field === "description" || field === "person" || field === "unit")
    return share(cells, (cell) => /^[\d.]+$/.test(cell)) > 0.8;
  return false;
}

/** How much what stands in a column speaks for it. */
function spoken(kind: string, cells: readonly string[], categories: readonly CategoryWord[]): number {
  if (kind !== "siteType" && kind !== "category" && kind !== "source") return 0;
  const words = guessWords(cells, kind, categories);
  // A name holds the word of its type: 清江菜市场. Few different ones are a type's.
  const few = new Set(cells).size <= Math.max(3, cells.length / 2) && share(cells, (cell) => cell.length <= 8) > 0.8;
  return few && share(cells, (cell) => Object.hasOwn(words, cell)) >= 0.6 ? 45 : 0;
}

type Pairing = readonly [field: ImportFieldName, column: string, score: number];
const fieldsOf = (target: ImportTarget) =>
  Object.entries(importFields[target]) as [ImportFieldName, { readonly kind: string; readonly needed?: true }][];

function pairings(table: FileTable, target: ImportTarget, taken: ReadonlySet<string>, categories: readonly CategoryWord[]): Pairing[] {
  const columns = table.columns.filter((column) => !taken.has(column) && column !== errorColumn);
  return columns.flatMap((column) => {
    const cells = sampleOf(table, column);
    return fieldsOf(target).flatMap(([field, { kind }]): Pairing[] => {
      const score = fitting(column, headings[target][field] ?? []) + spoken(kind, cells, categories);
      return score > 0 && !denied(field, kind, cells) ? [[field, column, score]] : [];
    });
  });
}

/** Each column is one field at most, each field one column: the best pair first. What is needed and left without takes from what is not. */
function columnsOf(all: readonly Pairing[], needed: ReadonlySet<ImportFieldName>): Map<ImportFieldName, string> {
  const found = new Map<ImportFieldName, string>();
  const sorted = all.toSorted(([, , a], [, , b]) => b - a);
  const holder = (column: string) => [...found].find(([, held]) => held === column)?.[0];
  for (const [field, column] of sorted) if (!found.has(field) && holder(column) === undefined) found.set(field, column);
  for (const [field, column] of sorted) {
    const other = holder(column);
    if (found.has(field) || !needed.has(field) || (other !== undefined && needed.has(other))) continue;
    if (other !== undefined) found.delete(other);
    found.set(field, column);
  }
  return found;
}

const problemWords =
  /问题|案件|案卷|工单|整改|处置|销号|结案|办结|截止|发现时间|上报时间|检查时间|巡查时间|督查|problem|issue|complaint|deadline|description|found|reported|case/i;

/** Problems where something was found, is to be mended or was closed; else sites. */
export function guessTarget(table: FileTable): ImportTarget {
  const named = [table.name, table.parts[table.part]?.name ?? ""].some((name) => /问题|案件|工单|整改|problem|issue/i.test(name));
  const heard = table.columns.filter((column) => problemWords.test(column)).length;
  const times = table.columns.some(
    (column) => fitting(column, headings.problems.foundAt ?? []) > 80 && !denied("foundAt", "time", sampleOf(table, column)),
  );
  return heard + Number(named) + Number(times) >= 2 ? "problems" : "sites";
}

const yearLast = /^(\d{1,2})[-/.](\d{1,2})[-/.]\d{4}(\D|$)/;
/** By the days that can be read one way only; days of month and year in two digits have the year first where the first is beyond 12 … 31. */
function orderOf(cells: readonly string[]): ImportSpec["dateOrder"] {
  const found = cells.flatMap((cell) => {
    const parts = yearLast.exec(cell.normalize("NFKC").trim());
    return parts ? [[Number(parts[1]), Number(parts[2])] as const] : [];
  });
  if (found.some(([, second]) => second > 12)) return "mdy";
  return found.some(([first]) => first > 12) ? "dmy" : null;
}

function sourceOf(table: FileTable, kind: string, column: string, categories: readonly CategoryWord[]): ImportSource {
  if (kind !== "siteType" && kind !== "category" && kind !== "source") return { column };
  const at = table.columns.indexOf(column);
  const words = guessWords([...new Set(table.rows.map((row) => row[at] ?? ""))], kind satisfies WordKind, categories);
  return Object.keys(words).length > 0 ? { column, words } : { column };
}

/** @param categories the district's, by whose names a column of them is known */
export function guessSpec(table: FileTable, target: ImportTarget, categories: readonly CategoryWord[] = []): GuessedSpec {
  const sure = guessPlace(table, null).place;
  const taken = new Set(sure === null ? [] : sure.kind === "xy" ? [sure.x, sure.y] : [sure.column]);
  const needed = new Set(fieldsOf(target).flatMap(([field, is]) => (is.needed ? [field] : [])));
  const columns = columnsOf(pairings(table, target, taken, categories), needed);
  const address = columns.get(target === "sites" ? "address" : "place") ?? null;
  const kinds = new Map(fieldsOf(target).map(([field, { kind }]) => [field, kind]));
  const fields = Object.fromEntries(
    [...columns].map(([field, column]) => [field, sourceOf(table, kinds.get(field) ?? "text", column, categories)]),
  );
  const times = [...columns].filter(([field]) => kinds.get(field) === "time").flatMap(([, column]) => sampleOf(table, column));
  return { fields, dateOrder: orderOf(times), ...guessPlace(table, address) };
}
