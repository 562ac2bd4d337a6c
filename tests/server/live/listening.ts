/** Readers of the change feed for tests: a stream over a real port, its events as they came, and the picture of the problems they make. */
import { type ClientRequest, type IncomingMessage, request } from "node:http";
import { setTimeout as wait } from "node:timers/promises";
import type { FastifyInstance } from "fastify";
import type { LiveAway, LiveBeat, LiveChange, LiveEnd, LiveHello, LiveLayer } from "../../../server/contract/types.ts";

interface Data {
  hello: LiveHello;
  change: LiveChange;
  layer: LiveLayer;
  beat: LiveBeat;
  away: LiveAway;
  end: LiveEnd;
}
export type EventName = keyof Data;
export interface Heard<N extends EventName = EventName> {
  readonly name: N;
  readonly id: string | null;
  readonly data: Data[N];
  /** When it was read, by performance.now(). */
  readonly at_ms: number;
}

export interface Where {
  readonly since?: number;
  readonly lastEventId?: string;
}

/** An app on a port of its own. @returns its address */
export const listenOn = (app: FastifyInstance): Promise<string> => app.listen({ port: 0, host: "127.0.0.1" });

/** Waits until something holds; fails when it does not in time. */
export async function until(what: string, holds: () => boolean | Promise<boolean>, limit_ms = 10_000): Promise<void> {
  const end = Date.now() + limit_ms;
  while (!(await holds())) {
    if (Date.now() > end) throw new Error(`Not within ${limit_ms} ms: ${what}`);
    await wait(5);
  }
}

export class Listening {
  readonly events: Heard[] = [];
  /** The id a browser would come back with. */
  lastEventId = "";
  status = 0;
  headers: IncomingMessage["headers"] = {};
  /** What was not yet a whole event, or the body of a refusal. */
  rest = "";
  closed = false;
  reply: IncomingMessage | null = null;
  readonly #request: ClientRequest;
  readonly #opened: Promise<void>;

  constructor(base: string, cookie: string, { since, lastEventId }: Where = {}) {
    const headers = { cookie, accept: "text/event-stream", ...(lastEventId === undefined ? {} : { "last-event-id": lastEventId }) };
    this.#request = request(`${base}/api/changes${since === undefined ? "" : `?since=${since}`}`, { headers, agent: false });
    this.#opened = new Promise((resolve, reject) => {
      this.#request.on("error", (error) => {
        this.closed = true;
        reject(error);
      });
      this.#request.on("response", (reply) => {
        this.reply = reply;
        this.status = reply.statusCode ?? 0;
        this.headers = reply.headers;
        reply.setEncoding("utf8");
        reply.on("data", (text: string) => this.#take(text));
        reply.on("error", () => {});
        reply.on("close", () => {
          this.closed = true;
        });
        resolve();
      });
    });
    this.#opened.catch(() => {});
    this.#request.end();
  }

  /** A stream that has said hello. */
  static async open(base: string, cookie: string, where: Where = {}): Promise<Listening> {
    const stream = new Listening(base, cookie, where);
    await stream.#opened;
    await until(`hello (${stream.status} ${stream.rest})`, () => stream.events.length > 0 || stream.closed);
    return stream;
  }

  get hello(): LiveHello {
    return this.all("hello")[0] as LiveHello;
  }
  all<N extends EventName>(name: N): Data[N][] {
    return this.events.filter((one) => one.name === name).map((one) => one.data as Data[N]);
  }
  /** What came beside the beats. */
  get told(): Heard[] {
    return this.events.filter(({ name }) => name !== "beat");
  }
  /** Revisions whose events came, each as often as it came. */
  revisions(): number[] {
    return this.events.filter(({ name, id }) => id !== null && (name === "change" || name === "layer")).map(({ id }) => Number(id));
  }
  until(what: string, holds: (stream: this) => boolean, limit_ms?: number): Promise<void> {
    return until(what, () => holds(this), limit_ms);
  }
  /** Waits until it stands at a revision, by changes or beats. */
  reach(revision: number, limit_ms?: number): Promise<void> {
    return this.until(`revision ${revision}, is at ${this.lastEventId}`, () => Number(this.lastEventId) >= revision, limit_ms);
  }
  /** As when the line is cut. */
  cut(): void {
    this.#request.destroy();
    this.closed = true;
  }

  #take(text: string): void {
    const parts = (this.rest + text).split("\n\n");
    this.rest = parts.pop() ?? "";
    for (const part of parts) {
      const fields = new Map(part.split("\n").map((line) => [line.slice(0, line.indexOf(":")), line.slice(line.indexOf(":") + 2)]));
      const id = fields.get("id") ?? null;
      if (id !== null) this.lastEventId = id;
      this.events.push({
        name: fields.get("event") as EventName,
        id,
        data: JSON.parse(fields.get("data") ?? "null"),
        at_ms: performance.now(),
      });
    }
  }
}

/** What somebody makes of what they hear: each problem's version, and none that are gone. */
export function picture(events: readonly Heard[], from: ReadonlyMap<number, number> = new Map()): Map<number, number> {
  const versions = new Map(from);
  for (const { name, data } of events) {
    if (name !== "change") continue;
    const { problems, gone } = data as LiveChange;
    for (const { id, version } of problems) versions.set(id, version);
    for (const id of gone) versions.delete(id);
  }
  return versions;
}
