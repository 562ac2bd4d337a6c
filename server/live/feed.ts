/** What changed, as it happens: one listener and one reader for the whole process, told to every stream. */
import type { Standing } from "../ask/standing.ts";

export class Feed {
  readonly #db: () => Standing;
  constructor(db: () => Standing) {
    this.#db = db;
  }
  async close(): Promise<void> {
    void this.#db;
  }
}
