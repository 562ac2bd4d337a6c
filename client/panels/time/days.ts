/** Days and moments as the time bar reckons with them: yyyy-MM-dd of the district's calendar, unix seconds. Pure. */
import type { Days, Filter } from "../../../server/contract/filter.ts";
import type { Round } from "../../../server/contract/types.ts";
import { dayEnd, dayStart, dayText, timeText } from "../../state/calendar.ts";

const day_ms = 86_400_000;
const utc = (day: string) => Date.parse(`${day}T00:00:00Z`);

export const addDays = (day: string, n: number): string => new Date(utc(day) + n * day_ms).toISOString().slice(0, 10);
/** How many days later `to` is. */
export const daysBetween = (from: string, to: string): number => Math.round((utc(to) - utc(from)) / day_ms);
/** The Monday of a day's week. */
export const mondayOf = (day: string): string => addDays(day, -((new Date(utc(day)).getUTCDay() + 6) % 7));
export const isDay = (text: string): boolean => /^\d{4}-\d{2}-\d{2}$/.test(text) && !Number.isNaN(utc(text));

/** Where each day from one to another begins, and where the last ends; unix seconds. */
export function edgesOf(from: string, to: string, timeZone: string): number[] {
  const days = Array.from({ length: daysBetween(from, to) + 1 }, (_, i) => addDays(from, i));
  return [...days.map((day) => dayStart(day, timeZone)), dayEnd(to, timeZone)];
}

/** A moment as the filter spells it, with the offset there and then: 2026-11-20T08:00+08:00. Seconds are left away. */
export function momentText(unix: number, timeZone: string): string {
  const text = timeText(unix, timeZone).replace(" ", "T");
  const minutes = (Date.parse(`${text}:00Z`) / 1000 - Math.floor(unix / 60) * 60) / 60;
  const two = (n: number) => String(n).padStart(2, "0");
  const off = Math.abs(minutes);
  return `${text}${minutes < 0 ? "-" : "+"}${two(Math.floor(off / 60))}:${two(off % 60)}`;
}

/** Reads a time of day: 8:05, 08:05 or 0805; null when it is none. */
export function readClock(text: string): string | null {
  const [, hour = "", minute = ""] = /^\s*(\d{1,2})[:：]?(\d{2})\s*$/.exec(text) ?? [];
  return hour && Number(hour) < 24 && Number(minute) < 60 ? `${hour.padStart(2, "0")}:${minute}` : null;
}

/** The round that lasts: the latest that has begun. */
export const roundNow = (rounds: readonly Round[], today: string): Round | undefined => rounds.find(({ starts }) => starts <= today);

export const spans = ["30", "90", "round", "typed"] as const;
export interface Span {
  readonly kind: (typeof spans)[number];
  readonly from: string;
  readonly to: string;
}
export const longest = 400;

/** A kind of stretch as days; a round that is longer than a stretch may be shows its last days. */
export function spanOf(kind: Span["kind"], today: string, round: Round | undefined, before: Span): Span {
  if (kind === "typed") return { ...before, kind };
  if (kind === "round" && round) {
    const first = addDays(today, 1 - longest);
    return { kind, from: [round.starts, first].sort().at(-1) as string, to: today };
  }
  return { kind: kind === "90" ? kind : "30", from: addDays(today, kind === "90" ? -89 : -29), to: today };
}

/** What the bar opens with: the last 30 days, or those around the moment that is looked back to. */
export function firstSpan(filter: Filter, today: string, timeZone: string): Span {
  const usual: Span = { kind: "30", from: addDays(today, -29), to: today };
  const from = filter.at ? dayText(Date.parse(filter.at) / 1000, timeZone) : (rangeOf(filter, today)?.from ?? today);
  if (from >= usual.from) return usual;
  if (from >= addDays(today, -89)) return { kind: "90", from: addDays(today, -89), to: today };
  return { kind: "typed", from: addDays(from, -15), to: addDays(from, 15) };
}

export const fits = ({ from, to }: Days): boolean => {
  const days = from && to ? daysBetween(from, to) : Number.NaN;
  return days >= 0 && days < longest;
};

export const modes = ["found", "during", "overdue"] as const;
export type Mode = (typeof modes)[number];

/** What the filter chooses by; found when by nothing. */
export function modeOf({ during, found, status }: Filter): Mode {
  if (during) return "during";
  return !found && status.length === 1 && status[0] === "overdue" ? "overdue" : "found";
}

/** The days that the filter chooses; null = any. The last n days are given as days. */
export function rangeOf({ found, during }: Filter, today: string): Days | null {
  const asked = during ?? found;
  if (!asked) return null;
  return "days" in asked ? { from: addDays(today, -asked.days), to: today } : asked;
}

/** The filter that chooses these days in this way. */
export function withRange(filter: Filter, mode: Mode, range: Days | null): Filter {
  return { ...filter, found: mode === "found" ? range : null, during: mode === "during" ? range : null };
}

/** The filter that chooses in another way, by the same days. */
export function withMode(filter: Filter, mode: Mode, today: string): Filter {
  const was = modeOf(filter);
  const range = rangeOf(filter, today);
  const status = mode === "overdue" ? (["overdue"] as const) : was === "overdue" ? (["open"] as const) : filter.status;
  return { ...withRange(filter, mode, mode === "overdue" ? null : range), status };
}
