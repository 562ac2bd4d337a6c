/** Every timer of the wall, so that all of them end together. Times are milliseconds. */

/** Between a and b, anywhere: what two hundred walls do for the same reason is spread out. */
export const spread = (a_ms: number, b_ms: number): number => a_ms + Math.random() * (b_ms - a_ms);

export class Timers {
  private readonly ends = new Set<() => void>();
  /** True once everything was ended: what still comes in then changes nothing. */
  over = false;

  /** @returns ends it before its time */
  after(ms: number, call: () => void): () => void {
    if (this.over) return () => {};
    const timer = setTimeout(() => {
      this.ends.delete(end);
      call();
    }, ms);
    const end = () => {
      clearTimeout(timer);
      this.ends.delete(end);
    };
    this.ends.add(end);
    return end;
  }

  /** Again and again, each time after a wait that is asked anew. @param wait gives milliseconds */
  every(wait: () => number, call: () => void): () => void {
    let end = () => {};
    const next = () => {
      end = this.after(wait(), () => {
        next();
        call();
      });
    };
    next();
    return () => end();
  }

  /** A pause to await; it never ends when the timers did. */
  pause(ms: number): Promise<void> {
    return new Promise((done) => this.after(ms, done));
  }

  /** What else ends with them: listeners, subscriptions. */
  also(end: () => void): void {
    if (this.over) end();
    else this.ends.add(end);
  }

  close(): void {
    this.over = true;
    for (const end of [...this.ends]) end();
    this.ends.clear();
  }
}

/** Calls at most once in so long, the last call never lost. @returns asks for the call; `again_ms` gives the least time between two */
export function seldom(timers: Timers, again_ms: () => number, call: () => void, soon_ms: () => number = () => 0): () => void {
  let last = Number.NEGATIVE_INFINITY;
  let waiting = false;
  return () => {
    if (waiting) return;
    waiting = true;
    timers.after(Math.max(soon_ms(), last + again_ms() - performance.now()), () => {
      waiting = false;
      last = performance.now();
      call();
    });
  };
}
