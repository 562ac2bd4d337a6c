/** The outbox's postman: sends what waits to the robots, a few messages at a time, until it is stopped. */
import type { Db } from "../db/db.ts";

export interface DeliverOptions {
  /** Networks of one's own that robots may be in. */
  readonly networks: readonly string[];
  /** For links in messages. */
  readonly publicUrl: string | undefined;
  readonly failed: (error: unknown) => void;
}

/** @returns stops, and waits for what is being sent */
export function deliver(_db: Db, _options: DeliverOptions): () => Promise<void> {
  return async () => {};
}
