/** Parts of the page that come when they are needed: a server that is away for a moment must not leave a hole in the page. */

const first_ms = 500;
const longest_ms = 10_000;

/** Loads a part, trying again until it is there. @param load an `import()` */
export async function untilLoaded<T>(load: () => Promise<T>): Promise<T> {
  for (let wait = first_ms; ; wait = Math.min(wait * 2, longest_ms)) {
    try {
      return await load();
    } catch (error) {
      console.warn("a part of the page did not load and is tried again", error);
      await new Promise((done) => setTimeout(done, wait));
    }
  }
}
