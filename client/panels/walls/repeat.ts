/** Asks again and again while the page is looked at, never twice at once; what comes after it was left is dropped. */
import { wasLeft } from "../../api/http.ts";

export interface Asked<T> {
  ask(signal: AbortSignal): Promise<T>;
  answered(value: T): void;
  failed(error: unknown): void;
  /** Each second that the page is looked at. */
  tick(): void;
}

/** @param every_s seconds from one asking to the next @returns leaves it */
export function repeat<T>({ ask, answered, failed, tick }: Asked<T>, every_s: number): () => void {
  const control = new AbortController();
  let busy = false;
  let last = Number.NEGATIVE_INFINITY;
  const go = async () => {
    busy = true;
    last = performance.now();
    try {
      const value = await ask(control.signal);
      if (!control.signal.aborted) answered(value);
    } catch (error) {
      if (!control.signal.aborted && !wasLeft(error)) failed(error);
    } finally {
      busy = false;
    }
  };
  const look = () => {
    if (document.hidden) return;
    tick();
    if (!busy && performance.now() - last >= every_s * 1000) void go();
  };
  look();
  const timer = setInterval(look, 1000);
  // Whoever comes back sees what is, not what was.
  document.addEventListener("visibilitychange", look);
  return () => {
    control.abort();
    clearInterval(timer);
    document.removeEventListener("visibilitychange", look);
  };
}
