/** What is to be done at once and each minute from then on: never twice at a time, and a failure is told, not thrown. */
const minute_ms = 60_000;

/** @returns stops, and waits for the one that is running */
export function eachMinute(work: () => Promise<unknown>, failed: (error: unknown) => void, every_ms = minute_ms): () => Promise<void> {
  let running: Promise<unknown> | null = null;
  const once = (): void => {
    running ??= work()
      .catch(failed)
      .finally(() => {
        running = null;
      });
  };
  once();
  const timer = setInterval(once, every_ms).unref();
  return async () => {
    clearInterval(timer);
    await running;
  };
}
