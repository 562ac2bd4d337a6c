/** The watch that is kept while the program runs: each minute, because time passes, and soon after each change. A missing cover is on the wall in seconds. */

import { setTimeout as pause } from "node:timers/promises";
import { changeChannel } from "../ask/revision.ts";
import { wakened } from "../ask/wakened.ts";
import type { Db } from "../db/db.ts";
import { watch } from "./watch.ts";

interface Pace {
  /** How often it looks without having been woken. */
  readonly every_ms: number;
  /** From one look to the next, however much changes. */
  readonly gap_ms: number;
}
const usual: Pace = { every_ms: 60_000, gap_ms: 2_000 };

class Watchman {
  readonly #db: Db;
  readonly #failed: (error: unknown) => void;
  readonly #gap_ms: number;
  readonly #over = new AbortController();
  #turn: Promise<void> = Promise.resolve();
  /** A look is to come that will see what there is now. */
  #due = false;
  #last_ms = Number.NEGATIVE_INFINITY;
  /** Failures are told once until something works again. */
  #told = false;

  constructor(db: Db, failed: (error: unknown) => void, gap_ms: number) {
    this.#db = db;
    this.#failed = failed;
    this.#gap_ms = gap_ms;
  }

  wake(): void {
    if (this.#due || this.#over.signal.aborted) return;
    this.#due = true;
    this.#turn = this.#turn.then(() => this.#look());
  }

  async stop(): Promise<void> {
    this.#over.abort();
    await this.#turn;
  }

  async #look(): Promise<void> {
    const { signal } = this.#over;
    const wait_ms = this.#last_ms + this.#gap_ms - performance.now();
    if (wait_ms > 0) await pause(wait_ms, undefined, { signal, ref: false }).catch(() => {});
    if (signal.aborted) return;
    this.#due = false;
    this.#last_ms = performance.now();
    try {
      await watch(this.#db);
      this.#told = false;
    } catch (error) {
      if (!this.#told) this.#failed(error);
      this.#told = true;
    }
  }
}

/** @returns stops, and waits for the look that is being taken */
export function watchAlways(db: Db, failed: (error: unknown) => void, { every_ms, gap_ms }: Pace = usual): () => Promise<void> {
  const watchman = new Watchman(db, failed, gap_ms);
  return wakened({ db, channel: changeChannel, every_ms, wake: () => watchman.wake(), failed }, () => watchman.stop());
}
