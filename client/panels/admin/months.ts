/** A year as months of days, and work hours as text. Pure. */

import type { DayKind } from "../../../server/contract/officeWords.ts";
import type { Calendar } from "../../../server/contract/types.ts";

export interface MonthDay {
  readonly day: string;
  readonly worked: boolean;
  /** It is not what its weekday says. */
  readonly kind: DayKind | null;
  readonly name: string;
  readonly today: boolean;
}

/** Months in order; each begins with the empty places before its first day, weeks beginning on Monday. */
export function monthsOf(
  year: number,
  calendar: Calendar,
  today: string,
): { readonly name: string; readonly days: readonly (MonthDay | null)[] }[] {
  const differs = new Map(calendar.days.map((one) => [one.day, one]));
  return Array.from({ length: 12 }, (_, month) => {
    const first = new Date(Date.UTC(year, month, 1));
    const count = new Date(Date.UTC(year, month + 1, 0)).getUTCDate();
    const before = (first.getUTCDay() + 6) % 7;
    const days = Array.from({ length: count }, (_day, i): MonthDay => {
      const day = `${year}-${String(month + 1).padStart(2, "0")}-${String(i + 1).padStart(2, "0")}`;
      const other = differs.get(day);
      const weekday = ((before + i) % 7) + 1;
      const hours = calendar.hours.findLast((one) => one.from <= day) ?? calendar.hours[0];
      const worked = other ? other.kind === "workday" : (hours?.weekdays.includes(weekday) ?? false);
      return { day, worked, kind: other?.kind ?? null, name: other?.name ?? "", today: day === today };
    });
    return { name: `${year}-${String(month + 1).padStart(2, "0")}`, days: [...Array.from({ length: before }, () => null), ...days] };
  });
}

const clock = (minute: number) => `${String(Math.floor(minute / 60)).padStart(2, "0")}:${String(minute % 60).padStart(2, "0")}`;

/** [480, 720, 840, 1080] → "08:00-12:00 14:00-18:00" */
export const hoursText = (spans: readonly number[]): string =>
  spans.flatMap((from, i) => (i % 2 === 0 ? [`${clock(from)}-${clock(spans[i + 1] ?? from)}`] : [])).join(" ");

/** The other way round; null when it is not in that form, in order and within a day. */
export function readSpans(text: string): number[] | null {
  const parts = text.trim().split(/[\s,，;；]+/);
  const spans = parts.flatMap((part) => {
    const match = /^(\d{1,2})[:：](\d\d)\s*[-–—~～至]\s*(\d{1,2})[:：](\d\d)$/.exec(part);
    return match ? [Number(match[1]) * 60 + Number(match[2]), Number(match[3]) * 60 + Number(match[4])] : [Number.NaN];
  });
  const inOrder = spans.every((minute, i) => minute >= 0 && minute <= 1440 && (i === 0 || minute > (spans[i - 1] as number)));
  return spans.length > 0 && inOrder ? spans : null;
}
