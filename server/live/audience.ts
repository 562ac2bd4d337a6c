/** Who listens: streams that are open, whose session each is of, and whose caller is to be looked up again. */
import { setImmediate as immediate } from "node:timers/promises";
import type { Caller } from "../ask/caller.ts";
import type { Reader } from "./reader.ts";
import { Few } from "./turns.ts";

/** Callers looked up at a time. */
const few = 4;
/** After so many streams, or so long, a telling lets others in: what is written goes out then. */
const breath = { readers: 100, ms: 8 };

export interface Looking {
  /** Each stream's caller is looked up again so often: sessions expire. */
  readonly look_ms: number;
  /** @throws while nobody can be looked up */
  readonly ready: () => unknown;
  readonly failed: (error: unknown) => void;
}

export class Audience {
  readonly #readers = new Set<Reader>();
  /** How many are open of each session. */
  readonly #of = new Map<number, number>();
  /** When each reader's caller is looked up next. */
  readonly #due = new Map<Reader, number>();
  readonly #looks = new Few<Reader>(few, (reader) => this.#look(reader));
  readonly #looking: Looking;

  constructor(looking: Looking) {
    this.#looking = looking;
  }

  /** Streams that are open. */
  get size(): number {
    return this.#readers.size;
  }

  /** Streams that are open of the caller's session. A demo has none, and this machine alone. */
  streamsOf({ sessionId }: Caller): number {
    return sessionId === null ? 0 : (this.#of.get(sessionId) ?? 0);
  }

  /** @returns takes it out again */
  add(reader: Reader, { sessionId }: Caller): () => void {
    this.#readers.add(reader);
    this.#count(sessionId, 1);
    this.#due.set(reader, Date.now() + this.#looking.look_ms * (0.5 + Math.random() / 2));
    return () => {
      this.#count(sessionId, -1);
      this.#readers.delete(reader);
      this.#due.delete(reader);
      this.#looks.drop(reader);
    };
  }

  /** Thousands of streams take a while: requests are answered in between. */
  async tellAll(tell: (reader: Reader) => void): Promise<void> {
    let [from, told] = [performance.now(), 0];
    for (const reader of this.#readers) {
      tell(reader);
      if (++told < breath.readers && performance.now() - from < breath.ms) continue;
      await immediate();
      [from, told] = [performance.now(), 0];
    }
  }

  /** Looks its caller up soon. */
  look(reader: Reader): void {
    this.#looks.add(reader);
  }

  /** Looks up whom a word about people on the channel is about. */
  lookAt(whose: string): void {
    for (const reader of this.#readers) if (reader.isMeant(whose)) this.#looks.add(reader);
  }

  lookAtDue(): void {
    const now = Date.now();
    for (const [reader, due] of this.#due) if (due <= now) this.#looks.add(reader);
  }

  endAll(): void {
    for (const reader of this.#readers) reader.end("closing");
  }

  #count(session: number | null, more: 1 | -1): void {
    if (session === null) return;
    const now = (this.#of.get(session) ?? 0) + more;
    if (now > 0) this.#of.set(session, now);
    else this.#of.delete(session);
  }

  /** Whose stream is it by now? While the database is away nobody can tell, and it stays whose it was. */
  async #look(reader: Reader): Promise<void> {
    this.#due.set(reader, Date.now() + this.#looking.look_ms);
    try {
      this.#looking.ready();
      const caller = await reader.again();
      if (!reader.over) reader.take(caller);
    } catch (error) {
      this.#looking.failed(error);
    }
    if (!this.#readers.has(reader)) this.#due.delete(reader);
  }
}
