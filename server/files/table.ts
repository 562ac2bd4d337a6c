/** What every file is made of: a table that says what it is, and its rows page by page. Encoders know this and nothing of where rows come from. */
import type { ExportFormatName } from "../contract/exporting.ts";
import type { Word } from "../contract/vocabulary.ts";

/** `id` is text that may look like a number; `time` is in ms since 1970, `day` is yyyy-MM-dd. */
type CellKind = "text" | "id" | "number" | "time" | "day";

export interface Column {
  /** A field's name in geodata: ten ASCII characters at most. */
  readonly key: string;
  readonly name: Word;
  readonly kind: CellKind;
  /** Characters a sheet shows. */
  readonly width: number;
  /** Decimals of a number; none: a whole one. */
  readonly digits?: number;
  /** Coordinates are for sheets: elsewhere the geometry says them. */
  readonly only?: "sheet" | "geodata";
}
export type Cell = string | number | null;

export interface Row {
  /** One for each column. */
  readonly cells: readonly Cell[];
  /** GeoJSON text, degrees of EPSG:4326. */
  readonly geometry: string | null;
}

export type ShapeKind = "point" | "line" | "polygon";

/** Plain data: it travels to a worker. */
export interface Table {
  /** The layer's name: ASCII. */
  readonly name: string;
  readonly title: Word;
  /** What the first sheet says, line by line: a label and its text. */
  readonly about: readonly (readonly [label: string, text: string])[];
  /** The same in one line, at the top of a CSV. */
  readonly line: string;
  /** Of a GeoJSON: filter, sentence, time, coordinate system, total. */
  readonly metadata: Readonly<Record<string, unknown>>;
  readonly columns: readonly Column[];
  readonly timeZone: string;
  /** When it was asked, ms since 1970. */
  readonly at: number;
  readonly geometry: ShapeKind | "mixed";
}

export type Shown = readonly { readonly column: Column; readonly i: number }[];
/** The columns of one kind of file, and where their cells stand in a row. */
export const shownIn = (kind: "sheet" | "geodata", { columns }: Table): Shown =>
  columns.flatMap((column, i) => (column.only === undefined || column.only === kind ? [{ column, i }] : []));

/** Takes rows and gives bytes, as many as there are by then. */
export interface Encoder {
  rows(page: readonly Row[]): readonly Uint8Array[];
  end(): readonly Uint8Array[] | Promise<readonly Uint8Array[]>;
}
export type MakeEncoder = (table: Table) => Encoder | Promise<Encoder>;
export type Encoders = Readonly<Record<ExportFormatName, MakeEncoder>>;

export interface Geometry {
  readonly type: "Point" | "MultiPoint" | "LineString" | "MultiLineString" | "Polygon" | "MultiPolygon";
  readonly coordinates: unknown;
}
/** An empty one is none. */
export function readGeometry(text: string | null): Geometry | null {
  const geometry = text === null ? null : (JSON.parse(text) as Geometry);
  return geometry && (geometry.coordinates as readonly unknown[]).length > 0 ? geometry : null;
}

const unprintable = /[^\P{Cc}\t\n]|\p{Surrogate}|\p{Noncharacter_Code_Point}/gu;
/** Text that every format can hold: no control characters but tabs and line breaks, no halves of characters. */
export const plainText = (text: string): string => text.replace(/\r\n?/g, "\n").replace(unprintable, "");
