/** The days that are played, by the district's calendar. Pure. */
import { dayStart, dayText } from "../../state/calendar.ts";

const day_ms = 86_400_000;
const daysBefore = (day: string, n: number): string => new Date(Date.parse(`${day}T00:00:00Z`) - n * day_ms).toISOString().slice(0, 10);

export interface Days {
  /** yyyy-MM-dd; the last is today. */
  readonly days: readonly string[];
  /** Where each begins, unix seconds; the last is where today does. */
  readonly edges: readonly number[];
}

/** The last n days, today among them. @param now unix seconds */
export function lastDays(now: number, n: number, timeZone: string): Days {
  const today = dayText(now, timeZone);
  const days = Array.from({ length: n }, (_, i) => daysBefore(today, n - 1 - i));
  return { days, edges: days.map((day) => dayStart(day, timeZone)) };
}

/** How long the present is shown after the past was played, seconds. */
const present_s = 5;

/**
 * Which moment is shown so long after the beginning; null = the present. Then it begins again, for a scene that stands longer.
 * @param scene_s how long the scene stands
 */
export function momentAt(passed_s: number, scene_s: number, from: number, to: number): number | null {
  const whole = Math.max(2, scene_s);
  const played = whole - Math.min(present_s, whole / 4);
  const share = (passed_s % whole) / played;
  return share >= 1 ? null : Math.round(from + (to - from) * Math.max(0, share));
}
