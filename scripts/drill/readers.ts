/** Those who look: lists, figures, layers, and problems that were acknowledged; an answer older than what was acknowledged before it was asked is a lie, unless it says so. */
import { setTimeout as wait } from "node:timers/promises";
import { type Answer, asked } from "./asked.ts";
import type { Acknowledged, Writers } from "./writers.ts";

const pause_ms = 15;
const questions = ["/api/problems?status=open&limit=20", "/api/problems/count?by=status", "/api/layers/sites", "/api/district"];

export interface Read {
  readonly path: string;
  readonly answer: Answer;
}

export interface Reads {
  readonly count: number;
  readonly failed: number;
  /** Said that they may be old. */
  readonly stale: number;
  /** Half of them took no longer, 99 of 100, and the slowest. */
  readonly median_ms: number;
  readonly p99_ms: number;
  readonly slowest_ms: number;
}

export class Readers {
  readonly reads: Read[] = [];
  readonly lies: string[] = [];
  readonly #address: string;
  readonly #cookie: string;
  readonly #writers: Writers;
  readonly #running: Promise<void>[];
  #over = false;

  constructor(address: string, cookie: string, writers: Writers, count: number) {
    this.#address = address;
    this.#cookie = cookie;
    this.#writers = writers;
    this.#running = Array.from({ length: count }, (_, i) => this.#look(i));
  }

  async stop(): Promise<void> {
    this.#over = true;
    await Promise.all(this.#running);
  }

  between(from_ms: number, to_ms: number): Reads {
    const answers = this.reads.map(({ answer }) => answer).filter(({ at_ms }) => at_ms >= from_ms && at_ms < to_ms);
    const took = answers.map(({ took_ms }) => took_ms).sort((a, b) => a - b);
    const at = (share: number): number => took[Math.min(took.length - 1, Math.floor(took.length * share))] ?? 0;
    return {
      count: answers.length,
      failed: answers.filter(({ status }) => status !== 200).length,
      stale: answers.filter(({ staleSince }) => staleSince !== null).length,
      median_ms: at(0.5),
      p99_ms: at(0.99),
      slowest_ms: at(1),
    };
  }

  /** What failed, in words: for whoever asks why. */
  get failures(): string[] {
    return this.reads
      .filter(({ answer }) => answer.status !== 200)
      .map(({ path, answer }) => `${path}: ${answer.status} ${JSON.stringify(answer.body)}`);
  }

  async #look(first: number): Promise<void> {
    for (let turn = first; !this.#over; turn++) {
      // Every other question is for one of those just acknowledged.
      const one = turn % 2 === 0 ? this.#oneOfTheLast() : undefined;
      if (one) await this.#check(one);
      else await this.#ask(questions[(turn >> 1) % questions.length] as string);
      await wait(pause_ms);
    }
  }

  async #ask(path: string): Promise<Answer> {
    const answer = await asked(this.#address + path, this.#cookie);
    this.reads.push({ path, answer });
    return answer;
  }

  #oneOfTheLast(): Acknowledged | undefined {
    const last = [...this.#writers.acknowledged.values()].slice(-20);
    return last[Math.floor(Math.random() * last.length)];
  }

  async #check(one: Acknowledged): Promise<void> {
    const filed = one.filed_ms !== null;
    const path = `/api/problems/${one.id}`;
    const answer = await asked(this.#address + path, this.#cookie);
    // Not there: an answer too, though an old one, or a lie.
    this.reads.push({ path, answer: answer.status === 404 ? { ...answer, status: 200 } : answer });
    if (answer.staleSince !== null) return;
    if (answer.status === 404) this.lies.push(`${path}: 404; acknowledged: ${one.title}`);
    if (answer.status !== 200) return;
    const { title, state } = answer.body as { title: string; state: string };
    if (title !== one.title || (filed && state === "reported"))
      this.lies.push(`${path}: ${title}, ${state}; acknowledged: ${one.title}${filed ? ", filed" : ""}`);
  }
}
