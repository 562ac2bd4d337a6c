/** Work that begins when a channel speaks, and every so often by itself: what was said while nobody listened is found all the same. */
import type { Db } from "../db/db.ts";
import { listenOwn } from "../db/district.ts";

interface Waking {
  readonly db: Db;
  readonly channel: string;
  readonly every_ms: number;
  /** Called at once, too. It returns without waiting for the work. */
  readonly wake: () => void;
  /** The channel cannot be listened to: the work is left to its clock. */
  readonly failed: (error: unknown) => void;
}

/** @param stop ends the work, and waits for what is being done @returns stops waking, and then the work */
export function wakened({ db, channel, every_ms, wake, failed }: Waking, stop: () => Promise<void>): () => Promise<void> {
  const deaf = listenOwn(db, channel, wake, wake).catch((error: unknown) => {
    failed(error);
    return async () => {};
  });
  const timer = setInterval(wake, every_ms).unref();
  wake();
  return async () => {
    clearInterval(timer);
    await (await deaf)();
    await stop();
  };
}
