/** Answers kept for whoever asks the same next: made by the first who asks; those who come meanwhile wait for that making. */
import type { Ask } from "./route.ts";
import { NotReady } from "./standing.ts";

/** The last answer of each key, of the most lately asked keys; a making that failed is forgotten. */
export class Kept<T> {
  readonly #most: number;
  readonly #answers = new Map<string, { readonly tag: string; readonly answer: Promise<T> }>();
  /** @param most keys that are kept beside each other */
  constructor(most: number) {
    this.#most = most;
  }

  /** @param tag what the answer was made of: under another tag it is made anew */
  take(key: string, tag: string, making: () => Promise<T>): Promise<T> {
    const known = this.#answers.get(key);
    const mine = known?.tag === tag ? known : { tag, answer: making() };
    this.#answers.delete(key);
    this.#answers.set(key, mine);
    for (const old of [...this.#answers.keys()].slice(0, -this.#most)) this.#answers.delete(old);
    mine.answer.catch(() => {
      if (this.#answers.get(key) === mine) this.#answers.delete(key);
    });
    return mine.answer;
  }
}

/** Rows for everybody who waits: the making does not end with the first caller, and may take its time. @throws NotReady */
export const unhurried =
  (standing: Ask["standing"]): Ask["rows"] =>
  async (_timer, statement) => {
    const now = standing();
    if (now.status !== "ready") throw new NotReady(now);
    return now.db.query(statement, { timeout_ms: 120_000 });
  };
