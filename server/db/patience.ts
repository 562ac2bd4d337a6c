/** Trying again for a lock that others hold, with pauses in which everybody else goes on. */
import { setTimeout as wait } from "node:timers/promises";
import { Unavailable } from "./db.ts";

export interface Patience {
  /** So long one waits for a lock, and has others wait behind it. Milliseconds. */
  readonly lock_ms: number;
  /** So long it is tried in all. Milliseconds. */
  readonly all_ms: number;
}

export const usualPatience: Patience = { lock_ms: 200, all_ms: 15 * 60_000 };

/** The longest pause between two tries, in milliseconds. */
const longest_ms = 5_000;
/** Lock not available, deadlock. */
const held = new Set<unknown>(["55P03", "40P01"]);
const codeOf = (error: unknown): unknown =>
  (error as { code?: unknown } | null)?.code ?? (error as { cause?: { code?: unknown } } | null)?.cause?.code;

/** Does the work, again and again while it fails for a lock. @throws Unavailable after `all_ms`; what else the work throws */
export async function patiently<T>(name: string, { lock_ms, all_ms }: Patience, work: () => Promise<T>): Promise<T> {
  const end = performance.now() + all_ms;
  for (let tries = 1; ; tries++) {
    try {
      return await work();
    } catch (error) {
      if (!held.has(codeOf(error))) throw error;
      if (performance.now() > end)
        throw new Unavailable(`${name}: others held what it needs for ${Math.round(all_ms / 1_000)} s; it was tried ${tries} times.`, {
          cause: error,
        });
      await wait(Math.min(longest_ms, lock_ms * 2 ** Math.min(tries, 10)) * (0.5 + Math.random() / 2));
    }
  }
}
