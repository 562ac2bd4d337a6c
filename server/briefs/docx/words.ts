/** How a document writes things: clean text, numbers, days and times. Pure. */
import { siteTypes } from "../../contract/vocabulary.ts";

/** Stand in for braces of the facts while a template is filled: nobody's words become a field. Private characters, taken out of all text before. */
const heldOpen = "\uF8F0";
const heldClose = "\uF8F1";
const longest = 20_000;

// biome-ignore lint/suspicious/noControlCharactersInRegex: XML cannot hold control characters
const unfit = /[\u0000-\u0008\u000B\u000C\u000E-\u001F\u007F-\u009F\uFFFE\uFFFF\uF8F0\uF8F1]|[\uD800-\uDFFF]/gu;

/** Text as a document can hold it: line breaks kept, what XML cannot hold taken out, braces held back until `released`. */
export const clean = (text: string): string =>
  text
    .slice(0, longest)
    .replace(/\r\n?|\u2028|\u2029/g, "\n")
    .replace(unfit, "")
    .replaceAll("{", heldOpen)
    .replaceAll("}", heldClose)
    .trim();

/** What was held back, as it was written. */
export const released = (text: string): string => text.replaceAll(heldOpen, "{").replaceAll(heldClose, "}");

/** Paragraphs of a text an officer wrote: its lines that say something. */
export const paragraphs = (text: string): readonly { readonly 段: string }[] =>
  clean(text)
    .split("\n")
    .map((line) => line.trim())
    .filter((line) => line !== "")
    .map((line) => ({ 段: line }));

const digits = "零一二三四五六七八九";
/** 1 → 一, 12 → 十二, 105 → 一百零五; from 1000 on as digits. */
export function zhNumber(n: number): string {
  const [hundreds, tens, ones] = [Math.floor(n / 100), Math.floor(n / 10) % 10, n % 10];
  if (n < 1 || n >= 1000) return String(n);
  const first = hundreds > 0 ? `${digits[hundreds]}百` : "";
  const gap = hundreds > 0 && tens === 0 && ones > 0 ? "零" : "";
  const second = tens === 0 ? "" : `${tens === 1 && hundreds === 0 ? "" : digits[tens]}十`;
  return `${first}${gap}${second}${ones > 0 ? digits[ones] : ""}`;
}

interface Parts {
  readonly year: string;
  readonly month: string;
  readonly day: string;
  readonly hour: string;
  readonly minute: string;
}

const formats = new Map<string, Intl.DateTimeFormat>();
/** Making one takes a thousand times as long as using it. */
function formatOf(timeZone: string): Intl.DateTimeFormat {
  const numeric = { year: "numeric", month: "numeric", day: "numeric", hour: "2-digit", minute: "2-digit" } as const;
  const format = formats.get(timeZone) ?? new Intl.DateTimeFormat("en-GB", { timeZone, ...numeric, hourCycle: "h23" });
  formats.set(timeZone, format);
  return format;
}

/** A moment by the district's clock. @param at RFC 3339 */
export function partsOf(at: string, timeZone: string): Parts {
  const found = Object.fromEntries(
    formatOf(timeZone)
      .formatToParts(new Date(at))
      .map(({ type, value }) => [type, value]),
  );
  return found as unknown as Parts;
}

/** 2026-11-21 → 2026年11月21日. */
export function zhDay(day: string): string {
  const [year, month, date] = day.split("-").map(Number);
  return `${year}年${month}月${date}日`;
}

/** 11月21日18时, with minutes where there are any. */
export function zhMoment(at: string, timeZone: string): string {
  const { month, day, hour, minute } = partsOf(at, timeZone);
  return `${Number(month)}月${Number(day)}日${Number(hour)}时${minute === "00" ? "" : `${minute}分`}`;
}

/** A share as 92.3%, – without one. */
export const percent = (rate: number | null): string => (rate === null ? "—" : `${(Math.round(rate * 1000) / 10).toFixed(1)}%`);

/** Full-width characters that a line of a title holds: 22 pt on 156 mm. */
const titleWidth = 20;
const widthOf = (text: string): number => [...text].reduce((sum, one) => sum + (one.charCodeAt(0) < 256 ? 0.5 : 1), 0);

/** A title on as many lines as it needs, each about as long, parted between words as the standard asks. */
export function titleLines(title: string): string {
  const count = Math.ceil(widthOf(title) / titleWidth);
  if (count < 2 || title.includes("\n")) return title;
  const least = widthOf(title) / count;
  const lines = [""];
  for (const { segment } of new Intl.Segmenter("zh", { granularity: "word" }).segment(title)) {
    const last = lines.at(-1) as string;
    const full = widthOf(last) >= least - 1 || widthOf(last + segment) > titleWidth;
    if (last !== "" && full && !/^[\p{P}的]/u.test(segment)) lines.push(segment);
    else lines[lines.length - 1] = last + segment;
  }
  return lines.join("\n");
}

/** What stands for a type of site. */
export const typeName = (type: keyof typeof siteTypes | null): string => (type === null ? "其他（不在点位上）" : siteTypes[type].zh);
