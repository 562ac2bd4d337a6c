/** Times of a file as moments. Forms without an offset are read in the district's time zone. */
import { momentOf, zoneFormatter } from "../contract/importing/zoneTime.ts";

export type DateFormat = "iso" | "yyyy/MM/dd HH:mm:ssX" | "yyyy-MM-dd HH:mm:ss" | "yyyy/MM/dd HH:mm:ss" | "yyyy-MM-dd" | "yyyy/MM/dd";

const offset = "(?<offset>Z|[+-]\\d{2}(?::?\\d{2})?)";
const clock = "(?<H>\\d{1,2}):(?<m>\\d{2})(?::(?<s>\\d{2})(?:\\.(?<f>\\d{1,9}))?)?";
const dashed = "(?<y>\\d{4})-(?<M>\\d{1,2})-(?<d>\\d{1,2})";
const slashed = "(?<y>\\d{4})/(?<M>\\d{1,2})/(?<d>\\d{1,2})";
const patterns: Readonly<Record<DateFormat, RegExp>> = {
  iso: new RegExp(`^${dashed}(?:[T ]${clock} ?${offset}?)?$`, "i"),
  "yyyy/MM/dd HH:mm:ssX": new RegExp(`^${slashed} ${clock} ?${offset}$`, "i"),
  "yyyy-MM-dd HH:mm:ss": new RegExp(`^${dashed} ${clock}$`),
  "yyyy/MM/dd HH:mm:ss": new RegExp(`^${slashed} ${clock}$`),
  "yyyy-MM-dd": new RegExp(`^${dashed}$`),
  "yyyy/MM/dd": new RegExp(`^${slashed}$`),
};

/** True for a name of the IANA list. */
export function isTimeZone(name: string): boolean {
  try {
    zoneFormatter(name);
    return true;
  } catch {
    return false;
  }
}

function stated(text: string): number {
  if (/^z$/i.test(text)) return 0;
  const digits = text.slice(1).replace(":", "");
  const minutes = Number(digits.slice(0, 2)) * 60 + Number(digits.slice(2) || 0);
  return (text[0] === "-" ? -minutes : minutes) * 60_000;
}

/** The day as it is written, yyyy-MM-dd, whatever its hour and offset; null when the text is not of that form or names no day. */
export function parseDay(text: string, format: DateFormat): string | null {
  const found = patterns[format].exec(text)?.groups;
  if (!found || parseTime(text, format, "UTC") === null) return null;
  return [found.y, found.M, found.d].map((part) => String(part).padStart(2, "0")).join("-");
}

/** Milliseconds since 1970, or null when the text is not of that form or names no moment between 1900 and 2199. */
export function parseTime(text: string, format: DateFormat, zone: string): number | null {
  const found = patterns[format].exec(text)?.groups;
  if (!found) return null;
  const n = (name: string) => Number(found[name] ?? 0);
  const [y, M, d, H, m, s] = [n("y"), n("M"), n("d"), n("H"), n("m"), n("s")] as const;
  const day = new Date(Date.UTC(y, M - 1, d));
  if (y < 1900 || y > 2199 || day.getUTCMonth() !== M - 1 || day.getUTCDate() !== d || H > 23 || m > 59 || s > 59) return null;
  const wall = Date.UTC(y, M - 1, d, H, m, s, Number((found.f ?? "").padEnd(3, "0").slice(0, 3)));
  if (found.offset) return wall - stated(found.offset);
  return momentOf(wall, zone);
}
