/** Named timers of one request, told to the caller in Server-Timing and to the log: a slow answer explains itself. */
export class Timers {
  readonly #started = performance.now();
  readonly #spent = new Map<string, number>();
  #total: number | null = null;

  async timed<T>(name: string, work: Promise<T>): Promise<T> {
    const from = performance.now();
    try {
      return await work;
    } finally {
      this.add(name, performance.now() - from);
    }
  }

  /** Milliseconds more under a name. */
  add(name: string, ms: number): void {
    this.#spent.set(name, (this.#spent.get(name) ?? 0) + ms);
  }

  /** Milliseconds until the answer was there: told once, it stays so while the answer travels. */
  get total(): number {
    this.#total ??= performance.now() - this.#started;
    return this.#total;
  }

  /** Milliseconds by name, without the total. */
  get spent(): Readonly<Record<string, number>> {
    return Object.fromEntries([...this.#spent].map(([name, ms]) => [name, Math.round(ms * 10) / 10]));
  }

  /** The header Server-Timing. */
  toString(): string {
    let text = "";
    for (const [name, ms] of this.#spent) text += `${name};dur=${ms.toFixed(1)}, `;
    return `${text}total;dur=${this.total.toFixed(1)}`;
  }
}
