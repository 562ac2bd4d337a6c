/** Times as they stand in offices' sheets, as moments. Pure; nothing is guessed: what can be read in two ways is refused. */
import type { Word } from "../vocabulary.ts";
import type { ImportSpec } from "./importing.ts";
import { momentOf } from "./zoneTime.ts";

/** `mended`: what was taken for what, where the text alone does not say that it is a time. */
export interface SheetTime {
  readonly ms: number;
  readonly mended: Word | null;
}
export type SheetTimeRead = SheetTime | { readonly refused: Word };

const refused = (zh: string, en: string): SheetTimeRead => ({ refused: { zh, en } });
const offset = "(?<offset>Z|[+-]\\d{2}(?::?\\d{2})?)";
const half = "(?<half>上午|下午|中午|晚上|凌晨|am|pm)";
const clock = `(?:${half} ?)?(?<H>\\d{1,2})(?:[:时点](?:(?<m>\\d{1,2})(?:[:分](?:(?<s>\\d{1,2})(?:\\.(?<f>\\d{1,9}))?秒?)?)?)?)(?: ?(?<after>am|pm))?(?: ?${offset})?`;
const rest = `(?:(?:T| +|,) *${clock})?`;
const yearFirst = [
  new RegExp(`^(?<y>\\d{4})(?<sep>[-/.])(?<M>\\d{1,2})\\k<sep>(?<d>\\d{1,2})${rest}$`, "i"),
  new RegExp(`^(?<y>\\d{4}) ?年 ?(?<M>\\d{1,2}) ?月 ?(?<d>\\d{1,2}) ?[日号](?:[ T]*${clock})?$`, "i"),
  /^(?<y>\d{4})(?<M>\d{2})(?<d>\d{2})(?:[T ]?(?<H>\d{2})(?<m>\d{2})(?<s>\d{2})?)?$/i,
];
const yearLast = new RegExp(`^(?<a>\\d{1,2})(?<sep>[-/.])(?<b>\\d{1,2})\\k<sep>(?<y>\\d{4})${rest}$`, "i");

type Groups = Readonly<Record<string, string | undefined>>;

function stated(text: string): number {
  if (/^z$/i.test(text)) return 0;
  const digits = text.slice(1).replace(":", "");
  const minutes = Number(digits.slice(0, 2)) * 60 + Number(digits.slice(2) || 0);
  return (text[0] === "-" ? -minutes : minutes) * 60_000;
}

/** 12 is noon or midnight; 下午 3 is 15; 下午 15 is 15 too, as it is often written. */
function hourOf(H: number, halfDay: string | undefined): number {
  if (!halfDay) return H;
  const later = /下午|晚上|pm/i.test(halfDay);
  if (later) return H < 12 ? H + 12 : H;
  if (/中午/.test(halfDay)) return H < 3 ? H + 12 : H;
  return H === 12 ? 0 : H;
}

function moment(found: Groups, zone: string): number | null {
  const n = (name: string): number => Number(found[name] ?? 0);
  const [y, M, d, m, s] = [n("y"), n("M"), n("d"), n("m"), n("s")] as const;
  const H = hourOf(n("H"), found.half ?? found.after);
  const day = new Date(Date.UTC(y, M - 1, d));
  if (y < 1900 || y > 2199 || day.getUTCMonth() !== M - 1 || day.getUTCDate() !== d || H > 23 || m > 59 || s > 59) return null;
  const wall = Date.UTC(y, M - 1, d, H, m, s, Number((found.f ?? "").padEnd(3, "0").slice(0, 3)));
  return found.offset ? wall - stated(found.offset) : momentOf(wall, zone);
}

/** Excel counts days since 30 December 1899 (its 1900 system, after February 1900); parts of a day are the clock. */
function serial(text: string, zone: string): SheetTimeRead | null {
  if (!/^\d{5}(\.\d{1,17})?$/.test(text)) return null;
  const days = Number(text);
  if (days <= 20_000 || days >= 80_000) return null;
  const wall = Date.UTC(1899, 11, 30) + Math.round(days * 86_400) * 1_000;
  const shown = new Date(wall).toISOString().slice(0, 16).replace("T", " ");
  return {
    ms: momentOf(wall, zone),
    mended: { zh: `表格的日期序号，按 ${shown} 计`, en: `a sheet's serial number of a day; taken as ${shown}` },
  };
}

function numbersOnly(found: Groups, order: ImportSpec["dateOrder"], zone: string): SheetTimeRead {
  if (order !== "dmy" && order !== "mdy")
    return refused("看不出日在前还是月在前：请说明日期的顺序", "day first or month first? State the order of dates");
  const [d, M] = order === "dmy" ? [found.a, found.b] : [found.b, found.a];
  const ms = moment({ ...found, d, M }, zone);
  if (ms !== null) return { ms, mended: null };
  return order === "dmy"
    ? refused("按日/月/年读不成日期", "is no day, read as day/month/year")
    : refused("按月/日/年读不成日期", "is no day, read as month/day/year");
}

/**
 * A cell as a moment: ISO with or without offset, 2026/11/1 8:05, 2026年11月1日 8时5分, 20261101, a sheet's serial number, and day and month
 * before the year where `order` says which comes first. Without an offset it is the zone's clock.
 */
export function parseSheetTime(text: string, order: ImportSpec["dateOrder"], zone: string): SheetTimeRead {
  const plain = text.normalize("NFKC").trim().replace(/\s+/g, " ");
  if (plain.length > 60) return refused("太长，不是时间", "too long for a time");
  for (const form of yearFirst) {
    const found = form.exec(plain)?.groups;
    const ms = found ? moment(found, zone) : null;
    if (ms !== null) return { ms, mended: null };
    if (found) return refused("没有这一天或这一刻", "there is no such day or hour");
  }
  const last = yearLast.exec(plain)?.groups;
  if (last) return numbersOnly(last, order, zone);
  return (
    serial(plain, zone) ??
    refused("不是能读懂的时间，如 2026-11-01 08:05、2026年11月1日 8时5分", "is no time that can be read, such as 2026-11-01 08:05")
  );
}
