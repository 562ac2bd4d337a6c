/** What is done each minute: at once, again, never twice at a time, and on after a failure. */
import { expect, it, vi } from "vitest";
import { eachMinute } from "../../server/minutes.ts";

it("is done at once and each minute, one at a time, and goes on after a failure", async () => {
  vi.useFakeTimers();
  try {
    let begun = 0;
    let finish = (_error?: Error): void => {};
    const failures: unknown[] = [];
    const work = () =>
      new Promise<void>((resolve, reject) => {
        begun++;
        finish = (error) => (error ? reject(error) : resolve());
      });
    const stop = eachMinute(work, (error) => failures.push(error));
    expect(begun).toBe(1);
    await vi.advanceTimersByTimeAsync(180_000);
    expect(begun, "the first one still runs").toBe(1);
    finish(new Error("lost"));
    await vi.advanceTimersByTimeAsync(60_000);
    expect([begun, failures.length]).toEqual([2, 1]);
    let stopped = false;
    const stopping = stop().then(() => {
      stopped = true;
    });
    await vi.advanceTimersByTimeAsync(120_000);
    expect([begun, stopped]).toEqual([2, false]);
    finish();
    await stopping;
    await vi.advanceTimersByTimeAsync(120_000);
    expect(begun).toBe(2);
  } finally {
    vi.useRealTimers();
  }
});
