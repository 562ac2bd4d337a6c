/** Days of the district's calendar as text (yyyy-MM-dd): steps, weeks from Monday, months as grids. Pure. */
const day_ms = 86_400_000;
const unix = (day: string) => Date.parse(`${day}T00:00:00Z`);
const text = (ms: number) => new Date(ms).toISOString().slice(0, 10);

/** True for a day there is: 2026-02-30 is none. */
export const isDay = (day: string): boolean => /^\d{4}-\d{2}-\d{2}$/.test(day) && !Number.isNaN(unix(day)) && text(unix(day)) === day;

export const addDays = (day: string, days: number): string => text(unix(day) + days * day_ms);
/** The same day of another month, or that month's last. */
export function addMonths(day: string, months: number): string {
  const [year = 0, month = 1, of = 1] = day.split("-").map(Number);
  const last = new Date(Date.UTC(year, month + months, 0)).getUTCDate();
  return text(Date.UTC(year, month - 1 + months, Math.min(of, last)));
}
/** 0 = Monday. */
export const weekdayOf = (day: string): number => (new Date(unix(day)).getUTCDay() + 6) % 7;
export const mondayOf = (day: string): string => addDays(day, -weekdayOf(day));
/** Days from the first to the last, both counted. */
export const daysBetween = (from: string, to: string): number => Math.round((unix(to) - unix(from)) / day_ms) + 1;

/** A month's weeks of seven days, beginning with the Monday on or before its first. */
export function weeksOf(day: string): readonly (readonly string[])[] {
  const month = day.slice(0, 7);
  const weeks: string[][] = [];
  for (let monday = mondayOf(`${month}-01`); monday.slice(0, 7) <= month; monday = addDays(monday, 7))
    weeks.push(Array.from({ length: 7 }, (_, i) => addDays(monday, i)));
  return weeks;
}

/** 2026-11-01 → 2026年11月1日 */
export function dayInChinese(day: string): string {
  const [year, month, of] = day.split("-").map(Number);
  return `${year}年${month}月${of}日`;
}

const digits = "〇一二三四五六七八九";
/** 1 to 999 as official documents number their sections: 十二, 一百零三. */
export function numeral(n: number): string {
  if (n < 10) return digits[n] as string;
  if (n < 20) return `十${n % 10 ? digits[n % 10] : ""}`;
  if (n < 100) return `${digits[Math.floor(n / 10)]}十${n % 10 ? digits[n % 10] : ""}`;
  const rest = n % 100;
  if (rest === 0) return `${digits[Math.floor(n / 100)]}百`;
  return `${digits[Math.floor(n / 100)]}百${rest < 10 ? "零" : rest < 20 ? "一" : ""}${numeral(rest)}`;
}
