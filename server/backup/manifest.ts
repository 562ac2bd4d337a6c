/** What a backup says of itself: its last file but one, `manifest.json`; the last is the sum of that. */

export const format = 1;
export const manifestName = "manifest.json";
export const sumName = "manifest.sha256";

/** A file of the archive, in the archive's order. */
export interface Part {
  readonly name: string;
  readonly bytes: number;
  readonly sha256: string;
}

export interface TableKept {
  /** With its schema: "public.problem". */
  readonly name: string;
  readonly columns: readonly string[];
  readonly rows: number;
  /** Of its COPY text, all parts one after the other, before they were packed. */
  readonly sha256: string;
  /** Each packed by gzip. */
  readonly parts: readonly Part[];
}

/** A column that counts by itself, and the last number it gave. */
export interface Counted {
  readonly table: string;
  readonly column: string;
  readonly last: number;
}

/** A partition that was there; the bounds as PostgreSQL says them. */
export interface Shelf {
  readonly name: string;
  readonly parent: string;
  readonly bounds: string;
}

export interface PhotosKept {
  /** `file`: in the archive; `beside`: in a folder `photos` beside it; `elsewhere`: they stay in their store. */
  readonly where: "file" | "beside" | "elsewhere";
  /** Each named by `photoName`. */
  readonly files: readonly Part[];
  /** Keys the database names and the store had not. */
  readonly missing: readonly string[];
}

export interface Manifest {
  readonly product: "chuangtu";
  readonly format: number;
  readonly version: string;
  readonly schema: number;
  /** What made the tables: the sums of data/schema's files. */
  readonly migrations: readonly { readonly number: number; readonly digest: string }[];
  readonly engine: "embedded" | "postgres";
  /** RFC 3339; of the snapshot. */
  readonly madeAt: string;
  readonly district: { readonly code: string; readonly zh: string; readonly en: string } | null;
  readonly tables: readonly TableKept[];
  readonly counted: readonly Counted[];
  readonly shelves: readonly Shelf[];
  readonly photos: PhotosKept;
}

export const photoName = (key: string): string => `photos/${key}`;

/** The archive's files before the manifest, in order. */
export const partsOf = ({ tables, photos }: Manifest): readonly Part[] => [
  ...tables.flatMap(({ parts }) => parts),
  ...(photos.where === "file" ? photos.files : []),
];
