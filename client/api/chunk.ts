/** Parts of the page that come when they are needed: a server that is away for a moment must not leave a hole in the page. */
import { createStore } from "../state/store.ts";

const first_ms = 500;
const longest_ms = 10_000;
/** So many turns in succession fail before the server that is there: one alone may be the line. */
const turnsUntilLost = 2;

const store = createStore({ lost: 0 });
const count = (by: 1 | -1): void => store.set({ lost: store.get().lost + by });

/** True while a part does not come although the server is there: then only a page that is loaded anew has it. For useSyncExternalStore. */
export const partLost = { subscribe: store.subscribe, get: (): boolean => store.get().lost > 0 };

/** The address of the part that did not load, as the browser names it; null = it names none. */
const addressOf = (error: unknown): string | null => /https?:\S+\.js$/.exec(error instanceof Error ? error.message : "")?.[0] ?? null;

/** True when the server answers for itself: it has the file, or says that it has no such file any more. What a proxy says of it does not count. */
async function answers(address: string): Promise<boolean> {
  try {
    const { ok, status } = await fetch(address, { method: "HEAD", cache: "no-store", signal: AbortSignal.timeout(longest_ms) });
    return ok || status === 404;
  } catch {
    return false;
  }
}

/** Counts the failed turns of one part, and tells of it when it is lost. */
class Turns {
  private there = 0;
  private lost = false;

  async failed(address: string): Promise<void> {
    this.there = (await answers(address)) ? this.there + 1 : 0;
    if (this.lost || this.there < turnsUntilLost) return;
    this.lost = true;
    count(1);
  }
  /** It came after all. */
  came(): void {
    if (this.lost) count(-1);
  }
}

/**
 * Loads a part, trying again until it is there. A browser may keep for good that an address did not load, and then never ask for it again:
 * so from the second time on it is told another one of the same file. For a file that the part itself asks for this cannot be done, nor for one
 * that the server has no more, since it was updated: this is told by `partLost`.
 * @param load an `import()`
 * @param bring loads an address; the browser does
 */
export async function untilLoaded<T>(
  load: () => Promise<T>,
  bring: (address: string) => Promise<unknown> = (address) => import(/* @vite-ignore */ address),
): Promise<T> {
  const turns = new Turns();
  let address: string | null = null;
  for (let turn = 1, wait = first_ms; ; turn++, wait = Math.min(wait * 2, longest_ms)) {
    try {
      const part = (await (address === null ? load() : bring(`${address}#${turn}`))) as T;
      turns.came();
      return part;
    } catch (error) {
      console.warn("a part of the page did not load and is tried again", error);
      address ??= addressOf(error);
      const rest = new Promise((done) => setTimeout(done, wait));
      await Promise.all([rest, turns.failed(address ?? location.pathname)]);
    }
  }
}
