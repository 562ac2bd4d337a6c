/** Names for prepared statements: equal texts share one, so that each session parses and plans a statement once. */
import { createHash } from "node:crypto";

// A text used once is a one-off (a filter's rare shape): it stays unnamed. A session keeps every name until its end, so there is a limit.
const MOST_NAMED = 400;
const MOST_SEEN = 4_000;

// A place drawn by the caller: how to look for what is in it depends on how much that is, and a plan made once for all knows nothing of it.
const drawn = /\$\d+::geometry/;

export class StatementNames {
  readonly #named = new Map<string, string>();
  readonly #seen = new Set<string>();
  #generation = 0;

  /** The name for a text; undefined for one that is not worth it. */
  nameFor(text: string): string | undefined {
    const named = this.#named.get(text);
    if (named !== undefined || this.#named.size >= MOST_NAMED || drawn.test(text)) return named;
    if (!this.#seen.delete(text)) {
      if (this.#seen.size >= MOST_SEEN) this.#seen.clear();
      this.#seen.add(text);
      return undefined;
    }
    const name = `q${this.#generation}_${createHash("sha256").update(text).digest("base64url").slice(0, 32)}`;
    this.#named.set(text, name);
    return name;
  }

  /** The schema changed under prepared statements: all get new names. */
  renew(): void {
    this.#generation++;
    this.#named.clear();
  }
}
