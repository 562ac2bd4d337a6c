/**
 * Makes the files that were asked for, one at a time in a process, until it is stopped. Any number of processes may run one: a job is claimed
 * by one of them, says that it is worked at, and is taken up by another when that process dies.
 */
import { wakened } from "../ask/wakened.ts";
import type { Db } from "../db/db.ts";
import { sql } from "../db/sql.ts";
import { exportChannel } from "./jobs.ts";
import { type Claim, type Limits, mostTries, usualLimits, work } from "./work.ts";

export interface RunnerOptions {
  readonly failed: (error: unknown) => void;
  readonly limits?: Partial<Limits> | undefined;
  /** How often it looks without having been woken. */
  readonly every_ms?: number | undefined;
}

/** A job of this process's own now: the oldest that waits, or whose process has died. What an earlier try had written goes. */
async function claimed(db: Db, dead_ms: number): Promise<Claim | null> {
  const dead = sql`state = 'running' and beat_at < clock_timestamp() - ${dead_ms}::float8 * interval '1 millisecond'`;
  const zh = `生成时程序中断了 ${mostTries} 次，已放弃；请再试一次`;
  const en = `The program ended ${mostTries} times while it was being made; it was given up. Try again.`;
  return db.tx(async (tx) => {
    await tx.query(sql`update export_job set state = 'failed', failure_zh = ${zh}::text, failure_en = ${en}::text, ended_at = clock_timestamp()
      where ${dead} and tries >= ${mostTries}::int`);
    const [claim] = await tx.query<Claim>(sql`
      update export_job set state = 'running', tries = tries + 1, done = 0, total = null, beat_at = clock_timestamp()
      where id = (select id from export_job where state = 'waiting' or (${dead}) order by made_at, id limit 1 for update skip locked)
      returning id, tries, what, format, query, caller`);
    if (claim) await tx.query(sql`delete from export_part where job_id = ${claim.id}::bigint`);
    return claim ?? null;
  });
}

class Runner {
  readonly #db: Db;
  readonly #options: RunnerOptions;
  readonly #limits: Limits;
  readonly #stop = new AbortController();
  #working: Promise<void> | null = null;
  #again = false;
  /** Failures are told once until something works again. */
  #told = false;

  constructor(db: Db, options: RunnerOptions) {
    this.#db = db;
    this.#options = options;
    this.#limits = { ...usualLimits, ...options.limits };
  }

  /** Something may be waiting. */
  wake(): void {
    if (this.#stop.signal.aborted) return;
    if (this.#working) {
      this.#again = true;
      return;
    }
    this.#again = false;
    this.#working = this.#all().finally(() => {
      this.#working = null;
      if (this.#again) this.wake();
    });
  }

  async stop(): Promise<void> {
    this.#stop.abort();
    await this.#working;
  }

  async #all(): Promise<void> {
    try {
      while (!this.#stop.signal.aborted) {
        const claim = await claimed(this.#db, this.#limits.dead_ms);
        this.#told = false;
        if (!claim) return;
        await work(this.#db, claim, this.#limits, this.#stop.signal, this.#options.failed);
      }
    } catch (error) {
      if (!this.#told && !this.#stop.signal.aborted) this.#options.failed(error);
      this.#told = true;
    }
  }
}

/** @returns stops: what is being made is left for the next to start */
export function makeExports(db: Db, options: RunnerOptions): () => Promise<void> {
  const runner = new Runner(db, options);
  return wakened(
    { db, channel: exportChannel, every_ms: options.every_ms ?? 2_000, wake: () => runner.wake(), failed: options.failed },
    () => runner.stop(),
  );
}
