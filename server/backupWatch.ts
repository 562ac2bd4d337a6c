/** How the nightly backups stand: known in memory, so that who asks for the server's health waits for no disk. */
import type { BackupsStand } from "./ask/standing.ts";
import { lastNights } from "./backup/nightly.ts";
import type { Db } from "./db/db.ts";

/** A night is a day after the last, and its making takes a while. */
const late_ms = 26 * 3_600_000;
/** The first of all is made as soon as the program runs; a large one takes so long. */
const first_ms = 3_600_000;

export class BackupWatch {
  /** Null: none is to be made. */
  readonly #folder: string | null;
  readonly #from_ms: number;
  /** Of Date's clock; null: there is none. */
  #good_ms: number | null = null;
  #failed: { readonly at_ms: number; readonly why: string } | null = null;

  /** @param now_ms when the program began, of Date's clock */
  constructor(folder: string | null, now_ms = Date.now()) {
    this.#folder = folder;
    this.#from_ms = now_ms;
  }

  /** What is known; how old it is counts. */
  stands(now_ms = Date.now()): BackupsStand {
    const good = this.#good_ms;
    const lastGood = good === null ? null : new Date(good).toISOString();
    const failed = this.#failed !== null && this.#failed.at_ms > (good ?? 0) ? this.#failed : null;
    const why = failed?.why ?? null;
    if (this.#folder === null) return { status: "off", lastGood, why };
    if (failed) return { status: "failed", lastGood, why };
    if (good === null) return { status: now_ms - this.#from_ms < first_ms ? "none_yet" : "missing", lastGood, why };
    return { status: now_ms - good > late_ms ? "missing" : "good", lastGood, why };
  }

  /** One failed so early that nothing of it could be put down. */
  failed(error: unknown, now_ms = Date.now()): void {
    this.#failed = { at_ms: now_ms, why: error instanceof Error ? error.message : String(error) };
  }

  /** Reads what the folder holds: another process of this machine may have made it. */
  async look(db: Db): Promise<void> {
    if (this.#folder === null) return;
    const { good_ms, failed } = await lastNights(db, this.#folder);
    this.#good_ms = good_ms;
    if (failed !== null && failed.at_ms > (this.#failed?.at_ms ?? 0)) this.#failed = failed;
  }
}
