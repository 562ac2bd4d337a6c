/** Parts of the page that come when they are needed: a server that is away for a moment must not leave a hole in the page. */

const first_ms = 500;
const longest_ms = 10_000;

/** The address of the part that did not load, as the browser names it; null = it names none. */
const addressOf = (error: unknown): string | null => /https?:\S+\.js$/.exec(error instanceof Error ? error.message : "")?.[0] ?? null;

/**
 * Loads a part, trying again until it is there. A browser may keep for good that an address did not load, and then never ask for it again:
 * so from the second time on it is told another one of the same file.
 * @param load an `import()`
 */
export async function untilLoaded<T>(load: () => Promise<T>): Promise<T> {
  let address: string | null = null;
  for (let turn = 1, wait = first_ms; ; turn++, wait = Math.min(wait * 2, longest_ms)) {
    try {
      return await (address === null ? load() : (import(/* @vite-ignore */ `${address}#${turn}`) as Promise<T>));
    } catch (error) {
      console.warn("a part of the page did not load and is tried again", error);
      address ??= addressOf(error);
      await new Promise((done) => setTimeout(done, wait));
    }
  }
}
