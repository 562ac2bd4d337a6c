/** What a run tells: how many a second, and how long one took. */
export interface Rate {
  readonly rate: number;
  /** Milliseconds. */
  readonly p50: number;
  readonly p95: number;
  readonly p99: number;
}

/** @param times milliseconds each took; put in order here */
export function rateOf(times: Float64Array, seconds: number): Rate {
  times.sort();
  const at = (part: number): number => times[Math.min(times.length - 1, Math.floor(times.length * part))] ?? Number.NaN;
  return { rate: times.length / seconds, p50: at(0.5), p95: at(0.95), p99: at(0.99) };
}

/** Of several runs the one in the middle, by rate. */
export const middle = <R extends Rate>(runs: readonly R[]): R =>
  [...runs].sort((a, b) => a.rate - b.rate)[Math.floor(runs.length / 2)] as R;
export const median = (list: readonly number[]): number => [...list].sort((a, b) => a - b)[Math.floor(list.length / 2)] ?? Number.NaN;

/** So many at once, each beginning its next when it is done, for so long. @returns what each took; the first moments are warming */
export async function inTurn(lanes: number, seconds: number, warm_s: number, work: (n: number) => Promise<void>): Promise<Rate> {
  const times: number[] = [];
  let next = 0;
  const begin = performance.now() + warm_s * 1_000;
  const end = begin + seconds * 1_000;
  const lane = async (): Promise<void> => {
    for (let from = performance.now(); from < end; from = performance.now()) {
      await work(next++);
      const now = performance.now();
      if (from >= begin && now <= end) times.push(now - from);
    }
  };
  await Promise.all(Array.from({ length: lanes }, lane));
  return rateOf(Float64Array.from(times), seconds);
}
