/** Named timers of one request, told to the caller in Server-Timing: a slow answer explains itself. */
export class Timers {
  readonly #started = performance.now();
  readonly #spent = new Map<string, number>();

  async timed<T>(name: string, work: Promise<T>): Promise<T> {
    const from = performance.now();
    try {
      return await work;
    } finally {
      this.#spent.set(name, (this.#spent.get(name) ?? 0) + performance.now() - from);
    }
  }

  toString(): string {
    const all = [...this.#spent, ["total", performance.now() - this.#started] as const];
    return all.map(([name, ms]) => `${name};dur=${ms.toFixed(1)}`).join(", ");
  }
}
