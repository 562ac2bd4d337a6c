/**
 * A process of its own that asks as a crowd does: over bare sockets that stay open, in step (each caller asks again when answered) or by
 * the clock (whatever becomes of the answers), with a few that go on asking what must stay answered. Spoken to over IPC.
 */
import { connect, type Socket } from "node:net";

export interface Order {
  readonly port: number;
  /** Asked in turn. */
  readonly paths: readonly string[];
  readonly for_ms: number;
  /** Callers in step. */
  readonly callers?: number;
  /** Questions a second, by the clock. */
  readonly rate?: number;
  /** Asked twenty times a second each meanwhile, by the clock. */
  readonly beside?: readonly string[];
}

/**
 * What became of one question: when it was due, how long its answer took in milliseconds, and its status. The time is from the sending:
 * that a question was sent late, because this process had its hands full, is not the server's doing, and is told apart.
 */
export type Fate = readonly [due_ms: number, took_ms: number, status: number];
export interface Report {
  readonly asked: readonly Fate[];
  readonly beside: Readonly<Record<string, readonly Fate[]>>;
  /** How late questions were sent at most, in milliseconds. */
  readonly late_ms: number;
  /** Due while every connection was at something: not sent. */
  readonly unsent: number;
  /** Seconds to come back after, of those who were sent away: least and most. */
  readonly after_s: readonly [number, number];
}

/** Connections of a crowd at most. */
const mostLines = 600;
const beside_per_s = 20;

let late_ms = 0;
let after: [number, number] = [Number.POSITIVE_INFINITY, 0];

/** One connection: one question at a time. */
class Line {
  readonly #socket: Socket;
  readonly connected: Promise<void>;
  #answered: ((status: number) => void) | null = null;
  #text = "";
  constructor(port: number) {
    this.#socket = connect(port, "127.0.0.1").setNoDelay(true);
    this.connected = new Promise((resolve) => this.#socket.once("connect", resolve).once("close", () => resolve()));
    this.#socket.setEncoding("latin1");
    this.#socket.on("data", (text: string) => this.#take(text));
    this.#socket.on("error", () => {});
    this.#socket.on("close", () => this.#end(0));
  }
  get over(): boolean {
    return this.#socket.destroyed;
  }
  /** The answer's status; 0: the connection ended before it. */
  ask(path: string): Promise<number> {
    if (this.over) return Promise.resolve(0);
    const answered = new Promise<number>((resolve) => {
      this.#answered = resolve;
    });
    this.#socket.write(`GET ${path} HTTP/1.1\r\nhost: localhost\r\naccept-encoding: identity\r\n\r\n`);
    return answered;
  }
  close(): void {
    this.#socket.destroy();
  }
  #take(text: string): void {
    this.#text += text;
    const head = this.#text.indexOf("\r\n\r\n");
    if (head < 0) return;
    const length = /content-length: (\d+)/i.exec(this.#text.slice(0, head))?.[1];
    const whole = length === undefined ? this.#text.endsWith("\r\n0\r\n\r\n") : this.#text.length >= head + 4 + Number(length);
    if (!whole) return;
    const wait = /retry-after: (\d+)/i.exec(this.#text.slice(0, head))?.[1];
    if (wait !== undefined) after = [Math.min(after[0], Number(wait)), Math.max(after[1], Number(wait))];
    const status = Number(this.#text.slice(9, 12));
    this.#text = "";
    this.#end(status);
  }
  #end(status: number): void {
    const answered = this.#answered;
    this.#answered = null;
    answered?.(status);
  }
}

const wait = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));
const tick_ms = 2;

/** So many a second, by the clock. @returns those that found no connection */
async function byClock(
  port: number,
  paths: readonly string[],
  rate: number,
  for_ms: number,
  fates: Fate[],
  most = mostLines,
): Promise<number> {
  const free: Line[] = [];
  const all: Line[] = [];
  let [sent, unsent] = [0, 0];
  const send = (line: Line, due: number, from: number): void => {
    const now = performance.now();
    late_ms = Math.max(late_ms, now - due);
    void line.ask(paths[sent % paths.length] as string).then((status) => {
      fates.push([due - from, performance.now() - now, status]);
      if (line.over) all.splice(all.indexOf(line), 1);
      else free.push(line);
    });
  };
  const make = (): Line | undefined => {
    if (all.length >= most) return undefined;
    const line = new Line(port);
    all.push(line);
    return line;
  };
  // A crowd that is there: what is measured is its asking, not its coming, which would fill the machine's own queue of connections.
  for (let i = 0; i < most; i++) {
    const line = make();
    if (line) free.push(line);
    await line?.connected;
  }
  const from = performance.now();
  for (let now = from; now - from < for_ms; now = performance.now()) {
    for (; sent + unsent < ((now - from) / 1_000) * rate; ) {
      const line = free.pop() ?? make();
      const due = from + ((sent + unsent) * 1_000) / rate;
      if (line) {
        send(line, due, from);
        sent++;
      } else unsent++;
    }
    await wait(tick_ms);
  }
  for (const end = performance.now() + 15_000; free.length < all.length && performance.now() < end; ) await wait(10);
  for (const line of all) line.close();
  return unsent;
}

async function inStep(port: number, paths: readonly string[], callers: number, for_ms: number, fates: Fate[]): Promise<void> {
  const from = performance.now();
  let next = 0;
  await Promise.all(
    Array.from({ length: callers }, async () => {
      let line = new Line(port);
      while (performance.now() - from < for_ms) {
        if (line.over) line = new Line(port);
        const due = performance.now();
        const status = await line.ask(paths[next++ % paths.length] as string);
        fates.push([due - from, performance.now() - due, status]);
      }
      line.close();
    }),
  );
}

async function ask({ port, paths, for_ms, callers, rate, beside = [] }: Order): Promise<Report> {
  after = [Number.POSITIVE_INFINITY, 0];
  late_ms = 0;
  const asked: Fate[] = [];
  const others = Object.fromEntries(beside.map((path) => [path, [] as Fate[]]));
  const works = beside.map((path) => byClock(port, [path], beside_per_s, for_ms, others[path] as Fate[], 20));
  const unsent = await (callers === undefined
    ? byClock(port, paths, rate ?? 1, for_ms, asked)
    : inStep(port, paths, callers, for_ms, asked).then(() => 0));
  await Promise.all(works);
  return { asked, beside: others, unsent, late_ms, after_s: after };
}

process.on("message", (order: Order) => void ask(order).then((report) => process.send?.(report)));
process.once("disconnect", () => process.exit());
