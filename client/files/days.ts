/** A workbook's days are numbers; how a cell shows them says which numbers are days. */

/** Formats that need no code of their own, ECMA-376 18.8.30, with what Chinese Excel adds: 27–36 and 50–58. */
const builtIn: ReadonlyMap<number, string> = new Map([
  ...[14, 15, 16, 17, 27, 28, 29, 30, 31, 36, 50, 51, 52, 53, 54, 57, 58].map((id) => [id, "yyyy-mm-dd"] as const),
  ...[18, 20, 32, 34, 55].map((id) => [id, "h:mm"] as const),
  ...[19, 21, 33, 35, 45, 46, 47, 56].map((id) => [id, "h:mm:ss"] as const),
  [22, "yyyy-mm-dd h:mm"],
]);

/** What a format shows of a number: a day, a time of day, both; or digits with noughts before them. */
export interface Shown {
  readonly day: boolean;
  readonly time: boolean;
  /** Digits at least. */
  readonly digits: number;
}
const plain: Shown = { day: false, time: false, digits: 0 };

/** @param code of a format of the workbook's own; null = one that needs none */
export function shownBy(id: number, code: string | null): Shown {
  // What stands in quotes, colours and places, and signs that fill: none of them shows a day.
  const bare = (code ?? builtIn.get(id) ?? "").split(";")[0]?.replace(/"[^"]*"|\\.|_.|\*./g, "") ?? "";
  const letters = bare.replace(/\[(?!h+\]|m+\]|s+\])[^\]]*\]/gi, "").replace(/AM\/PM|A\/P|上午\/下午/gi, "h");
  if (/general|G\/通用格式|@/i.test(letters)) return plain;
  if (/^0+$/.test(letters)) return { ...plain, digits: letters.length };
  const [day, time] = [/[yd年月日]|m/i.test(letters.replace(/h[^a-z年月日]*m+|m+[^a-z年月日]*s/gi, "h")), /[hs]/i.test(letters)];
  return /[ymdhs]/i.test(letters) ? { day, time, digits: 0 } : plain;
}

const two = (n: number): string => String(n).padStart(2, "0");
/** Beyond 9999-12-31 a sheet knows no day. */
const lastDay = 2_958_466;

/**
 * A number as the day it stands for: yyyy-MM-dd, with HH:mm[:ss] where the format shows a time or the number has one.
 * @param from1904 the workbook counts from 1904
 * @returns null when it is no day
 */
export function dayText(serial: number, { day, time }: Shown, from1904: boolean): string | null {
  if (!(day || time) || !Number.isFinite(serial) || serial < 0 || serial >= lastDay) return null;
  const seconds = Math.round(serial * 86_400);
  const [whole, rest] = [Math.floor(seconds / 86_400), seconds % 86_400];
  const clock = `${two(Math.floor(rest / 3600))}:${two(Math.floor(rest / 60) % 60)}${rest % 60 ? `:${two(rest % 60)}` : ""}`;
  if (!day && whole === 0) return clock;
  // 1900 was no leap year; Lotus thought so, and every sheet since: before 1 March it is a day less.
  const days = from1904 ? whole + 1462 : whole < 60 ? whole + 1 : whole;
  const date = new Date(Date.UTC(1899, 11, 30) + days * 86_400_000).toISOString().slice(0, 10);
  return time || rest > 0 ? `${date} ${clock}` : date;
}
