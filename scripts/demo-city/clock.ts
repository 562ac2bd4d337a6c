/**
 * Time in whole minutes since 1970 on the district's own clock (UTC+8, no summer time), and the arithmetic of limits:
 * work hours are 08–12 and 14–18 on Monday to Friday; holidays are left out of account.
 */
import type { LimitUnit } from "../../server/contract/vocabulary.ts";

export const day = 1440;
/** 2026-11-15 18:00 in Shanghai, a Sunday: the moment of the snapshot. */
export const asOf = Date.UTC(2026, 10, 15, 18, 0) / 60_000;
export const asOfText = "2026-11-15T18:00:00+08:00";

/** 2026-11-15T18:00+08:00 */
export function stamp(minute: number): string {
  return `${new Date(minute * 60_000).toISOString().slice(0, 16)}+08:00`;
}

/** 0 Sunday … 6 Saturday. */
export function weekday(minute: number): number {
  return (Math.floor(minute / day) + 4) % 7;
}

/** Month, 0–11. */
export function month(minute: number): number {
  return new Date(minute * 60_000).getUTCMonth();
}

export interface Limit {
  readonly value: number;
  readonly unit: LimitUnit;
}

const perUnit: Readonly<Record<LimitUnit, number>> = { eh: 60, h: 60, d: 480, nd: day };

/** Minutes of a limit on its own clock. */
export function minutesOf(limit: Limit): number {
  return limit.value * perUnit[limit.unit];
}

/** Does the limit's clock run day and night? */
export const isContinuous = (limit: Limit): boolean => limit.unit === "eh" || limit.unit === "nd";

const spans = [
  [480, 720],
  [840, 1080],
] as const;

/** The minute that lies `minutes` after `start` on the clock of work hours, or on the continuous one. */
export function after(start: number, minutes: number, continuous: boolean): number {
  if (continuous) return Math.round(start + minutes);
  let rest = minutes;
  for (let d = Math.floor(start / day); ; d++) {
    const wd = (d + 4) % 7;
    if (wd === 0 || wd === 6) continue;
    for (const [from, to] of spans) {
      const begin = Math.max(start, d * day + from);
      const free = d * day + to - begin;
      if (free <= 0) continue;
      if (rest <= free) return Math.round(begin + rest);
      rest -= free;
    }
  }
}

/** When a problem dispatched at `start` is due. */
export function dueAt(start: number, limit: Limit): number {
  return after(start, minutesOf(limit), isContinuous(limit));
}
