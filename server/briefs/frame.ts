/** Which document is meant: its days, its moment, and what it is narrowed to. */
import { areaOf, type Caller, Forbidden } from "../ask/caller.ts";
import { type Checked, check, type Rows } from "../ask/check.ts";
import { timeZone, today } from "../ask/day.ts";
import { TooMany } from "../ask/route.ts";
import { hits } from "../ask/where.ts";
import { type BriefKind, mostHandedOver } from "../contract/brief.ts";
import { emptyFilter, type Filter, formatFilter } from "../contract/filter.ts";
import { ParameterError } from "../contract/parameter.ts";
import type { Word } from "../contract/vocabulary.ts";
import { type Sql, sql } from "../db/sql.ts";
import { type AskedDays, before, type Period, periodOf } from "./period.ts";

/** What was asked for. */
export interface Wanted {
  readonly kind: BriefKind;
  readonly days: AskedDays;
  readonly filter: Filter;
}
export interface Asker {
  readonly caller: Caller;
  readonly rows: Rows;
}
export interface Frame extends Period {
  readonly kind: BriefKind;
  readonly district: Word;
  readonly timeZone: string;
  /** RFC 3339 to the microsecond: the last moment of the period, or now. What happens at midnight is the next day's. */
  readonly asOf: string;
  readonly before: { readonly from: string; readonly to: string; readonly asOf: string };
  /** What was asked, without a moment; null = nothing. */
  readonly narrowed: Filter | null;
  /** The problems that the figures are of, as of then: what was asked, or those of a hand-over slip one by one. */
  readonly scope: Filter;
}

const refused: Word = {
  zh: "不填；时间由文件的期间决定",
  en: "nothing: the days of the document say it",
};
const whole: Word = {
  zh: "不填；日报与周通报是全区的，缩小范围请用督查通报",
  en: "nothing: a daily or weekly is of the whole; a notice can be narrowed",
};

/** @throws ParameterError naming the part of the filter that the kind of document does not take */
export function refuseParts(kind: BriefKind, filter: Filter): void {
  const pairs = formatFilter(filter);
  const fault = pairs.find(([name]) => ["found", "closed", "during", "at"].includes(name));
  if (fault) throw new ParameterError(fault[0], fault[1], refused);
  const [first] = pairs;
  if (first && (kind === "daily" || kind === "weekly")) throw new ParameterError(first[0], first[1], whole);
}

/** A moment `at` as text: by the clock on the district's wall, with its offset. */
const momentText = (at: Sql): Sql => sql`(select to_char(m.w, 'YYYY-MM-DD"T"HH24:MI:SS.US') || case when m.o < 0 then '-' else '+' end
    || to_char(abs(m.o) / 60, 'FM00') || ':' || to_char(abs(m.o) % 60, 'FM00')
  from (select t.at at time zone ${timeZone} as w, (extract(epoch from (t.at at time zone ${timeZone}) - (t.at at time zone 'UTC')) / 60)::int as o
    from (select ${at} as at) t) m)`;
/** The last moment of a day. */
const endOf = (day: string): Sql => sql`((${day}::timestamp + interval '1 day') at time zone ${timeZone} - interval '1 microsecond')`;

interface Stand {
  today: string;
  time_zone: string;
  zh: string | null;
  en: string | null;
}
const standing = sql`select ${today}::text as today, ${timeZone} as time_zone, (select name_zh from district) as zh, (select name_en from district) as en`;

const slipOf: Word = { zh: "要交办的问题编号，或 unit 责任单位", en: "the ids of the problems, or a unit" };
const noOpen: Word = { zh: "有未销号问题的范围；这里现在没有", en: "where problems stand open: now there are none" };
const notYours: Word = { zh: "其中有您辖区以外的问题", en: "Some of these problems are outside your area." };

const tooMany: Word = {
  zh: `一张交办单最多 ${mostHandedOver} 个问题；请缩小范围`,
  en: `A slip names at most ${mostHandedOver} problems: narrow it.`,
};

/** The problems of a slip: those named, or what is open of what was asked. @throws ParameterError, Forbidden, TooMany */
async function slip(asker: Asker, filter: Filter, at: string): Promise<Filter> {
  if (filter.problem.length === 0 && filter.unit.length === 0) throw new ParameterError("problem", "", slipOf);
  if (filter.problem.length > mostHandedOver) throw new TooMany(tooMany);
  const named = filter.problem.length > 0;
  const asked: Filter = { ...filter, at, status: !named && filter.status.length === 0 ? ["open"] : filter.status };
  const set = hits(await check({ ...asker, filter: asked }), sql`p.id`);
  const found = await asker.rows<{ id: number }>("slip", sql`select h.id from (${set}) h order by h.id limit ${mostHandedOver + 1}::int`);
  if (found.length > mostHandedOver) throw new TooMany(tooMany);
  const alone = formatFilter(filter).every(([name]) => name === "problem");
  if (named && alone && areaOf(asker.caller) !== null && found.length < filter.problem.length) throw new Forbidden(notYours);
  if (found.length === 0) throw new ParameterError(named ? "problem" : "unit", "", noOpen);
  return { ...emptyFilter, problem: found.map(({ id }) => id), at };
}

/** @throws ParameterError for days or a filter that the document does not take, Forbidden, TooMany */
export async function frameOf(asker: Asker, { kind, days, filter }: Wanted): Promise<Frame> {
  refuseParts(kind, filter);
  const [stand] = (await asker.rows<Stand>("stand", standing)) as [Stand];
  const period = periodOf(kind, days, stand.today);
  const previous = before(period);
  const now = period.running || kind === "handover";
  const [at] = (await asker.rows<{ then: string; earlier: string }>(
    "moments",
    sql`select ${momentText(now ? sql`clock()` : endOf(period.to))} as then, ${momentText(endOf(previous.to))} as earlier`,
  )) as [{ then: string; earlier: string }];
  const scope = kind === "handover" ? await slip(asker, filter, at.then) : { ...filter, at: at.then };
  return {
    ...period,
    kind,
    district: { zh: stand.zh ?? "", en: stand.en ?? "" },
    timeZone: stand.time_zone,
    asOf: at.then,
    before: { ...previous, asOf: at.earlier },
    narrowed: formatFilter(filter).length ? filter : null,
    scope,
  };
}

/** A filter with its names looked up. */
export const checkedOf = (asker: Asker, filter: Filter): Promise<Checked> => check({ ...asker, filter });
