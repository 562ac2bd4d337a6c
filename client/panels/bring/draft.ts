/** How a file is going to be read, while it is being decided; and the spec it becomes. Pure. */

import { parseOrdinate, parsePosition } from "../../../server/contract/coordinates/parse.ts";
import {
  geometryColumn,
  type ImportFieldName,
  type ImportPlace,
  type ImportSource,
  type ImportSpec,
  type ImportTarget,
  importFields,
} from "../../../server/contract/importing/importing.ts";
import type { Word } from "../../../server/contract/vocabulary.ts";
import type { FileTable } from "../../files/table.ts";
import type { Raw } from "./ghosts.ts";

export interface FieldDraft {
  /** Null: one value for all rows. */
  readonly column: string | null;
  readonly value: string;
  /** Their words → ours. */
  readonly words: Readonly<Record<string, string>>;
  readonly guessed: boolean;
}
export type Fields = Readonly<Partial<Record<ImportFieldName, FieldDraft>>>;
export type PlaceKind = ImportPlace["kind"];

export interface Draft {
  readonly into: ImportTarget;
  readonly fields: Fields;
  readonly place: PlaceKind;
  readonly x: string;
  readonly y: string;
  /** Of `text` and `address`. */
  readonly text: string;
  readonly placeGuessed: boolean;
  /** Null: nobody has said. */
  readonly crs: string | null;
  readonly dateOrder: ImportSpec["dateOrder"];
  readonly existing: ImportSpec["existing"];
  /** When the mapping was kept that this began with; null = it was guessed. */
  readonly kept: string | null;
}

export interface FieldOf {
  readonly key: ImportFieldName;
  readonly name: Word;
  /** A unit is text that must be one of the district's: told like the words of a list. */
  readonly kind: "text" | "time" | "siteType" | "category" | "source" | "state" | "flag" | "unit";
  readonly needed: boolean;
}
/** Fields of a target in their order. */
export const fieldsOf = (into: ImportTarget): readonly FieldOf[] =>
  Object.entries(importFields[into] as Readonly<Record<string, { name: Word; kind: FieldOf["kind"]; needed?: true }>>).map(
    ([key, { name, kind, needed }]) => ({
      key: key as ImportFieldName,
      name,
      kind: key === "unit" ? ("unit" as const) : kind,
      needed: needed === true,
    }),
  );

/** Kinds whose values are words of a closed list. */
export const isWorded = (kind: FieldOf["kind"]): boolean =>
  kind === "siteType" || kind === "category" || kind === "source" || kind === "unit";
/** A word that stands for nothing: the field stays empty. */
export const nothing = " ";

/** Cells of a column, each trimmed. */
export function cellsOf(table: FileTable, column: string): string[] {
  const at = table.columns.indexOf(column);
  return at < 0 ? [] : table.rows.map((row) => (row[at] ?? "").trim());
}

/** Different values of a column with how many rows have each, the most frequent first. */
export function valuesOf(table: FileTable, column: string): (readonly [value: string, rows: number])[] {
  const counts = new Map<string, number>();
  for (const cell of cellsOf(table, column)) if (cell) counts.set(cell, (counts.get(cell) ?? 0) + 1);
  return [...counts].sort((a, b) => b[1] - a[1]);
}

const ordinatesOf = (wkt: string): Raw => {
  const found = /^\s*(?:SRID=\d+;)?[A-Z ]+[( ]+(-?[\d.]+(?:e[+-]?\d+)?)\s+(-?[\d.]+(?:e[+-]?\d+)?)/i.exec(wkt);
  const [x, y] = [Number(found?.[1]), Number(found?.[2])];
  return found && Number.isFinite(x) && Number.isFinite(y) ? [x, y] : null;
};

/** Where a row says it lies, as it says it. Of a line or an area: where it begins. */
export function rawAt(table: FileTable, draft: Pick<Draft, "place" | "x" | "y" | "text">, row: number): Raw {
  const cells = table.rows[row] ?? [];
  const cell = (column: string): string => cells[table.columns.indexOf(column)] ?? "";
  if (draft.place === "xy") {
    const [x, y] = [parseOrdinate(cell(draft.x)), parseOrdinate(cell(draft.y))];
    return x === null || y === null || (x === 0 && y === 0) ? null : [x, y];
  }
  if (draft.place !== "text") return null;
  const text = cell(draft.text);
  if (draft.text === geometryColumn || /^\s*(SRID|POINT|LINE|POLY|MULTI)/i.test(text)) return ordinatesOf(text);
  const found = parsePosition(text);
  return found && [found.x, found.y];
}

/** A field counts as told when it has a column, or a value for all rows. */
export const isTold = (field: FieldDraft | undefined): boolean =>
  field !== undefined && (field.column !== null || field.value.trim() !== "");

export type Lack = { readonly what: "field"; readonly name: Word } | { readonly what: "place" } | { readonly what: "crs" };
/** What is still to be said before anything can be tried. */
export function lacksOf(draft: Draft): Lack[] {
  const fields = fieldsOf(draft.into).filter(({ key, needed }) => needed && !isTold(draft.fields[key]));
  // An address is looked up first, and becomes two columns.
  const placed = draft.place === "xy" ? draft.x !== "" && draft.y !== "" : draft.place === "text" && draft.text !== "";
  return [
    ...fields.map(({ name }) => ({ what: "field", name }) as const),
    ...(placed ? [] : [{ what: "place" } as const]),
    ...(draft.place === "address" || draft.crs !== null ? [] : [{ what: "crs" } as const]),
  ];
}

const placeOf = (draft: Draft): ImportPlace =>
  draft.place === "xy" ? { kind: "xy", x: draft.x, y: draft.y } : { kind: draft.place, column: draft.text };

function sourceOf(field: FieldDraft): ImportSource {
  if (field.column === null) return { value: field.value.trim() };
  const words = Object.fromEntries(Object.entries(field.words).filter(([, ours]) => ours !== ""));
  return Object.keys(words).length ? { column: field.column, words } : { column: field.column };
}

/** The whole of it; null while something is lacking. */
export function specOf(draft: Draft): ImportSpec | null {
  if (lacksOf(draft).length > 0) return null;
  const told = fieldsOf(draft.into).flatMap(({ key }) => {
    const field = draft.fields[key];
    return field && isTold(field) ? [[key, sourceOf(field)] as const] : [];
  });
  return {
    into: draft.into,
    crs: draft.crs ?? "EPSG:4326",
    place: placeOf(draft),
    fields: Object.fromEntries(told),
    dateOrder: draft.dateOrder,
    existing: draft.existing,
  };
}

/** Back from a spec that was kept; parts that name a column this file has not are left to be said. */
export function draftOf(spec: ImportSpec, columns: readonly string[], kept: string): Draft {
  const has = (column: string): string => (columns.includes(column) ? column : "");
  const fields = Object.entries(spec.fields).flatMap(([key, source]): (readonly [string, FieldDraft])[] => {
    if (!source) return [];
    if ("value" in source) return [[key, { column: null, value: source.value, words: {}, guessed: false }]];
    return has(source.column) ? [[key, { column: source.column, value: "", words: source.words ?? {}, guessed: false }]] : [];
  });
  const { place } = spec;
  return {
    into: spec.into,
    fields: Object.fromEntries(fields),
    place: place.kind,
    x: place.kind === "xy" ? has(place.x) : "",
    y: place.kind === "xy" ? has(place.y) : "",
    text: place.kind === "xy" ? "" : has(place.column),
    placeGuessed: false,
    crs: spec.crs,
    dateOrder: spec.dateOrder,
    existing: spec.existing,
    kept,
  };
}
