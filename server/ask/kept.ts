/** Answers kept for whoever asks the same next: made by the first who asks; those who come meanwhile wait for that making. */
import type { Ask } from "./route.ts";
import type { Held, Shelf } from "./shelf.ts";
import { NotReady } from "./standing.ts";

interface Entry<T> {
  readonly tag: string;
  readonly answer: Promise<T>;
  /** Once it is made. */
  value?: T;
  held?: Held;
}

/** What weighs: answers that count against the memory of all that is kept. */
export interface Weighed<T> {
  readonly shelf: Shelf;
  /** @returns bytes */
  weigh(answer: T): number;
}

/** The last answer of each key, of the most lately asked keys; a making that failed is forgotten. */
export class Kept<T> {
  readonly #most: number;
  readonly #weighed: Weighed<T> | undefined;
  /** The least lately asked first. */
  readonly #entries = new Map<string, Entry<T>>();

  /** @param most keys that are kept beside each other @param weighed left out: small answers, that are only counted */
  constructor(most: number, weighed?: Weighed<T>) {
    this.#most = most;
    this.#weighed = weighed;
  }

  /** @param tag what the answer was made of: under another tag it is made anew */
  take(key: string, tag: string, making: () => Promise<T>): Promise<T> {
    const known = this.#entries.get(key);
    if (known?.tag === tag) {
      this.#asked(key, known);
      return known.answer;
    }
    if (known) this.#drop(key, known);
    const mine: Entry<T> = { tag, answer: making() };
    this.#entries.set(key, mine);
    for (const [oldest, entry] of this.#entries) {
      if (this.#entries.size <= this.#most) break;
      this.#drop(oldest, entry);
    }
    mine.answer.then(
      (value) => this.#made(key, mine, value),
      () => this.#drop(key, mine),
    );
    return mine.answer;
  }

  /** The answer when it is made already: at once. */
  atHand(key: string, tag: string): T | undefined {
    const known = this.#entries.get(key);
    if (known?.tag !== tag || known.value === undefined) return undefined;
    this.#asked(key, known);
    return known.value;
  }

  #asked(key: string, entry: Entry<T>): void {
    this.#entries.delete(key);
    this.#entries.set(key, entry);
    if (entry.held) this.#weighed?.shelf.touch(entry.held);
  }

  #made(key: string, entry: Entry<T>, value: T): void {
    if (this.#entries.get(key) !== entry) return;
    entry.value = value;
    if (!this.#weighed) return;
    entry.held = { bytes: this.#weighed.weigh(value), drop: () => this.#drop(key, entry) };
    this.#weighed.shelf.put(entry.held);
  }

  #drop(key: string, entry: Entry<T>): void {
    if (this.#entries.get(key) === entry) this.#entries.delete(key);
    if (entry.held) this.#weighed?.shelf.take(entry.held);
  }
}

/** Rows for everybody who waits: the making does not end with the first caller, and may take its time. @param now of who asked first @throws NotReady */
export const unhurried =
  ({ standing, now: stands }: Pick<Ask, "standing" | "now">): Ask["rows"] =>
  async (_timer, statement) => {
    const now = standing();
    if (now.status !== "ready") throw new NotReady(now);
    return now.db.query(statement, { timeout_ms: 120_000, at: stands().at });
  };
