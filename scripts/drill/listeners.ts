/** Those who keep a page open: live streams that come back where they stood when they are cut, and what each has heard. */
import { setTimeout as wait } from "node:timers/promises";
import type { LiveChange, LiveHello, LiveLayer } from "../../server/contract/types.ts";
import type { Acknowledged } from "./writers.ts";

const again_ms = 300;
/** A word comes each 15 s; a stream that says nothing for much longer is dead. */
const silent_ms = 40_000;

class Listener {
  /** When each problem was first told of, of performance.now(). */
  readonly heard = new Map<number, number>();
  /** How each stood when it was last told of. */
  readonly states = new Map<number, string>();
  /** When everything was to be fetched anew: then it knows what was there before. */
  anew_ms = 0;
  /** How often the stream was opened. */
  openings = 0;
  #revision: number | null = null;
  #abort = new AbortController();
  readonly #running: Promise<void>;
  #over = false;

  constructor(url: string, cookie: string) {
    this.#running = this.#listen(url, cookie);
  }

  async stop(): Promise<void> {
    this.#over = true;
    this.#abort.abort();
    await this.#running;
  }

  async #listen(url: string, cookie: string): Promise<void> {
    while (!this.#over) {
      this.#abort = new AbortController();
      await this.#follow(url, cookie).catch(() => {});
      if (!this.#over) await wait(again_ms);
    }
  }

  async #follow(url: string, cookie: string): Promise<void> {
    const since = this.#revision === null ? "" : `?since=${this.#revision}`;
    const answer = await fetch(url + since, { headers: { cookie }, signal: this.#abort.signal });
    if (!answer.ok) return void (await answer.arrayBuffer());
    this.openings++;
    let silence = setTimeout(() => this.#abort.abort(), silent_ms);
    let rest = "";
    try {
      for await (const part of answer.body?.pipeThrough(new TextDecoderStream()) ?? []) {
        clearTimeout(silence);
        silence = setTimeout(() => this.#abort.abort(), silent_ms);
        const events = (rest + part).split("\n\n");
        rest = events.pop() ?? "";
        for (const event of events) this.#take(event);
      }
    } finally {
      clearTimeout(silence);
    }
  }

  #take(event: string): void {
    const field = (name: string): string | undefined => new RegExp(`^${name}: (.*)$`, "m").exec(event)?.[1];
    const [name, id, data] = [field("event"), field("id"), field("data")];
    if (id !== undefined) this.#revision = Number(id);
    if (data === undefined) return;
    const told: unknown = JSON.parse(data);
    if (name === "hello" && !(told as LiveHello).resumed) this.anew_ms = performance.now();
    if (name === "layer" && (told as LiveLayer).layer === "problems") this.anew_ms = performance.now();
    if (name !== "change") return;
    for (const { id: problem, state } of (told as LiveChange).problems) {
      if (!this.heard.has(problem)) this.heard.set(problem, performance.now());
      this.states.set(problem, state);
    }
  }
}

export class Listeners {
  readonly #all: readonly Listener[];

  constructor(address: string, cookie: string, count: number) {
    this.#all = Array.from({ length: count }, () => new Listener(`${address}/api/changes`, cookie));
  }

  get count(): number {
    return this.#all.length;
  }

  get openings(): number {
    return this.#all.reduce((sum, { openings }) => sum + openings, 0);
  }

  /** All streams are open. */
  get begun(): boolean {
    return this.#all.every(({ openings }) => openings > 0);
  }

  /** What a stream was not told of, nor told to fetch anew; one line each. */
  missing(acknowledged: Iterable<Acknowledged>): string[] {
    const lines: string[] = [];
    for (const { id, reported_ms, filed_ms } of acknowledged) {
      this.#all.forEach(({ heard, states, anew_ms }, i) => {
        const knows = filed_ms === null ? heard.has(id) || anew_ms > reported_ms : states.get(id) === "filed" || anew_ms > filed_ms;
        if (!knows) lines.push(`stream ${i + 1}: problem ${id} ${states.get(id) ?? "never"}`);
      });
    }
    return lines;
  }

  /** Milliseconds from the acknowledgement of a report until all streams had told of it, of those that all told of. */
  delays(acknowledged: Iterable<Acknowledged>): number[] {
    return [...acknowledged].flatMap(({ id, reported_ms }) => {
      const times = this.#all.map(({ heard }) => heard.get(id));
      return times.every((time) => time !== undefined) ? Math.max(0, Math.max(...(times as number[])) - reported_ms) : [];
    });
  }

  async stop(): Promise<void> {
    await Promise.all(this.#all.map((one) => one.stop()));
  }
}
