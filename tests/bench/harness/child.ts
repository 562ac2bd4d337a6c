/** A process of our own and how one speaks with it: orders by name, one answer each. What is sent may hold dates and bytes. */
import { type ChildProcess, fork } from "node:child_process";

/** What a process does when it is asked. */
export type Orders = Readonly<Record<string, (given: never) => Promise<unknown>>>;
type Given<O extends Orders, K extends keyof O> = Parameters<O[K]>[0];
type Told<O extends Orders, K extends keyof O> = Awaited<ReturnType<O[K]>>;

interface Order {
  readonly number: number;
  readonly name: string;
  readonly given: unknown;
}
type Reply = { readonly number: number; readonly told: unknown } | { readonly number: number; readonly failed: string };

/** The child's side. It ends with its parent, and leaves Ctrl+C to it. */
export function obey(orders: Orders): void {
  for (const signal of ["SIGINT", "SIGTERM"] as const) process.on(signal, () => {});
  process.on("disconnect", () => process.exit());
  process.on("message", ({ number, name, given }: Order) => {
    const say = (reply: Reply): void => void process.send?.(reply);
    (orders[name] as (given: unknown) => Promise<unknown>)(given).then(
      (told) => say({ number, told }),
      (error: unknown) => say({ number, failed: error instanceof Error ? (error.stack ?? error.message) : String(error) }),
    );
  });
}

/** The parent's side. */
export class Child<O extends Orders> {
  readonly #process: ChildProcess;
  readonly #waiting = new Map<number, { done(told: unknown): void; failed(error: Error): void }>();
  readonly #name: string;
  #count = 0;
  constructor(file: URL) {
    this.#name = file.pathname.slice(file.pathname.lastIndexOf("/") + 1);
    // What the server logs is not for the report.
    this.#process = fork(file, { execArgv: ["--import", "tsx"], serialization: "advanced", stdio: ["ignore", "ignore", "inherit", "ipc"] });
    this.#process.on("message", (reply: Reply) => {
      const waiting = this.#waiting.get(reply.number);
      this.#waiting.delete(reply.number);
      if ("failed" in reply) waiting?.failed(new Error(`${this.#name}: ${reply.failed}`));
      else waiting?.done(reply.told);
    });
    this.#process.once("exit", () => {
      for (const { failed } of this.#waiting.values()) failed(new Error(`${this.#name} ended.`));
      this.#waiting.clear();
    });
  }
  ask<K extends keyof O & string>(name: K, given: Given<O, K>): Promise<Told<O, K>> {
    const number = ++this.#count;
    return new Promise((resolve, reject) => {
      if (!this.#process.connected) return reject(new Error(`${this.#name} has ended.`));
      this.#waiting.set(number, { done: resolve as (told: unknown) => void, failed: reject });
      this.#process.send({ number, name, given } satisfies Order);
    });
  }
  async close(): Promise<void> {
    if (this.#process.exitCode !== null || this.#process.signalCode !== null) return;
    const ended = new Promise((resolve) => this.#process.once("exit", resolve));
    if (this.#process.connected) this.#process.disconnect();
    await ended;
  }
}
