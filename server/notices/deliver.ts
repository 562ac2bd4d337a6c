/**
 * The outbox's postman: sends what waits to the robots until it is stopped. Any number of processes may run one.
 *
 * What holds: a notice was written with what it tells of, and its delivery with it, so none is lost, whoever dies when. A message is taken by one
 * process at a time, and what a robot took is never sent again. What cannot hold: a robot that took a message and whose answer did not come
 * back (a process killed, a connection broken, a proxy's page in between) gets it again, with the same number at its end, by which people know it.
 */

import { setTimeout as pause } from "node:timers/promises";
import { wakened } from "../ask/wakened.ts";
import type { Db } from "../db/db.ts";
import { noticeChannel } from "../log/notices.ts";
import type { Verdict } from "./forms/form.ts";
import type { Resolve } from "./post.ts";
import { send } from "./send.ts";
import { type Limits, robotsDue, settle, type Taken, take, usualLimits } from "./take.ts";

export interface DeliverOptions {
  /** Networks of one's own that robots may be in. */
  readonly networks: readonly string[];
  /** For links in messages. */
  readonly publicUrl: string | undefined;
  readonly failed: (error: unknown) => void;
  /** Other limits than the robots' own. */
  readonly limits?: Partial<Limits> | undefined;
  /** How names are resolved; the machine's own way when left out. */
  readonly resolve?: Resolve | undefined;
  /** How long a robot may take to answer. */
  readonly patience_ms?: number | undefined;
  /** How often it looks without having been woken. */
  readonly every_ms?: number | undefined;
}

class Postman {
  readonly #db: Db;
  readonly #options: DeliverOptions;
  readonly #limits: Limits;
  /** Robots that are being sent to: one that does not answer keeps no other waiting. */
  readonly #serving = new Map<number, Promise<void>>();
  #looking: Promise<void> | null = null;
  #again = false;
  #stopped = false;
  /** Failures are told once until something works again. */
  #told = false;

  constructor(db: Db, options: DeliverOptions) {
    this.#db = db;
    this.#options = options;
    this.#limits = { ...usualLimits, ...options.limits };
  }

  /** Something may be waiting. */
  wake(): void {
    if (this.#stopped) return;
    if (this.#looking) {
      this.#again = true;
      return;
    }
    this.#again = false;
    this.#looking = this.#look().finally(() => {
      this.#looking = null;
      if (this.#again) this.wake();
    });
  }

  async stop(): Promise<void> {
    this.#stopped = true;
    await this.#looking;
    await Promise.all(this.#serving.values());
  }

  async #look(): Promise<void> {
    await this.#careful(async () => {
      for (const robot of await robotsDue(this.#db)) {
        if (this.#stopped || this.#serving.has(robot)) continue;
        const served = this.#careful(() => this.#serve(robot)).finally(() => this.#serving.delete(robot));
        this.#serving.set(robot, served);
      }
    });
  }

  /** A robot's messages, one after the other, until there is none or it is not to be asked. */
  async #serve(robot: number): Promise<void> {
    while (!this.#stopped) {
      const began = performance.now();
      const taken = await take(this.#db, robot, this.#limits, this.#options.publicUrl);
      // A machine that slept in between may have lost the message to another process.
      if (!taken || performance.now() - began > this.#limits.lease_ms / 2) return;
      const verdict = await send(taken, taken.text, this.#options);
      await this.#settle(taken, verdict);
      if (verdict.kind !== "sent") return;
      await pause(this.#limits.gap_ms + 5);
    }
  }

  /** A database that is away for a moment must not make a message that arrived go out again. */
  async #settle(taken: Taken, verdict: Verdict): Promise<void> {
    for (let left = 5; ; left--) {
      try {
        return await settle(this.#db, taken, verdict, this.#limits);
      } catch (error) {
        if (left === 0 || this.#stopped) throw error;
        await pause(2_000);
      }
    }
  }

  async #careful(work: () => Promise<void>): Promise<void> {
    try {
      await work();
      this.#told = false;
    } catch (error) {
      if (!this.#told) this.#options.failed(error);
      this.#told = true;
    }
  }
}

/** @returns stops, and waits for what is being sent */
export function deliver(db: Db, options: DeliverOptions): () => Promise<void> {
  const postman = new Postman(db, options);
  return wakened(
    { db, channel: noticeChannel, every_ms: options.every_ms ?? 2_000, wake: () => postman.wake(), failed: options.failed },
    () => postman.stop(),
  );
}
