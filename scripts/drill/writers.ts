/** Those who act: each report has a number, is sent until it is acknowledged, and then filed the same way. What was acknowledged is kept in mind. */
import { randomUUID } from "node:crypto";
import { setTimeout as wait } from "node:timers/promises";
import { type Answer, asked } from "./asked.ts";

export interface Acknowledged {
  readonly n: number;
  readonly id: number;
  readonly title: string;
  /** When the answer was there, of performance.now(). */
  readonly reported_ms: number;
  /** The same of its filing; null: not yet. */
  filed_ms: number | null;
}

/** Before sending again what was not acknowledged, and before the next. */
const again_ms = 100;
const pause_ms = 40;
/** What is still not acknowledged so long after the end is given up, and told of. */
const patience_ms = 30_000;
/** In the middle of the demo district. */
const centre = { lon: 119.1002, lat: 33.6003 } as const;

export const titleOf = (n: number): string => `演练 ${n} 号`;

export class Writers {
  /** By problem. */
  readonly acknowledged = new Map<number, Acknowledged>();
  /** Answers that say no: they are to be none. */
  readonly refused: string[] = [];
  /** When each act was acknowledged, in order. */
  readonly at_ms: number[] = [];
  /** When an act was not acknowledged and had to be sent again. */
  readonly again_ms: number[] = [];
  readonly #address: string;
  readonly #cookie: string;
  readonly #running: Promise<void>[];
  #next = 1;
  /** Until when what is under way is sent; none: nobody said stop. */
  #until_ms = Number.POSITIVE_INFINITY;

  constructor(address: string, cookie: string, count: number) {
    this.#address = address;
    this.#cookie = cookie;
    this.#running = Array.from({ length: count }, () => this.#write());
  }

  /** What is under way is still sent until it is acknowledged. */
  async stop(): Promise<void> {
    this.#until_ms = Math.min(this.#until_ms, performance.now() + patience_ms);
    await Promise.all(this.#running);
  }

  /** Acts acknowledged in a span of time, those that had to be sent again, and the longest time without one. */
  between(from_ms: number, to_ms: number): { acts: number; again: number; gap_ms: number } {
    const within = this.at_ms.filter((at) => at >= from_ms && at < to_ms);
    const again = this.again_ms.filter((at) => at >= from_ms && at < to_ms).length;
    const edges = [from_ms, ...within, to_ms];
    const gap_ms = Math.max(...edges.slice(1).map((at, i) => at - (edges[i] as number)));
    return { acts: within.length, again, gap_ms };
  }

  /** When the first act was acknowledged that was asked for after this time; null: none was yet. */
  firstAfter(from_ms: number): number | null {
    return this.at_ms.find((at) => at > from_ms) ?? null;
  }

  async #write(): Promise<void> {
    while (this.#until_ms === Number.POSITIVE_INFINITY) {
      const n = this.#next++;
      const report = {
        category: "0101",
        ...centre,
        source: "patrol",
        noPhoto: "现场不便拍照",
        title: titleOf(n),
        description: `第 ${n} 件`,
      };
      const told = await this.#until("/api/problems", report);
      if (told === null) continue;
      const { id, version } = told.body as { id: number; version: number };
      const one: Acknowledged = { n, id, title: titleOf(n), reported_ms: performance.now(), filed_ms: null };
      this.acknowledged.set(id, one);
      const filed = await this.#until(`/api/problems/${id}/file`, { version });
      if (filed !== null) one.filed_ms = performance.now();
      await wait(pause_ms);
    }
  }

  /** Under one number until it is acknowledged: done once, however often it was sent. */
  async #until(path: string, body: object): Promise<Answer | null> {
    const clientId = randomUUID();
    for (;;) {
      const answer = await asked(this.#address + path, this.#cookie, { ...body, clientId });
      if (answer.status >= 200 && answer.status < 300) {
        this.at_ms.push(performance.now());
        return answer;
      }
      const refused = answer.status >= 400 && answer.status < 500 && answer.status !== 429;
      if (refused || performance.now() > this.#until_ms) {
        this.refused.push(`${path}: ${answer.status} ${JSON.stringify(answer.body)}`);
        return null;
      }
      this.again_ms.push(performance.now());
      await wait(again_ms);
    }
  }
}
