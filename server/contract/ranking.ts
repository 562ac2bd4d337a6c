/** Who mends in time, in order: by the middle of the rate's interval, so that few cases neither lead nor trail. Pure. */
import type { Performance, WallRules } from "./types.ts";
import { type Interval, wilson } from "./wilson.ts";

export type Flag = "red" | "blue" | null;
export interface Ranked {
  /** null = whose nobody's they are. */
  readonly key: string | null;
  /** 0 to 1. */
  readonly rate: number;
  readonly onTime: number;
  /** Closed, with a deadline, not exempt: what the rate is of. */
  readonly counted: number;
  readonly interval: Interval;
  readonly flag: Flag;
}
export interface Ranking {
  /** The best first. */
  readonly ranked: readonly Ranked[];
  /** Too few cases to be compared; the most cases first. */
  readonly few: readonly Ranked[];
}
type Row = Pick<Performance["rows"][number], "key" | "counted" | "onTime">;
type Rules = Pick<WallRules, "flagLeast" | "flagRed" | "flagBlue">;

/** Whatever the rule for flags says, fewer are not compared. */
const leastEver = 5;
/** So many cases, at least, are compared and can have a flag. */
export const leastOf = ({ flagLeast }: Pick<Rules, "flagLeast">): number => Math.max(flagLeast, leastEver);

function flagOf({ lower, upper }: Interval, { flagRed, flagBlue }: Rules): Flag {
  if (lower >= flagRed) return "red";
  return upper <= flagBlue ? "blue" : null;
}

const byKey = (a: Ranked, b: Ranked) => String(a.key).localeCompare(String(b.key), "en", { numeric: true });
/** Few cases draw it towards a half, whichever way they went: by the lower end they would only ever sink. */
const middle = ({ interval }: Pick<Ranked, "interval">): number => (interval.lower + interval.upper) / 2;
const order = (a: Ranked, b: Ranked) => middle(b) - middle(a) || b.counted - a.counted || byKey(a, b);

/** @param rows of whom nothing is counted are left out: there is no rate */
export function rankingOf(rows: readonly Row[], rules: Rules): Ranking {
  const least = leastOf(rules);
  const all = rows.flatMap(({ key, counted, onTime }): Ranked[] => {
    const interval = wilson(onTime, counted);
    if (!interval) return [];
    return [{ key, counted, onTime, rate: onTime / counted, interval, flag: counted >= least ? flagOf(interval, rules) : null }];
  });
  return {
    ranked: all.filter((row) => row.counted >= least).sort(order),
    few: all.filter((row) => row.counted < least).sort((a, b) => b.counted - a.counted || byKey(a, b)),
  };
}

/** The best and the worst when not all fit. */
export function endsOf(ranked: readonly Ranked[], rows: number): { readonly top: readonly Ranked[]; readonly bottom: readonly Ranked[] } {
  if (ranked.length <= rows) return { top: ranked, bottom: [] };
  const bottom = Math.floor(Math.max(1, rows) / 2);
  return { top: ranked.slice(0, Math.max(1, rows) - bottom), bottom: bottom ? ranked.slice(-bottom) : [] };
}

/** A rate to be read at a glance: whole per cent; what is not all is not 100, and what is some is not 0. */
export function wholePercent(rate: number): string {
  const whole = Math.round(rate * 100);
  if (whole === 100 && rate < 1) return "99%";
  return whole === 0 && rate > 0 ? "1%" : `${whole}%`;
}
