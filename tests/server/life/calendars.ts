/** Calendars for tests, and a second opinion about them: an oracle that walks minute by minute and asks each what its wall clock shows. */
import { referenceCalendar, specialDays } from "../../../server/admin/calendarSeed.ts";
import type { Calendar } from "../../../server/life/workTime.ts";

export const minute = 60_000;
export const hour = 60 * minute;

/** A moment of Shanghai's wall clock: "2026-02-13 17:00". */
export const cn = (text: string): number => Date.parse(`${text.replace(" ", "T")}${text.length === 16 ? ":00" : ""}+08:00`);

/** The calendar every district starts from. */
export async function chinese(): Promise<Calendar> {
  const { hours, years } = await referenceCalendar();
  const days = years.flatMap(specialDays);
  return {
    timeZone: "Asia/Shanghai",
    hours,
    days: new Map(days.map(({ day, kind }) => [day, kind])),
    years: new Map(years.map(({ year, official }) => [year, official])),
    names: new Map(days.map(({ day, name }) => [day, name])),
  };
}

const clocks = new Map<string, Intl.DateTimeFormat>();

/** What a wall clock shows: "2026-02-13 17:00". */
export function shown(zone: string, at: number): string {
  const clock = clocks.get(zone) ?? new Intl.DateTimeFormat("sv-SE", { timeZone: zone, dateStyle: "short", timeStyle: "short" });
  clocks.set(zone, clock);
  return clock.format(at);
}

/** Is the minute that begins here work time? */
export function isWorked(calendar: Calendar, at: number): boolean {
  const [day = "", time = ""] = shown(calendar.timeZone, at).split(" ");
  const [h = 0, m = 0] = time.split(":").map(Number);
  const hours = calendar.hours.filter(({ from }) => from <= day).sort((a, b) => (a.from < b.from ? 1 : -1))[0];
  if (!hours) return false;
  const kind = calendar.days.get(day);
  const weekday = new Date(`${day}T12:00:00Z`).getUTCDay() || 7;
  if (kind === "holiday" || (kind !== "workday" && !hours.weekdays.includes(weekday))) return false;
  let inside = false;
  for (let i = 0; i < hours.spans.length; i += 2)
    if (h * 60 + m >= (hours.spans[i] as number) && h * 60 + m < (hours.spans[i + 1] as number)) inside = true;
  return inside;
}

/** The end of the last of so many work minutes from a whole minute on; null when they are not found in so many minutes. */
export function walked(calendar: Calendar, from: number, work_min: number, patience_min = 30 * 1440): number | null {
  let left = work_min;
  for (let i = 0; i < patience_min; i++) {
    if (isWorked(calendar, from + i * minute) && --left === 0) return from + (i + 1) * minute;
  }
  return null;
}
