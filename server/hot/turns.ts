/** Long arithmetic in small pieces: other requests have their turn between them. */

/** @returns what is asked after each piece of work: a promise to wait for once the turn is over, nothing before */
export function turns(most_ms = 8): () => Promise<void> | undefined {
  let since = performance.now();
  return () => {
    if (performance.now() - since < most_ms) return undefined;
    return new Promise((resolve) => {
      setImmediate(() => {
        since = performance.now();
        resolve();
      });
    });
  };
}
