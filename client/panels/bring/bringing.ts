/** A file on its way in: read, described, sent, tried, loaded, taken back. Knows no screen. */
import { type ImportTarget, mostPartRows } from "../../../server/contract/importing/importing.ts";
import type { ImportBatch, ImportUndone } from "../../../server/contract/types.ts";
import type { Word } from "../../../server/contract/vocabulary.ts";
import { HttpError, wasLeft, wordsOf } from "../../api/http.ts";
import { addImport, askImport, dropImport, loadImport, sendPart, stopImport, tryImport, undoImport } from "../../api/imports.ts";
import { FileFault, type FileTable, type ReadOptions } from "../../files/table.ts";
import { createStore, type Store } from "../../state/store.ts";
import { type Draft, specOf } from "./draft.ts";

export type Source = { readonly kind: "file"; readonly file: File } | { readonly kind: "pasted"; readonly text: string };
type Busy = "reading" | "sending" | "trying" | "loading" | "undoing";

export interface Bring {
  readonly source: Source | null;
  readonly table: FileTable | null;
  readonly draft: Draft | null;
  /** As the server has it; null = nothing was sent yet. */
  readonly batch: ImportBatch | null;
  /** The spec that was tried last, as text: another one is to be tried anew. */
  readonly tried: string | null;
  readonly busy: Busy | null;
  /** Rows done of what is going on; of reading the share, 0–1. */
  readonly done: number;
  readonly failure: Word | null;
  readonly undone: ImportUndone | null;
  /** Somebody has changed what was guessed. */
  readonly touched: boolean;
}
export const noBring: Bring = {
  ...{ source: null, table: null, draft: null, batch: null, tried: null, busy: null, done: 0, failure: null, undone: null },
  touched: false,
};

/** What a Bringing stands on: how files are read and drafts begin. */
export interface Hands {
  /** @param progress told the share that is read, 0–1 */
  readonly read: (source: Source, options: ReadOptions, progress: (share: number) => void, signal: AbortSignal) => Promise<FileTable>;
  /** The mapping of last time, or a guess. */
  readonly begin: (table: FileTable, into: ImportTarget | null, signal: AbortSignal) => Promise<Draft>;
}

/** A part's text is no longer than this: long cells make shorter parts. */
const mostPartChars = 2_000_000;
const poll_ms = 400;
/** A database of one session answers nothing while it imports: it is asked again for as long as a large file may take; a server that is gone, less. */
const patience_ms: Readonly<Record<number, number>> = { 503: 15 * 60_000, 429: 60_000, 0: 60_000 };
const again_ms = 2_000;
const wait = (ms: number) => new Promise((done) => setTimeout(done, ms));

/** Rows in parts that the server takes. */
export function partsOf(rows: FileTable["rows"]): FileTable["rows"][] {
  const parts: (readonly string[])[][] = [];
  let chars = Number.POSITIVE_INFINITY;
  for (const row of rows) {
    const size = row.reduce((sum, cell) => sum + cell.length + 3, 0);
    const last = parts.at(-1);
    if (!last || last.length >= mostPartRows || chars + size > mostPartChars) {
      parts.push([row]);
      chars = size;
    } else {
      last.push(row);
      chars += size;
    }
  }
  return parts;
}

const saidOf = (error: unknown): Word => (error instanceof FileFault ? error.word : wordsOf(error));
/** Of a batch that is at work. */
const works = ({ state }: ImportBatch): boolean => state === "trying" || state === "loading";

export class Bringing {
  readonly store: Store<Bring> = createStore<Bring>(noBring);
  readonly #hands: Hands;
  #leave = new AbortController();

  constructor(hands: Hands) {
    this.#hands = hands;
  }

  get #now(): Bring {
    return this.store.get();
  }

  /** Does one thing at a time; what goes wrong is said, what is left on purpose is not. */
  async #busy(busy: Busy, what: (signal: AbortSignal) => Promise<void>): Promise<void> {
    this.#leave.abort();
    const leave = new AbortController();
    this.#leave = leave;
    this.store.set({ busy, done: 0, failure: null });
    try {
      await what(leave.signal);
    } catch (error) {
      if (!wasLeft(error) && this.#leave === leave) this.store.set({ failure: saidOf(error) });
    }
    if (this.#leave === leave) this.store.set({ busy: null });
  }

  /** A file, or rows that were pasted. What was sent of another is forgotten. */
  open(source: Source, options: ReadOptions = {}): Promise<void> {
    const same = this.#now.source === source;
    this.#forget();
    this.store.set({ ...noBring, source, ...(same && { table: this.#now.table, draft: this.#now.draft }) });
    return this.#busy("reading", async (signal) => {
      const table = await this.#hands.read(source, options, (share) => this.store.set({ done: share }), signal);
      const draft = await this.#hands.begin(table, this.#now.draft?.into ?? null, signal);
      signal.throwIfAborted();
      this.store.set({ table, draft });
    });
  }

  /** Says why nothing was begun; what is at hand stays. */
  refuse(failure: Word): void {
    this.store.set({ failure });
  }

  /** Sheet, encoding or line of the headings are others. */
  reread(options: ReadOptions): void {
    const { source } = this.#now;
    if (source) void this.open(source, options);
  }

  change(part: Partial<Draft>): void {
    const { draft, busy, batch } = this.#now;
    if (draft && busy === null && batch?.state !== "done" && batch?.state !== "undone")
      this.store.set({ draft: { ...draft, ...part }, touched: true });
  }

  /** Columns more: places that were found. What was sent is forgotten. */
  widen(table: FileTable, part: Partial<Draft>): void {
    const { draft, busy } = this.#now;
    if (!draft || busy !== null) return;
    this.#forget();
    this.store.set({ table, draft: { ...draft, ...part }, batch: null, tried: null, touched: true });
  }

  /** Sites become problems or the other way: the columns are guessed anew, and what was sent is forgotten. */
  async become(into: ImportTarget): Promise<void> {
    const { table } = this.#now;
    if (!table) return;
    this.#forget();
    await this.#busy("reading", async (signal) => {
      const draft = await this.#hands.begin(table, into, signal);
      this.store.set({ draft, batch: null, tried: null });
    });
  }

  /** Sends what was not sent yet, then tries. */
  tryOut(): Promise<void> {
    const { draft, table } = this.#now;
    const spec = draft && specOf(draft);
    if (!spec || !table) return Promise.resolve();
    return this.#busy("sending", async (signal) => {
      const sent = this.#now.batch;
      const batch = sent ?? (await this.#send(table, draft.into, signal));
      // The very same rows stand already: said first, tried when it is wanted all the same.
      if (!sent && batch.same) return;
      this.store.set({ busy: "trying", done: 0 });
      const tried = await this.#follow(await tryImport(batch.id, spec, signal), signal);
      if (tried.state === "tried") this.store.set({ tried: JSON.stringify(spec) });
    });
  }

  async #send(table: FileTable, into: ImportTarget, signal: AbortSignal): Promise<ImportBatch> {
    let batch = await addImport({ name: table.name, into, columns: table.columns, rows: table.rows.length }, signal);
    let [part, done] = [0, 0];
    try {
      for (const rows of partsOf(table.rows)) {
        batch = await sendPart(batch.id, part, rows, signal);
        part++;
        done += rows.length;
        this.store.set({ done });
      }
    } catch (error) {
      void dropImport(batch.id).catch(() => {});
      throw error;
    }
    this.store.set({ batch });
    return batch;
  }

  /** Until the server is through; a failure of its own is said. */
  async #follow(begun: ImportBatch, signal: AbortSignal): Promise<ImportBatch> {
    let batch = begun;
    this.store.set({ batch });
    while (works(batch)) {
      await wait(poll_ms);
      signal.throwIfAborted();
      batch = await this.#heard(batch.id, signal);
      this.store.set({ batch, done: batch.progress ?? this.#now.done });
    }
    if (batch.failure) this.store.set({ failure: batch.failure });
    return batch;
  }

  /** The work goes on whether or not it can be asked about. */
  async #heard(id: number, signal: AbortSignal): Promise<ImportBatch> {
    for (const since = Date.now(); ; await wait(again_ms)) {
      try {
        return await askImport(id, signal);
      } catch (error) {
        signal.throwIfAborted();
        if (!(error instanceof HttpError) || Date.now() - since >= (patience_ms[error.status] ?? 0)) throw error;
      }
    }
  }

  load(): Promise<void> {
    const { batch } = this.#now;
    if (!batch) return Promise.resolve();
    const partly = (batch.report?.refusedRows ?? 0) > 0;
    return this.#busy("loading", async (signal) => void (await this.#follow(await loadImport(batch.id, partly), signal)));
  }

  undo(): Promise<void> {
    const { batch } = this.#now;
    if (!batch) return Promise.resolve();
    return this.#busy("undoing", async () => {
      const undone = await undoImport(batch.id);
      this.store.set({ undone, batch: undone.batch });
    });
  }

  /** Stops what is going on. What the server does it is asked to stop; its answer comes by following it. */
  async stop(): Promise<void> {
    const { busy, batch } = this.#now;
    if ((busy === "trying" || busy === "loading") && batch)
      await stopImport(batch.id).catch((error) => this.store.set({ failure: saidOf(error) }));
    else {
      this.#leave.abort();
      this.store.set({ busy: null });
    }
  }

  /** What was sent and never loaded is nobody's. */
  #forget(): void {
    const { batch } = this.#now;
    this.#leave.abort();
    if (batch && batch.state !== "done" && batch.state !== "undone") void dropImport(batch.id).catch(() => {});
  }

  /** Ready for another file. */
  reset(): void {
    this.#forget();
    this.store.set(noBring);
  }

  /** The sheet goes. */
  close(): void {
    this.#forget();
  }
}
