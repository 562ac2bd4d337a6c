/** What an import did: counts for each layer, and every row that was refused, mended or is worth knowing about. */
import type { Word } from "../contract/vocabulary.ts";

/** One thing said about one row of a file. */
export interface RowNote {
  /** 1-based among the data rows: a CSV's header is not counted; a GeoJSON's first feature is 1. */
  readonly row: number;
  /** CSV only: the line of the file on which the row starts. */
  readonly line?: number;
  /** Our field, or "geometry". */
  readonly field: string;
  readonly value: string;
  readonly reason: Word;
}

/** refused: not loaded. mended: loaded with a change. noted: loaded as it stands. */
export type NoteKind = "refused" | "mended" | "noted";

export interface LayerReport {
  readonly layer: string;
  readonly into: string;
  readonly file: string;
  readonly read: number;
  /** Rows of the file that are in the database now: added + changed + unchanged. */
  readonly loaded: number;
  readonly added: number;
  readonly changed: number;
  readonly unchanged: number;
  /** In the database before, not in the file any more. */
  readonly gone: number;
  readonly removed: number;
  readonly skipped: readonly { readonly reason: Word; readonly rows: number }[];
  readonly refusedRows: number;
  readonly mendedRows: number;
  readonly notedRows: number;
  readonly refused: readonly RowNote[];
  readonly mended: readonly RowNote[];
  readonly noted: readonly RowNote[];
  /** Said once of the whole layer. */
  readonly notes: readonly Word[];
  readonly ms: number;
  /** The layer was left as it was before. */
  readonly failed: Word | null;
}

export interface Report {
  readonly bundle: string;
  readonly name: Word;
  readonly at: string;
  readonly dryRun: boolean;
  readonly ok: boolean;
  readonly notes: readonly Word[];
  readonly layers: readonly LayerReport[];
  readonly ms: number;
}

/** Beyond this many the notes of a kind are counted, no longer kept: a wrong mapping of a million rows must not fill memory. */
const KEPT = 200_000;
const SHOWN = 200;

/** A text as a report shows it: one line, not endless. */
export function shown(value: unknown): string {
  const text = typeof value === "string" ? value : value === null || value === undefined ? "" : JSON.stringify(value);
  // biome-ignore lint/suspicious/noControlCharactersInRegex: a report's line must stay a line
  const line = text.replace(/[\u0000-\u001f\u007f]/g, " ");
  // By way of bytes, so that half a character does not survive: JSON in the database refuses it.
  return Buffer.from(line.length > SHOWN ? `${line.slice(0, SHOWN)}…` : line).toString();
}

export interface Place {
  readonly row: number;
  readonly line?: number;
}

/** Collects what is said while a layer is loaded. */
export class LayerLog {
  read = 0;
  added = 0;
  changed = 0;
  unchanged = 0;
  gone = 0;
  removed = 0;
  readonly #started = Date.now();
  readonly #most: Partial<Readonly<Record<NoteKind, number>>>;
  readonly #rows = { refused: new Set<number>(), mended: new Set<number>(), noted: new Set<number>() };
  readonly #kept: Record<NoteKind, RowNote[]> = { refused: [], mended: [], noted: [] };
  readonly #skipped = new Map<string, { reason: Word; rows: number }>();
  readonly #notes = new Map<string, Word>();

  /** @param most notes of a kind that are kept; beyond them they are counted */
  constructor(most: Partial<Readonly<Record<NoteKind, number>>> = {}) {
    this.#most = most;
  }

  say(kind: NoteKind, place: Place, field: string, value: unknown, reason: Word): void {
    this.#rows[kind].add(place.row);
    if (this.#kept[kind].length >= (this.#most[kind] ?? KEPT)) return;
    const line = place.line === undefined ? {} : { line: place.line };
    this.#kept[kind].push({ row: place.row, ...line, field, value: shown(value), reason });
  }

  skip(reason: Word): void {
    const entry = this.#skipped.get(reason.en) ?? { reason, rows: 0 };
    entry.rows += 1;
    this.#skipped.set(reason.en, entry);
  }

  note(note: Word): void {
    this.#notes.set(note.en, note);
  }

  finish(layer: { id: string; into: string; file: string }, failed: Word | null = null): LayerReport {
    const done = failed ? { added: 0, changed: 0, unchanged: 0, gone: 0, removed: 0 } : this;
    const { refused, mended, noted } = this.#rows;
    return {
      layer: layer.id,
      into: layer.into,
      file: layer.file,
      read: this.read,
      loaded: done.added + done.changed + done.unchanged,
      added: done.added,
      changed: done.changed,
      unchanged: done.unchanged,
      gone: done.gone,
      removed: done.removed,
      skipped: [...this.#skipped.values()],
      refusedRows: refused.size,
      mendedRows: mended.size,
      notedRows: noted.size,
      ...this.#kept,
      notes: [...this.#notes.values()],
      ms: Date.now() - this.#started,
      failed,
    };
  }
}

/** Ends the reading of one row: it is refused, with the reason. */
export class RowRefused extends Error {
  readonly field: string;
  readonly value: unknown;
  readonly reason: Word;
  constructor(field: string, value: unknown, reason: Word) {
    super(reason.en);
    this.field = field;
    this.value = value;
    this.reason = reason;
  }
}

/** Ends the reading of one row: the manifest leaves it out on purpose. */
export class RowSkipped extends Error {
  readonly reason: Word;
  constructor(reason: Word) {
    super(reason.en);
    this.reason = reason;
  }
}

/** A layer cannot be loaded at all; the sentence says why. */
export class LayerFailed extends Error {
  readonly reason: Word;
  constructor(reason: Word, cause?: unknown) {
    super(reason.en, { cause });
    this.reason = reason;
  }
}
