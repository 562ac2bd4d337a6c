/**
 * The one filter: read once from a URL's parameters, written back in one form.
 * The page and every /api/problems… route use this file, so there is no second spelling.
 */
import { formatGeo, type GeoClause, parseGeo } from "./geo.ts";
import { formatIds, parseIds } from "./ids.ts";
import { has, list, ParameterError, readId } from "./parameter.ts";
import {
  type Campaign,
  campaigns,
  type ProblemSource,
  type ProblemState,
  problemSources,
  problemStates,
  type SiteType,
  type StatusGroup,
  siteTypes,
  statusGroups,
  type Word,
} from "./vocabulary.ts";

export type StatusWord = ProblemState | StatusGroup;

/** The last n days, or dates of the district's calendar, both ends included; a missing end is open. */
export type Found = { readonly days: number } | Days;
/** Dates of the district's calendar, yyyy-MM-dd, both included; a missing end is open. */
export interface Days {
  readonly from: string | null;
  readonly to: string | null;
}
/** A repeat (反弹): no farther than `within_m` from a closed one of its category, and found no more than `days` times 24 h after that was closed. */
export interface Repeat {
  readonly within_m: number;
  readonly days: number;
}

/** Lists are "any of"; everything named must hold; an empty list or null asks nothing. */
export interface Filter {
  readonly status: readonly StatusWord[];
  readonly category: readonly string[];
  readonly unit: readonly number[];
  /** Ids of responsible people (责任人). */
  readonly person: readonly number[];
  readonly source: readonly ProblemSource[];
  readonly campaign: readonly Campaign[];
  /** Types of the sites that the problems were found at. */
  readonly siteType: readonly SiteType[];
  /** Hours of the day in which they were found, 0 to 23, by the district's time. */
  readonly hour: readonly number[];
  /** Ids of single problems: what was picked by hand, or a cluster. Ascending. */
  readonly problem: readonly number[];
  readonly found: Found | null;
  /** Closed on these days, and closed still (销号日期). */
  readonly closed: Found | null;
  /** Open at some time of these days: found before they ended, and not ended before they began. */
  readonly during: Days | null;
  /** Found again: in the same category, near one that was closed and soon after it. */
  readonly repeat: Repeat | null;
  /** RFC 3339: the problems as they stood then. */
  readonly at: string | null;
  readonly q: string | null;
  readonly geo: readonly GeoClause[];
}

export const emptyFilter: Filter = {
  status: [],
  category: [],
  unit: [],
  person: [],
  source: [],
  campaign: [],
  siteType: [],
  hour: [],
  problem: [],
  found: null,
  closed: null,
  during: null,
  repeat: null,
  at: null,
  q: null,
  geo: [],
};
export const filterParameters = [
  "status",
  "category",
  "unit",
  "person",
  "source",
  "campaign",
  "siteType",
  "hour",
  "problem",
  "found",
  "closed",
  "during",
  "repeat",
  "at",
  "q",
  "geo",
] as const;
export type FilterParameter = (typeof filterParameters)[number];

const oneOf = (words: Record<string, unknown>): Word => {
  const names = Object.keys(words).join(", ");
  return { zh: `可取：${names}（逗号分隔）`, en: `one or more of ${names}, separated by commas` };
};

const expectedFound: Word = {
  zh: "形如 7d（近 7 天）或 2026-11-01..2026-11-21（可缺一端）",
  en: "such as 7d, or 2026-11-01..2026-11-21 (either end may be missing)",
};

/** A day of the calendar, yyyy-MM-dd: 2026-02-30 is not one. */
function isDate(text: string): boolean {
  const date = new Date(`${text}T00:00:00Z`);
  return /^\d{4}-\d{2}-\d{2}$/.test(text) && !Number.isNaN(date.getTime()) && date.toISOString().startsWith(text);
}

function parseFound(parameter: "found" | "closed", text: string): Found {
  const days = /^([1-9]\d{0,3})d$/.exec(text);
  if (days) return { days: Number(days[1]) };
  return parseDays(parameter, text, expectedFound);
}

function parseDays(parameter: string, text: string, expected: Word): Days {
  const [from, to, more] = text.split("..");
  const ends = [from, to].map((end) => (end === "" ? null : end));
  const ok =
    to !== undefined &&
    more === undefined &&
    (ends[0] || ends[1]) &&
    ends.every((end) => end === null || isDate(end as string)) &&
    !(ends[0] && ends[1] && ends[0] > ends[1]);
  if (!ok) throw new ParameterError(parameter, text, expected);
  return { from: ends[0] as string | null, to: ends[1] as string | null };
}

const expectedDuring: Word = {
  zh: "形如 2026-11-01..2026-11-21（可缺一端）",
  en: "such as 2026-11-01..2026-11-21 (either end may be missing)",
};
const expectedRepeat: Word = {
  zh: "形如 50:30：米数（1 至 2000）与天数（1 至 400）",
  en: "such as 50:30: metres (1 to 2000) and days (1 to 400)",
};

function parseRepeat(text: string): Repeat {
  const [within_m = Number.NaN, days = Number.NaN] = /^\d{1,4}:\d{1,3}$/.test(text) ? text.split(":").map(Number) : [];
  if (within_m >= 1 && within_m <= 2000 && days >= 1 && days <= 400) return { within_m, days };
  throw new ParameterError("repeat", text, expectedRepeat);
}

/** Reads a moment: RFC 3339 with its offset, to the microsecond. @throws ParameterError */
export function readMoment(parameter: string, text: string): string {
  const ok =
    /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d{1,6})?)?(Z|[+-]\d{2}:\d{2})$/.test(text) &&
    isDate(text.slice(0, 10)) &&
    !Number.isNaN(Date.parse(text));
  if (!ok)
    throw new ParameterError(parameter, text, {
      zh: "带时区的时刻，形如 2026-11-20T08:00+08:00",
      en: "a time with its offset, such as 2026-11-20T08:00+08:00",
    });
  return text;
}

/** A moment as seconds since 1970, to the microsecond: JavaScript's dates end at the millisecond, the database's do not. */
export function momentUnix_s(at: string): number {
  const [fraction = ""] = /\.\d+/.exec(at) ?? [];
  return Date.parse(at.replace(fraction, "")) / 1000 + Number(`0${fraction}`);
}

function parseWords(text: string): string {
  const words = text.trim().replace(/\s+/g, " ");
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is refused
  if (!words || words.length > 100 || /[\u0000-\u001f\u007f]/.test(words)) {
    throw new ParameterError("q", text, { zh: "1 至 100 个字符的文字", en: "1 to 100 characters of text" });
  }
  return words;
}

const status = { ...problemStates, ...statusGroups };
const expectedCode: Word = { zh: "类别代码，逗号分隔", en: "category codes, separated by commas" };
const expectedUnit: Word = { zh: "责任单位编号，逗号分隔", en: "unit ids, separated by commas" };
const expectedHour: Word = { zh: "0 至 23 的小时，逗号分隔", en: "hours from 0 to 23, separated by commas" };
const expectedPerson: Word = { zh: "责任人编号，逗号分隔", en: "ids of people, separated by commas" };

/** What is read of a URLSearchParams: this file runs on the server and in the page. */
export interface Parameters {
  getAll(name: string): string[];
}

type Once = Exclude<FilterParameter, "geo">;
const readers: { readonly [P in Once]: (text: string) => Filter[P] } = {
  status: (t) => list("status", t, oneOf(status), (w) => (has(status, w) ? (w as StatusWord) : undefined)),
  category: (t) => list("category", t, expectedCode, (w) => (/^[A-Za-z0-9_-]{1,32}$/.test(w) ? w : undefined)),
  unit: (t) => list("unit", t, expectedUnit, readId),
  person: (t) => list("person", t, expectedPerson, readId),
  source: (t) => list("source", t, oneOf(problemSources), (w) => (has(problemSources, w) ? w : undefined)),
  campaign: (t) => list("campaign", t, oneOf(campaigns), (w) => (has(campaigns, w) ? w : undefined)),
  siteType: (t) => list("siteType", t, oneOf(siteTypes), (w) => (has(siteTypes, w) ? w : undefined)),
  hour: (t) => list("hour", t, expectedHour, (w) => (/^(1?\d|2[0-3])$/.test(w) ? Number(w) : undefined)),
  problem: (t) => parseIds("problem", t),
  found: (t) => parseFound("found", t),
  closed: (t) => parseFound("closed", t),
  during: (t) => parseDays("during", t, expectedDuring),
  repeat: parseRepeat,
  at: (t) => readMoment("at", t),
  q: parseWords,
};

/**
 * Reads a filter from a URL's parameters. Parameters that are not the filter's are left alone: the caller
 * says which others it takes and refuses the rest.
 * @throws ParameterError naming the parameter, its value and what it takes
 */
export function parseFilter(parameters: Parameters): Filter {
  const filter: { -readonly [K in keyof Filter]: Filter[K] } = { ...emptyFilter };
  for (const name of Object.keys(readers) as Once[]) {
    const values = parameters.getAll(name);
    if (values.length > 1) throw new ParameterError(name, values.join(" & "), { zh: "只能出现一次", en: "given once only" });
    if (values[0] !== undefined) Object.assign(filter, { [name]: readers[name](values[0]) });
  }
  const geo = parameters.getAll("geo");
  if (geo.length > 12) throw new ParameterError("geo", String(geo.length), { zh: "最多 12 个空间条件", en: "at most 12 clauses" });
  filter.geo = [...new Set(geo)].map(parseGeo);
  return filter;
}

const formatDays = ({ from, to }: Days): string => `${from ?? ""}..${to ?? ""}`;

/** The filter's parameters, in one order, nothing that asks nothing. parseFilter reads them back to an equal filter. */
export function formatFilter(filter: Filter): [FilterParameter, string][] {
  const pairs: [FilterParameter, string][] = [];
  for (const name of ["status", "category", "unit", "person", "source", "campaign", "siteType", "hour"] as const) {
    if (filter[name].length) pairs.push([name, filter[name].join(",")]);
  }
  const { during, repeat, problem } = filter;
  if (problem.length) pairs.push(["problem", formatIds(problem)]);
  for (const name of ["found", "closed"] as const) {
    const span = filter[name];
    if (span) pairs.push([name, "days" in span ? `${span.days}d` : formatDays(span)]);
  }
  if (during) pairs.push(["during", formatDays(during)]);
  if (repeat) pairs.push(["repeat", `${repeat.within_m}:${repeat.days}`]);
  if (filter.at) pairs.push(["at", filter.at]);
  if (filter.q) pairs.push(["q", filter.q]);
  for (const clause of filter.geo) pairs.push(["geo", formatGeo(clause)]);
  return pairs;
}

/** True when the filter asks nothing at all. */
export const isEmpty = (filter: Filter): boolean => formatFilter(filter).length === 0;
