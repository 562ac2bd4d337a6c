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

/** A figure of a suite. */
export interface Line {
  readonly engine: string;
  readonly what: string;
  /** Milliseconds, unless `unit` says otherwise. */
  readonly ms: number;
  readonly unit?: string;
  /** Against what, and how many times that is allowed. */
  readonly ratio?: { readonly to: string; readonly value: number; readonly most: number };
}

export const isOver = ({ ratio }: Line): boolean => ratio !== undefined && !(ratio.value <= ratio.most);

export function table(lines: readonly Line[]): string {
  const rows = lines.map((line) => {
    const { engine, what, ms, unit = "ms", ratio } = line;
    const verdict = ratio ? `${ratio.value.toFixed(2)} × ${ratio.to} (≤ ${ratio.most})${isOver(line) ? " **missed**" : ""}` : "";
    return `| ${engine} | ${what} | ${ms.toFixed(1)} ${unit} | ${verdict} |`;
  });
  return ["| engine | what | median | ratio |", "|---|---|---|---|", ...rows].join("\n");
}
