/** Days as bars: one a day, a week or a month, without gaps, so that a quiet week is seen as one. Pure. */
import type { Filter, Found } from "../../../server/contract/filter.ts";

export type Step = "day" | "week" | "month";
export interface Bar {
  /** yyyy-MM-dd, both included. */
  readonly from: string;
  readonly to: string;
  readonly count: number;
  readonly chosen: boolean;
}
export interface Days {
  readonly step: Step;
  readonly bars: readonly Bar[];
  /** Problems of days before the first bar. */
  readonly earlier: number;
}

const day_ms = 86_400_000;
const at = (day: string): number => Date.parse(`${day}T00:00:00Z`);
const text = (ms: number): string => new Date(ms).toISOString().slice(0, 10);
export const daysAfter = (day: string, n: number): string => text(at(day) + n * day_ms);

const stepOf = (days: number): Step => (days <= 100 ? "day" : days <= 800 ? "week" : "month");

/** First day of the bar that a day belongs to; weeks begin on Monday. */
function barStart(day: string, step: Step): string {
  if (step === "day") return day;
  if (step === "month") return `${day.slice(0, 7)}-01`;
  return daysAfter(day, -((new Date(at(day)).getUTCDay() + 6) % 7));
}

function nextStart(start: string, step: Step): string {
  if (step === "day") return daysAfter(start, 1);
  if (step === "week") return daysAfter(start, 7);
  return barStart(daysAfter(start, 31), "month");
}

/** The days a found part means. "Last n days" reach back n × 24 h from now, so into one day more. */
export function spanOf(found: Found | null, today: string): { from: string; to: string } | null {
  if (!found) return null;
  if ("days" in found) return { from: daysAfter(today, -found.days), to: today };
  return { from: found.from ?? "0000-01-01", to: found.to ?? "9999-12-31" };
}

/**
 * Bars from the first day shown up to today.
 * @param last how many days back from today; null = all there are
 */
export function daysOf(counts: ReadonlyMap<string, number>, found: Found | null, today: string, last: number | null): Days {
  const known = [...counts.keys()].sort();
  const end = (known.at(-1) ?? today) > today ? (known.at(-1) as string) : today;
  const wanted = last === null ? (known[0] ?? today) : daysAfter(today, 1 - last);
  const step = stepOf((at(end) - at(wanted)) / day_ms + 1);
  const span = spanOf(found, today);
  const sums = new Map<string, number>();
  const first = barStart(wanted, step);
  let earlier = 0;
  for (const [day, count] of counts) {
    if (day < first) earlier += count;
    else sums.set(barStart(day, step), (sums.get(barStart(day, step)) ?? 0) + count);
  }
  const bars: Bar[] = [];
  for (let from = first; from <= end; from = nextStart(from, step)) {
    const to = daysAfter(nextStart(from, step), -1);
    bars.push({ from, to, count: sums.get(from) ?? 0, chosen: span !== null && from <= span.to && to >= span.from });
  }
  return { step, bars, earlier };
}

/** The filter for the days of some bars. */
export const foundIn = (filter: Filter, from: string, to: string): Filter => ({ ...filter, found: { from, to } });

const same = (found: Found | null, bar: Bar) => found !== null && "from" in found && found.from === bar.from && found.to === bar.to;
/** The filter after a click on a bar: its days, or no days when they were chosen already. */
export const toggledBar = (filter: Filter, bar: Bar): Filter =>
  same(filter.found, bar) ? { ...filter, found: null } : foundIn(filter, bar.from, bar.to);

export const barLabel = ({ from, to }: Pick<Bar, "from" | "to">): string => (from === to ? from : `${from} – ${to}`);
