/** Measuring: medians of runs taken in turn, so that what else the machine does falls on all alike. */

export interface Work {
  readonly name: string;
  run(): Promise<unknown>;
}

/** Median milliseconds of each work, after two rounds of warming. */
export async function medians(works: readonly Work[], rounds: number): Promise<Map<string, number>> {
  const times = new Map<string, number[]>(works.map(({ name }) => [name, []]));
  for (let round = -2; round < rounds; round++) {
    for (const { name, run } of works) {
      const from = performance.now();
      await run();
      if (round >= 0) times.get(name)?.push(performance.now() - from);
    }
  }
  return new Map([...times].map(([name, list]) => [name, list.sort((a, b) => a - b)[Math.floor(list.length / 2)] ?? 0]));
}

export interface Line {
  readonly engine: string;
  readonly what: string;
  readonly ms: number;
  /** Against what, and how many times that is allowed. */
  readonly ratio?: { readonly to: string; readonly value: number; readonly most: number };
}

export function table(lines: readonly Line[]): string {
  const rows = lines.map(({ engine, what, ms, ratio }) => {
    const verdict = ratio ? `${ratio.value.toFixed(2)} × ${ratio.to} (≤ ${ratio.most})${ratio.value > ratio.most ? " **over**" : ""}` : "";
    return `| ${engine} | ${what} | ${ms.toFixed(1)} | ${verdict} |`;
  });
  return ["| engine | what | median ms | ratio |", "|---|---|---|---|", ...rows].join("\n");
}
