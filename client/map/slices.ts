/** Long work in short slices, so that the page answers between them. */

/** A pause to await after each step: it lets the page breathe once a slice is used up, and else costs nothing to speak of. */
export function slices(slice_ms = 8): () => Promise<void> | undefined {
  let began = performance.now();
  return () => {
    if (performance.now() - began < slice_ms) return undefined;
    return new Promise((resolve) => {
      setTimeout(() => {
        began = performance.now();
        resolve();
      }, 0);
    });
  };
}
