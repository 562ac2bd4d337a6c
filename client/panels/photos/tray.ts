/** Photos being given with a form: each is made ready, sent, and known by its number once it has arrived. No React, no page. */
import type { PhotoKind } from "../../../server/contract/officeWords.ts";
import type { Word } from "../../../server/contract/vocabulary.ts";
import { HttpError, wasLeft, wordsOf } from "../../api/http.ts";
import { newId } from "../../api/newId.ts";
import { PhotoError } from "../../photo/photoError.ts";
import { type Prepared, prepare } from "../../photo/prepare.ts";
import { type PhotoAbout, upload } from "../../photo/upload.ts";

/** So many photos an act may carry. */
export const most = 9;

export interface Entry {
  /** The upload's clientId. */
  readonly key: string;
  readonly name: string;
  readonly state: "preparing" | "sending" | "ready" | "failed";
  /** Of it, 0 to 1. */
  readonly share: number;
  /** An address of what will be sent, for this page alone. */
  readonly preview: string | null;
  /** Its number at the server, once it has arrived whole. */
  readonly photo: number | null;
  readonly place: PhotoAbout["place"];
  readonly why: Word | null;
  /** True when sending it again may succeed. */
  readonly again: boolean;
}

/** What the tray works with; others in tests. */
export interface Tools {
  readonly prepare: (file: Blob) => Promise<Prepared>;
  readonly upload: typeof upload;
  readonly show: (blob: Blob) => string;
  readonly forget: (address: string) => void;
}
const theTools: Tools = {
  prepare,
  upload,
  show: (blob) => URL.createObjectURL(blob),
  forget: (address) => URL.revokeObjectURL(address),
};

interface Work {
  readonly about: Omit<PhotoAbout, "place">;
  readonly placed: Promise<PhotoAbout["place"]>;
  readonly control: AbortController;
  readonly made: Promise<Prepared>;
}

/** Refusals that sending again does not change. */
const forGood: readonly number[] = [400, 403, 413, 415, 422];
/** Bytes that did not arrive as they were sent (sha256) are sent anew. */
const isForGood = (error: HttpError) => forGood.includes(error.status) && error.document.parameter !== "sha256";
const mayAgain = (error: unknown) => !(error instanceof PhotoError) && !(error instanceof HttpError && isForGood(error));

export class Tray {
  private entries: readonly Entry[] = [];
  private readonly work = new Map<string, Work>();
  private readonly listeners = new Set<() => void>();
  private readonly told = new Set<number>();
  private readonly tools: Tools;
  /** Photos go one after the other: the first is there soonest, and the office's line is not split in nine. */
  private before: Promise<void> = Promise.resolve();

  constructor(tools: Tools = theTools) {
    this.tools = tools;
  }

  /** The same list until something changes. */
  readonly list = (): readonly Entry[] => this.entries;
  readonly subscribe = (call: () => void): (() => void) => {
    this.listeners.add(call);
    return () => this.listeners.delete(call);
  };

  /** Photos that have arrived, in the order they were given. */
  ids(): number[] {
    return this.entries.flatMap(({ photo }) => (photo === null ? [] : [photo]));
  }

  /** How many are still on their way. */
  going(): number {
    return this.entries.filter(({ state }) => state === "preparing" || state === "sending").length;
  }

  /**
   * Takes files as photos, as many as fit.
   * @param placed where they were taken, once it is known
   * @returns how many there was no room for
   */
  add(files: readonly File[], kind: PhotoKind, placed: Promise<PhotoAbout["place"]> = Promise.resolve(null)): number {
    const taken = files.slice(0, Math.max(0, most - this.entries.length));
    for (const file of taken) {
      const key = newId();
      const about = { clientId: key, kind, takenAt: Math.min(Date.now(), file.lastModified || Date.now()) };
      const fresh = { state: "preparing", share: 0, preview: null, photo: null, place: null, why: null, again: false } as const;
      this.entries = [...this.entries, { key, name: file.name, ...fresh }];
      const made = this.made(key, file);
      // Whoever waits for it hears of it; until its turn nobody does.
      made.catch(() => {});
      this.work.set(key, { about, placed, control: new AbortController(), made });
      this.start(key);
    }
    this.tell();
    return files.length - taken.length;
  }

  /** Sends again what failed; it goes on where it was. */
  retry(key: string): void {
    const one = this.entries.find((entry) => entry.key === key);
    if (one?.state !== "failed" || !one.again) return;
    this.change(key, { state: "sending", why: null });
    this.start(key);
  }

  retryAll(): void {
    for (const { key } of this.entries) this.retry(key);
  }

  /** Takes one away; what is on its way is left. */
  remove(key: string): void {
    this.work.get(key)?.control.abort();
    this.work.delete(key);
    const { preview } = this.entries.find((entry) => entry.key === key) ?? {};
    this.entries = this.entries.filter((entry) => entry.key !== key);
    this.tell();
    if (preview) this.tools.forget(preview);
  }

  clear(): void {
    for (const { key } of this.entries) this.remove(key);
  }

  /** The form says which photos it has: those it had and has no more (it was sent) are taken away. */
  keep(ids: readonly number[]): void {
    for (const { key, photo } of this.entries) if (photo !== null && this.told.has(photo) && !ids.includes(photo)) this.remove(key);
    for (const id of this.ids()) this.told.add(id);
  }

  private start(key: string): void {
    this.before = this.before.then(() => this.send(key));
  }

  private async send(key: string): Promise<void> {
    const work = this.work.get(key);
    if (!work) return;
    try {
      const [prepared, place] = await Promise.all([work.made, work.placed]);
      if (!this.work.has(key)) return;
      this.change(key, { state: "sending", place });
      const options = { signal: work.control.signal, progress: (share: number) => this.change(key, { share }) };
      const photo = await this.tools.upload(prepared, { ...work.about, place }, options);
      this.change(key, { state: "ready", share: 1, photo: photo.id });
    } catch (error) {
      this.fail(key, error);
    }
  }

  private async made(key: string, file: Blob): Promise<Prepared> {
    try {
      const prepared = await this.tools.prepare(file);
      if (this.work.has(key)) this.change(key, { preview: this.tools.show(prepared.blob) });
      return prepared;
    } catch (error) {
      // Said at once, not when its turn to be sent has come.
      this.fail(key, error);
      throw error;
    }
  }

  private fail(key: string, error: unknown): void {
    if (!wasLeft(error)) this.change(key, { state: "failed", why: wordsOf(error), again: mayAgain(error) });
  }

  private change(key: string, part: Partial<Entry>): void {
    this.entries = this.entries.map((entry) => (entry.key === key ? { ...entry, ...part } : entry));
    this.tell();
  }

  private tell(): void {
    for (const call of this.listeners) call();
  }
}
