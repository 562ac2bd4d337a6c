/**
 * The arithmetic of the working calendar: until when a limit runs, and how much work time lies between two moments.
 * Pure: the calendar is data (server/ask/calendar.ts reads it). Work hours are wall time, so that summer time comes out right.
 */
import type { DayKind } from "../contract/officeWords.ts";
import type { Word } from "../contract/vocabulary.ts";
import type { Limit } from "./facts.ts";
import { day_ms, evenStretches, hour_ms, minute_ms, sameWallTime } from "./wallTime.ts";

export interface WorkHours {
  /** The first day they hold, yyyy-MM-dd. */
  readonly from: string;
  /** Minutes of the day, from and to, in order: 480, 720, 840, 1080. */
  readonly spans: readonly number[];
  /** ISO, 1 = Monday. */
  readonly weekdays: readonly number[];
}

export interface Calendar {
  readonly timeZone: string;
  /** The latest that is not after a day holds on it; before the first there is no work time. */
  readonly hours: readonly WorkHours[];
  /** Days that are not what their weekday says, by yyyy-MM-dd. */
  readonly days: ReadonlyMap<string, DayKind>;
  /** Years set down, and whether officially; a year that is missing is not official either. */
  readonly years: ReadonlyMap<number, boolean>;
  /** What the days of `days` are called, where they have a name. */
  readonly names?: ReadonlyMap<string, string>;
}

/** 工作日 = 8 工作时. */
const workDay_h = 8;
const longestRest_days = 3660;

/** The calendar has no work time in ten years: no limit in work hours can end. */
export class NoWorkTime extends Error {
  override readonly name = "NoWorkTime";
  readonly why: Word;
  constructor(calendar: Calendar, from: number) {
    const day = new Date(from).toISOString().slice(0, 10);
    super(`The working calendar (${calendar.timeZone}) has no work time in the ten years after ${day}.`);
    this.why = { zh: `工作日历在 ${day} 之后十年内没有工作时间`, en: this.message };
  }
}

/** Limits of these units run through nights and holidays. */
export const isContinuous = ({ unit }: Limit): boolean => unit === "eh" || unit === "nd";

/** The work time of a limit in work hours or work days, ms. */
export const workOf = ({ value, unit }: Limit): number => Math.round(value * (unit === "d" ? workDay_h : 1) * hour_ms);

/** A stretch of time that is work time, or is not, for one reason. */
export interface Slice {
  readonly from: number;
  readonly to: number;
  readonly counted: boolean;
  readonly why: Word;
}
/** A part of a day's 24 hours on the wall, in ms from its midnight. */
type Plan = readonly Slice[];

const atWork: Word = { zh: "工作时间", en: "work time" };
const afterHours: Word = { zh: "下班时间", en: "after hours" };
const midday: Word = { zh: "午休", en: "midday break" };
const pause: Word = { zh: "休息", en: "break" };
const weekend: Word = { zh: "周末", en: "weekend" };
const noHours: Word = { zh: "未设工作时间", en: "no work hours set" };

/** The statutory holidays, for whoever reads English. */
const festivals: Readonly<Record<string, string>> = {
  元旦: "New Year's Day",
  春节: "Spring Festival",
  清明节: "Qingming Festival",
  劳动节: "Labour Day",
  端午节: "Dragon Boat Festival",
  中秋节: "Mid-Autumn Festival",
  国庆节: "National Day",
};
const inEnglish = (name: string): string =>
  name
    .split("、")
    .map((one) => festivals[one] ?? one)
    .join(", ");

const holiday = (name: string): Word => (name ? { zh: name, en: inEnglish(name) } : { zh: "放假", en: "holiday" });
const adjusted = (name: string): Word =>
  name ? { zh: `调休上班（${name}）`, en: `adjusted workday (${inEnglish(name)})` } : { zh: "调休上班", en: "adjusted workday" };

const isoDay = (day: number): string => new Date(day * day_ms).toISOString().slice(0, 10);
/** 1970-01-01 was a Thursday. */
const isoWeekday = (day: number): number => ((((day + 3) % 7) + 7) % 7) + 1;

function hoursOn(calendar: Calendar, day: string): WorkHours | null {
  let found: WorkHours | null = null;
  for (const hours of calendar.hours) if (hours.from <= day && (!found || hours.from >= found.from)) found = hours;
  return found;
}

/** What a local day (counted from 1970-01-01) is made of, midnight to midnight. */
function planOf(calendar: Calendar, day: number): Plan {
  const date = isoDay(day);
  const hours = hoursOn(calendar, date);
  const kind = calendar.days.get(date);
  const name = calendar.names?.get(date) ?? "";
  const whole = (why: Word): Plan => [{ from: 0, to: day_ms, counted: false, why }];
  if (!hours) return whole(noHours);
  if (kind === "holiday") return whole(holiday(name));
  if (kind === undefined && !hours.weekdays.includes(isoWeekday(day))) return whole(weekend);
  return worked(hours.spans, kind === "workday" ? adjusted(name) : atWork);
}

function worked(spans: readonly number[], why: Word): Plan {
  const plan: Slice[] = [];
  let done = 0;
  const add = (until: number, counted: boolean, why: Word): void => {
    if (until > done) plan.push({ from: done * minute_ms, to: until * minute_ms, counted, why });
    done = Math.max(done, until);
  };
  for (let i = 0; i + 1 < spans.length; i += 2) {
    const [from, to] = [spans[i] ?? 0, spans[i + 1] ?? 0];
    // A break that touches the time from 11:00 to 15:00 is the midday one.
    add(from, false, i === 0 ? afterHours : done < 900 && from > 660 ? midday : pause);
    add(to, true, why);
  }
  add(1440, false, afterHours);
  return plan;
}

/** One UTC day cut into slices. */
function cut(calendar: Calendar, utcDay: number): readonly Slice[] {
  const slices: Slice[] = [];
  for (const { from, to, offset } of evenStretches(calendar.timeZone, utcDay)) {
    const last = Math.floor((to + offset - 1) / day_ms);
    for (let day = Math.floor((from + offset) / day_ms); day <= last; day++) {
      const midnight = day * day_ms - offset;
      for (const slice of planOf(calendar, day)) {
        const begin = Math.max(from, midnight + slice.from);
        const end = Math.min(to, midnight + slice.to);
        if (end > begin) slices.push({ ...slice, from: begin, to: end });
      }
    }
  }
  return slices;
}

const cuts = new WeakMap<Calendar, Map<number, readonly Slice[]>>();

function slicesOf(calendar: Calendar, utcDay: number): readonly Slice[] {
  const known = cuts.get(calendar) ?? new Map<number, readonly Slice[]>();
  if (known.size === 0) cuts.set(calendar, known);
  const there = known.get(utcDay);
  if (there) return there;
  const made = cut(calendar, utcDay);
  known.set(utcDay, made);
  return made;
}

/** Every stretch between two moments, counted or not, in order; neighbours of the same reason are one. */
export function slicesBetween(calendar: Calendar, from: number, to: number): Slice[] {
  const merged: Slice[] = [];
  for (let day = Math.floor(from / day_ms); day * day_ms < to; day++) {
    for (const slice of slicesOf(calendar, day)) {
      const [begin, end] = [Math.max(from, slice.from), Math.min(to, slice.to)];
      if (end <= begin) continue;
      const last = merged.at(-1);
      const same = last && last.counted === slice.counted && last.why.zh === slice.why.zh;
      if (same) merged[merged.length - 1] = { ...last, to: end };
      else merged.push({ ...slice, from: begin, to: end });
    }
  }
  return merged;
}

/**
 * When so much work time has passed. What ends exactly with a span is due then, not when the next begins.
 * @param work_ms more than 0 @throws NoWorkTime
 */
export function dueAfterWork(calendar: Calendar, from: number, work_ms: number): number {
  let left = work_ms;
  const first = Math.floor(from / day_ms);
  for (let day = first, rested = first; day - rested <= longestRest_days; day++) {
    for (const slice of slicesOf(calendar, day)) {
      const begin = Math.max(from, slice.from);
      if (!slice.counted || slice.to <= begin) continue;
      if (left <= slice.to - begin) return begin + left;
      left -= slice.to - begin;
      rested = day;
    }
  }
  throw new NoWorkTime(calendar, from);
}

/**
 * When a limit that begins at `from` (ms) is over, in ms. Urgent hours run on; natural days end at the same wall time (a part of a day is
 * counted as hours); work hours and work days of 8 of them count work time alone.
 * @throws NoWorkTime
 */
export function dueAfter(calendar: Calendar, from: number, limit: Limit): number {
  if (limit.unit === "eh") return from + Math.round(limit.value * hour_ms);
  if (limit.unit !== "nd") return dueAfterWork(calendar, from, workOf(limit));
  const days = Math.floor(limit.value);
  return sameWallTime(calendar.timeZone, from, days) + Math.round((limit.value - days) * day_ms);
}

/** Work time between two moments, ms; 0 when `to` is not after `from`. */
export function workedBetween(calendar: Calendar, from: number, to: number): number {
  let sum = 0;
  for (let day = Math.floor(from / day_ms); day * day_ms < to; day++) {
    for (const slice of slicesOf(calendar, day)) {
      if (slice.counted) sum += Math.max(0, Math.min(to, slice.to) - Math.max(from, slice.from));
    }
  }
  return sum;
}
