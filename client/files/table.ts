/** What a file holds, as the page hands it on: one table of text cells, whatever it was before. */
import type { Word } from "../../server/contract/vocabulary.ts";

export type FileKind = "csv" | "xlsx" | "geojson" | "shp" | "gpkg" | "kml" | "pasted";
export type FileEncoding = "utf-8" | "gb18030" | "utf-16le" | "utf-16be";

export interface FilePart {
  readonly name: string;
  readonly rows: number;
}

export interface FileTable {
  readonly name: string;
  readonly kind: FileKind;
  /** Unique, none empty. Where the file has shapes, the column `geometryColumn` holds them as WKT, in the file's own system. */
  readonly columns: readonly string[];
  /** Text cells, "" = nothing; each row as long as `columns`. Days and times of a workbook as yyyy-MM-dd HH:mm[:ss]. */
  readonly rows: readonly (readonly string[])[];
  /** Line of the headings in the file, the first is 1; 0 for files with attributes, and where there are no headings. */
  readonly headerRow: number;
  /** Of kinds that are bytes of text; null of others. */
  readonly encoding: FileEncoding | null;
  /** As the file says (.prj, GeoJSON's crs, a GeoPackage's srs): a code of server/contract/coordinates/systems.ts. Null = not said, or none we know. */
  readonly crs: string | null;
  /** As the file says it, where it is none we know. */
  readonly crsText: string | null;
  /** Sheets or layers; `part` is the one that `rows` are of. */
  readonly parts: readonly FilePart[];
  readonly part: number;
  /** What was noticed, for the person to know. */
  readonly notes: readonly Word[];
}

export interface ReadOptions {
  /** Which sheet or layer, from 0. Left out: the first that has rows. */
  readonly part?: number;
  /** Left out: as the bytes look. */
  readonly encoding?: FileEncoding;
  /** Line of the headings, the first is 1; 0 = there are none. Left out: guessed. */
  readonly headerRow?: number;
}

/** A file that cannot be used: why, and what would help. */
export class FileFault extends Error {
  readonly word: Word;
  constructor(word: Word) {
    super(word.en);
    this.name = "FileFault";
    this.word = word;
  }
}
/** The fault with these words. */
export const fault = (zh: string, en: string): FileFault => new FileFault({ zh, en });
