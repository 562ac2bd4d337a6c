/** Questions for which a perfect answer is known to exist: zones are grown at random first, then work is made to be the same in each. */
import { type Random, randomOf } from "../../../server/contract/partition/random.ts";
import type { SuggestQuestion } from "../../../server/contract/partition/suggest.ts";

type Border = readonly [number, number];

/** Cells in rows and columns that touch their four neighbours; some borders are left out, but the whole hangs together. */
export function latticeOf(cols: number, rows: number, kept: number, random: Random): Border[] {
  const cells = cols * rows;
  const all = Array.from({ length: cells }, (_, i): Border[] => [
    ...((i + 1) % cols ? [[i, i + 1] as const] : []),
    ...(i + cols < cells ? [[i, i + cols] as const] : []),
  ]).flat();
  const shuffled = all.map((border) => ({ border, key: random.next() })).sort((a, b) => a.key - b.key);
  const root = Array.from({ length: cells }, (_, i) => i);
  const rootOf = (i: number): number => (root[i] === i ? i : rootOf(root[i] as number));
  return shuffled.flatMap(({ border }) => {
    const [a, b] = [rootOf(border[0]), rootOf(border[1])];
    root[a] = b;
    return a !== b || random.next() < kept ? [border] : [];
  });
}

/** Zones that hang together and have about as many pieces each. */
function grown(cells: number, borders: readonly Border[], zones: number, random: Random): number[] {
  const beside = Array.from({ length: cells }, (): number[] => []);
  for (const [a, b] of borders) {
    beside[a]?.push(b);
    beside[b]?.push(a);
  }
  const zone = new Array<number>(cells).fill(-1);
  const rims = Array.from({ length: zones }, (): number[] => []);
  const counts = new Array<number>(zones).fill(0);
  const take = (cell: number, of: number): void => {
    zone[cell] = of;
    counts[of] = (counts[of] ?? 0) + 1;
    rims[of]?.push(...(beside[cell] ?? []));
  };
  for (let of = 0; of < zones; ) {
    const cell = random.below(cells);
    if (zone[cell] === -1) take(cell, of++);
  }
  for (;;) {
    const open = [...rims.keys()].filter((of) => rims[of]?.length);
    if (open.length === 0) return zone;
    const least = open.reduce((a, b) => ((counts[b] ?? 0) < (counts[a] ?? 0) ? b : a));
    const rim = rims[least] as number[];
    const [cell = 0] = rim.splice(random.below(rim.length), 1);
    if (zone[cell] === -1) take(cell, least);
  }
}

export interface Planted {
  readonly question: SuggestQuestion;
  /** Zone of each piece, in order: the answer that was planted. */
  readonly answer: readonly number[];
}
/** @param kept of the borders that are not needed for all to hang together, the part that is there, 0–1 @param uneven heavy pieces among many light ones */
export function planted(cols: number, rows: number, zones: number, seed: number, { kept = 1, uneven = false, rounds = 100 } = {}): Planted {
  const random = randomOf(seed);
  const cells = cols * rows;
  const borders = latticeOf(cols, rows, kept, random);
  const answer = grown(cells, borders, zones, random);
  const raw = answer.map(() => (uneven ? 10 * random.next() ** 5 + 0.02 : 0.2 + 3 * random.next() * random.next()));
  const sums = new Array<number>(zones).fill(0);
  for (const [cell, of] of answer.entries()) sums[of] = (sums[of] ?? 0) + (raw[cell] ?? 0);
  const pieces = answer.map((of, cell) => ({
    id: 1000 + cell,
    work: (480 * (raw[cell] ?? 0)) / (sums[of] ?? 1),
    at: [119 + (cell % cols) * 0.001, 33.5 + Math.floor(cell / cols) * 0.001] as const,
    area_m2: 10_000,
    fixed: null,
  }));
  return {
    question: { pieces, borders: borders.map(([a, b]) => [1000 + a, 1000 + b, 100] as const), zones, seed, rounds },
    answer,
  };
}
