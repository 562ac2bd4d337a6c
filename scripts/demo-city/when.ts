/** When problems are found: a trend, campaigns and sweeps, weekdays, hours, and who finds them. */
import type { ProblemSource } from "../../server/contract/vocabulary.ts";
import { asOf, day, month, weekday } from "./clock.ts";
import { at } from "./geo.ts";
import type { Category } from "./kinds.ts";
import type { Rng } from "./rng.ts";

const span = 730;
const today = Math.floor(asOf / day);

/** Finds by month, January first: sweeps in spring and autumn, quiet at Spring Festival. */
const byMonth = [0.82, 0.62, 1.1, 1.22, 1.05, 1.02, 0.98, 0.95, 1.15, 1.3, 1.28, 0.95] as const;
/** Sunday first. */
const byWeekday = [0.52, 1.16, 1.12, 1.08, 1.1, 1.14, 0.66] as const;

/** A drawer of days over the 24 months before the snapshot; gives the first minute of the day. */
export function draw24months(rng: Rng): (rng: Rng) => number {
  const sums: number[] = [];
  let sum = 0;
  for (let d = 0; d < span; d++) {
    const minute = (today - span + 1 + d) * day;
    const trend = 0.8 + (0.45 * d) / span;
    const sweep = rng.chance(0.03) ? 2.1 : 1;
    sum += trend * sweep * at(byMonth, month(minute)) * at(byWeekday, weekday(minute)) * (1 + rng.bell() * 0.07);
    sums.push(sum);
  }
  return (r) => {
    const aim = r.next() * sum;
    let [lo, hi] = [0, span - 1];
    while (lo < hi) {
      const mid = (lo + hi) >> 1;
      if (at(sums, mid) < aim) lo = mid + 1;
      else hi = mid;
    }
    return (today - span + 1 + lo) * day;
  };
}

/** A minute on the day of `when`: after dark for what is found in the dark, else in the day's rounds. Never after the snapshot. */
export function minuteOf(when: number, category: Category, rng: Rng): number {
  const d = Math.floor(when / day) * day;
  const late = category.night && rng.chance(0.86);
  // 18:40 – 22:40 | 07:10 – 11:50 | 13:40 – 18:20
  const m = late
    ? rng.range(1120, 1360)
    : rng.chance(0.56)
      ? 430 + (280 * (rng.next() + rng.next())) / 2
      : 820 + (280 * (rng.next() + rng.next())) / 2;
  const found = Math.round(d + m);
  return found < asOf ? found : found - day;
}

const sources = ["patrol", "12345", "public", "dragnet", "tour", "look_back", "flying", "mock"] as const satisfies readonly ProblemSource[];

/** Who found it: patrols on work days, the hotline and the public always, sweeps and mock assessments in their months. */
export function sourceOn(minute: number, rng: Rng): ProblemSource {
  const m = month(minute);
  const weekend = weekday(minute) === 0 || weekday(minute) === 6;
  const now = minute > asOf - 16 * day;
  const sweep = m === 2 || m === 3 || (m >= 8 && m <= 10);
  return at(
    sources,
    rng.weighted([weekend ? 26 : 46, 15, weekend ? 12 : 9, now ? 70 : sweep ? 15 : 3, weekend ? 2 : 7, 4, 4, m === 5 || m === 9 ? 9 : 1.5]),
  );
}
