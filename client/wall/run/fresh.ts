/** The district's time by the machine's steady count, and how fresh the picture is. Pure. */
import { expected_s, type Freshness } from "../../../server/contract/wall.ts";

/** The server's clock as it was last told, and the steady count then. */
export interface Told {
  /** Unix seconds. */
  readonly clock: number;
  /** Of performance.now(). */
  readonly at_ms: number;
}

/** Words lie on their way, and the server looks at the time each few seconds: of two that differ by no more than this, the one that came faster is the better. */
const late_s = 6;

/**
 * What is known of the clock after another word. A word that says a little less than the clock already shows was only slow; one that says
 * something else altogether is believed: the machine slept, or the server's clock was set.
 */
export function told(before: Told | null, clock: number, at_ms: number): Told {
  const less = before === null ? 0 : timeAt(before, at_ms) - clock;
  return before !== null && less > 0 && less <= late_s ? before : { clock, at_ms };
}

/** The district's time at a steady count, unix seconds. @param frozen a snapshot's clock stands */
export const timeAt = ({ clock, at_ms }: Told, now_ms: number, frozen = false): number =>
  frozen ? clock : clock + (now_ms - at_ms) / 1000;

/**
 * How fresh the picture is so long after the last word.
 * @param doubt the machine slept while its steady count may have stood still: nothing is known before the next word
 */
export function freshnessAfter(silent_s: number, doubt = false): Freshness {
  if (silent_s >= expected_s * 5) return "stale";
  return doubt || silent_s >= expected_s * 2 ? "late" : "fresh";
}

/** A steady tick that is so much overdue was slept through. */
const slept_ms = 8_000;

/** True when the machine slept, or its clock was set, between two ticks: the server is to be asked. Both are the steady count and the clock. */
export const jumped = (before: { steady_ms: number; clock_ms: number }, now: { steady_ms: number; clock_ms: number }): boolean => {
  const steady = now.steady_ms - before.steady_ms;
  // Some machines' steady count stands still while they sleep; their clock does not.
  return steady > slept_ms || Math.abs(now.clock_ms - before.clock_ms - steady) > slept_ms;
};
