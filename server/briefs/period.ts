/** The days a document is of. Pure: days of the district's calendar as yyyy-MM-dd. */
import { type BriefKind, mostBriefDays } from "../contract/brief.ts";
import { ParameterError } from "../contract/parameter.ts";

export interface Period {
  readonly from: string;
  readonly to: string;
  /** Today is one of its days, or all of it but its first is still to come. */
  readonly running: boolean;
}
/** What of the days was named; null = left out. */
export interface AskedDays {
  readonly day: string | null;
  readonly from: string | null;
  readonly to: string | null;
}

const day_ms = 86_400_000;
const unix = (day: string): number => Date.parse(`${day}T00:00:00Z`);
export const addDays = (day: string, days: number): string => new Date(unix(day) + days * day_ms).toISOString().slice(0, 10);
export const mondayOf = (day: string): string => addDays(day, -((new Date(unix(day)).getUTCDay() + 6) % 7));
/** Days from the first to the last, both counted. */
export const daysIn = ({ from, to }: Pick<Period, "from" | "to">): number => Math.round((unix(to) - unix(from)) / day_ms) + 1;

/** The same length of time right before it. */
export function before({ from, to }: Pick<Period, "from" | "to">): { from: string; to: string } {
  return { from: addDays(from, -daysIn({ from, to })), to: addDays(from, -1) };
}

function refuse(asked: AskedDays, names: readonly (keyof AskedDays)[], zh: string, en: string): void {
  for (const name of names) if (asked[name] !== null) throw new ParameterError(name, asked[name] as string, { zh, en });
}

function noticeDays({ from, to }: AskedDays, today: string): { from: string; to: string } {
  if (from === null && to === null) return { from: addDays(today, -7), to: addDays(today, -1) };
  if (from === null)
    throw new ParameterError("from", "", { zh: "起始日期（与 to 同时给出）", en: "the first day, given together with to" });
  if (to === null) throw new ParameterError("to", "", { zh: "截止日期（与 from 同时给出）", en: "the last day, given together with from" });
  if (to < from) throw new ParameterError("to", to, { zh: `不早于 ${from} 的日期`, en: `a day no earlier than ${from}` });
  if (daysIn({ from, to }) > mostBriefDays)
    throw new ParameterError("to", to, { zh: `自 ${from} 起不超过 ${mostBriefDays} 天`, en: `at most ${mostBriefDays} days from ${from}` });
  return { from, to };
}

function daysOf(kind: BriefKind, asked: AskedDays, today: string): { from: string; to: string } {
  if (kind === "notice") {
    refuse(asked, ["day"], "不填；督查通报用 from 与 to", "nothing: a notice is of from and to");
    return noticeDays(asked, today);
  }
  refuse(asked, ["from", "to"], "不填；只有督查通报用 from 与 to", "nothing: only a notice is of from and to");
  if (kind === "handover") {
    refuse(asked, ["day"], "不填；交办单按现在", "nothing: a hand-over slip is of now");
    return { from: today, to: today };
  }
  if (kind === "daily") {
    const day = asked.day ?? addDays(today, -1);
    return { from: day, to: day };
  }
  const monday = mondayOf(asked.day ?? addDays(today, -7));
  return { from: monday, to: addDays(monday, 6) };
}

/** @throws ParameterError for days that the kind does not take, that are not there yet, or that are too many */
export function periodOf(kind: BriefKind, asked: AskedDays, today: string): Period {
  const { from, to } = daysOf(kind, asked, today);
  if (from > today) {
    const name = kind === "notice" ? "from" : "day";
    throw new ParameterError(name, asked[name] ?? from, { zh: `不晚于今天（${today}）的日期`, en: `a day no later than today (${today})` });
  }
  return { from, to, running: kind !== "handover" && to >= today };
}
