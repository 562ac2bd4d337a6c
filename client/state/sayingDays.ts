/** Spans of days by what they are called: 今天, 上周, "last month". Pure. */
import type { Found } from "../../server/contract/filter.ts";

/** What such a span is reckoned from. */
export interface Days {
  /** The district's day, yyyy-MM-dd. */
  readonly today: string;
  /** First day of the round that runs; null = none has begun. */
  readonly round: string | null;
}

const day_ms = 86_400_000;
const shift = (day: string, days: number) => new Date(Date.parse(`${day}T00:00:00Z`) + days * day_ms).toISOString().slice(0, 10);
/** Monday of the day's week. */
export const weekStart = (day: string) => shift(day, -((new Date(`${day}T00:00:00Z`).getUTCDay() + 6) % 7));
const monthStart = (day: string, months = 0) => {
  const date = new Date(`${day.slice(0, 7)}-01T00:00:00Z`);
  date.setUTCMonth(date.getUTCMonth() + months);
  return date.toISOString().slice(0, 10);
};

export const spans: readonly [RegExp, (days: Days) => Found | null][] = [
  [/^(今天|今日|today)/, ({ today }) => ({ from: today, to: today })],
  [/^(昨天|昨日|yesterday)/, ({ today }) => ({ from: shift(today, -1), to: shift(today, -1) })],
  [/^(前天)/, ({ today }) => ({ from: shift(today, -2), to: shift(today, -2) })],
  [/^(本周|这周|this week)/, ({ today }) => ({ from: weekStart(today), to: today })],
  [/^(上周|last week)/, ({ today }) => ({ from: shift(weekStart(today), -7), to: shift(weekStart(today), -1) })],
  [/^(本月|这个月|this month)/, ({ today }) => ({ from: monthStart(today), to: today })],
  [/^(上月|上个月|last month)/, ({ today }) => ({ from: monthStart(today, -1), to: shift(monthStart(today), -1) })],
  [/^(今年|this year)/, ({ today }) => ({ from: `${today.slice(0, 4)}-01-01`, to: today })],
  [/^(本轮|这一轮|this round)/, ({ today, round }) => (round ? { from: round, to: today } : null)],
];
