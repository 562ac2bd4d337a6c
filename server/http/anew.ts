/** A question whose server was lost is asked anew: of several servers others are left, and another one soon stands in for the lost one. */
import { setTimeout as wait } from "node:timers/promises";
import type { Standing } from "../ask/standing.ts";
import { Unavailable } from "../db/db.ts";

/** Before each further try. A copy that becomes the primary is known within a few of them. Milliseconds. */
const pauses_ms = [0, 100, 200, 400];

/** Of several servers one may be lost between two reads of a question, or before the first. */
export const ofSeveral = (standing: Standing): boolean => standing.status === "ready" && standing.db.capabilities.copies !== undefined;

/**
 * @param work one try; what it counts on is looked up in it, but for the first
 * @param may whether it may be tried again, asked before each further try
 * @throws what the last try threw: at once, unless it is Unavailable
 */
export async function anew<T>(work: (first: boolean) => Promise<T>, may: () => boolean): Promise<T> {
  for (const [tries, pause_ms] of pauses_ms.entries()) {
    try {
      return await work(tries === 0);
    } catch (error) {
      if (!(error instanceof Unavailable) || !may()) throw error;
      if (pause_ms > 0) await wait(pause_ms);
      if (!may()) throw error;
    }
  }
  return work(false);
}
