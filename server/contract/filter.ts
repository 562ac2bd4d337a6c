/**
 * The one filter: read once from a URL's parameters, written back in one form.
 * The page and every /api/problems… route use this file, so there is no second spelling.
 */
import { decodeShape, encodeShape, type Shape } from "./draw.ts";
import {
  type Campaign,
  campaigns,
  maxRadius_m,
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

/** What a distance is measured to: all sites of a type, one site, one zone, or a drawn shape. */
export type Anchor = { readonly type: SiteType } | { readonly site: number } | { readonly zone: number } | { readonly draw: Shape };
/** An area to be in: a zone, a drawn area, or a view [west, south, east, north]. */
export type Area = { readonly zone: number } | { readonly draw: Shape } | { readonly view: readonly [number, number, number, number] };
export type GeoClause =
  | { readonly op: "within" | "beyond"; readonly distance_m: number; readonly of: readonly Anchor[] }
  | { readonly op: "inside" | "outside"; readonly areas: readonly Area[] };

/** The last n days, or dates of the district's calendar, both ends included; a missing end is open. */
export type Found = { readonly days: number } | { readonly from: string | null; readonly to: string | null };

/** Lists are "any of"; everything named must hold; an empty list or null asks nothing. */
export interface Filter {
  readonly status: readonly StatusWord[];
  readonly category: readonly string[];
  readonly unit: readonly number[];
  /** Ids of responsible people (责任人). */
  readonly person: readonly number[];
  readonly source: readonly ProblemSource[];
  readonly campaign: readonly Campaign[];
  readonly found: Found | null;
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
  found: null,
  at: null,
  q: null,
  geo: [],
};
export const filterParameters = ["status", "category", "unit", "person", "source", "campaign", "found", "at", "q", "geo"] as const;
export type FilterParameter = (typeof filterParameters)[number];

/** A parameter that could not be read: which, what it held, and what it takes. */
export class ParameterError extends Error {
  readonly parameter: string;
  readonly value: string;
  readonly expected: Word;
  constructor(parameter: string, value: string, expected: Word) {
    super(`${parameter}=${value.slice(0, 200)}: ${expected.en}`);
    this.parameter = parameter;
    this.value = value.slice(0, 200);
    this.expected = expected;
  }
}

const has = <K extends string>(words: Record<K, unknown>, word: string): word is K => Object.hasOwn(words, word);

function list<T>(parameter: string, text: string, expected: Word, read: (word: string) => T | undefined): T[] {
  const values = text.split(",").map((word) => {
    const value = read(word);
    if (value === undefined) throw new ParameterError(parameter, text, expected);
    return value;
  });
  if (values.length > 200) throw new ParameterError(parameter, text, { zh: "最多 200 个值", en: "at most 200 values" });
  return [...new Set(values)];
}

/** A positive integer id, or undefined. */
export function readId(text: string): number | undefined {
  return /^[1-9]\d{0,14}$/.test(text) ? Number(text) : undefined;
}

const oneOf = (words: Record<string, unknown>): Word => {
  const names = Object.keys(words).join(", ");
  return { zh: `可取：${names}（逗号分隔）`, en: `one or more of ${names}, separated by commas` };
};

const expectedGeo: Word = {
  zh: "形如 within:500:market、within:200:site/812、beyond:200:river、inside:zone/12、inside:draw/…、inside:view/西,南,东,北",
  en: "such as within:500:market, within:200:site/812, beyond:200:river, inside:zone/12, inside:draw/…, inside:view/w,s,e,n",
};

function readAnchor(text: string): Anchor | undefined {
  if (has(siteTypes, text)) return { type: text };
  const id = readId(text.slice(5));
  if (text.startsWith("site/") && id) return { site: id };
  if (text.startsWith("zone/") && id) return { zone: id };
  const shape = text.startsWith("draw/") ? decodeShape(text.slice(5)) : null;
  return shape ? { draw: shape } : undefined;
}

function readArea(text: string): Area | undefined {
  const anchor = readAnchor(text);
  if (!anchor || "type" in anchor || "site" in anchor) return undefined;
  return "draw" in anchor && anchor.draw.kind !== "area" ? undefined : anchor;
}

function readView(text: string): Area | undefined {
  const numbers = text.split(",").map((t) => (/^-?\d{1,3}(\.\d{1,12})?$/.test(t) ? Number(t) : Number.NaN));
  const [w, s, e, n] = numbers as [number, number, number, number];
  const ok = numbers.length === 4 && w < e && s < n && w >= -180 && e <= 180 && s >= -90 && n <= 90;
  return ok ? { view: [w, s, e, n] } : undefined;
}

/** Reads one `geo=` clause. @throws ParameterError naming geo */
export function parseGeo(text: string): GeoClause {
  const [op = "", ...rest] = text.split(":");
  if (op === "inside" || op === "outside") {
    const body = rest.join(":");
    const areas = body.startsWith("view/") ? [readView(body.slice(5)) ?? bad(text)] : list("geo", body, expectedGeo, readArea);
    return { op, areas };
  }
  const distance_m = /^\d{1,6}(\.\d{1,2})?$/.test(rest[0] ?? "") ? Number(rest[0]) : Number.NaN;
  if ((op !== "within" && op !== "beyond") || rest.length !== 2) bad(text);
  if (!(distance_m >= 0 && distance_m <= maxRadius_m)) {
    throw new ParameterError("geo", text, { zh: `距离为 0 至 ${maxRadius_m} 的米数`, en: `a distance in metres from 0 to ${maxRadius_m}` });
  }
  return { op: op as "within" | "beyond", distance_m, of: readAnchors("geo", rest[1] as string) };
}

function bad(text: string): never {
  throw new ParameterError("geo", text, expectedGeo);
}

/** Reads a comma list of anchors, as in `of=market,site/12`. @throws ParameterError naming the parameter */
export function readAnchors(parameter: string, text: string): Anchor[] {
  const expected =
    parameter === "geo"
      ? expectedGeo
      : {
          zh: "点位类型、site/编号、zone/编号 或 draw/图形，逗号分隔",
          en: "site types, site/id, zone/id or draw/shape, separated by commas",
        };
  return list(parameter, text, expected, readAnchor);
}

export const formatAnchor = (anchor: Anchor | Area): string =>
  "type" in anchor
    ? anchor.type
    : "site" in anchor
      ? `site/${anchor.site}`
      : "zone" in anchor
        ? `zone/${anchor.zone}`
        : "draw" in anchor
          ? `draw/${encodeShape(anchor.draw)}`
          : `view/${anchor.view.join(",")}`;

/** The one text of a clause. */
export function formatGeo(clause: GeoClause): string {
  return "of" in clause
    ? `${clause.op}:${clause.distance_m}:${clause.of.map(formatAnchor).join(",")}`
    : `${clause.op}:${clause.areas.map(formatAnchor).join(",")}`;
}

const expectedFound: Word = {
  zh: "形如 7d（近 7 天）或 2026-11-01..2026-11-21（可缺一端）",
  en: "such as 7d, or 2026-11-01..2026-11-21 (either end may be missing)",
};

/** A day of the calendar, yyyy-MM-dd: 2026-02-30 is not one. */
function isDate(text: string): boolean {
  const date = new Date(`${text}T00:00:00Z`);
  return /^\d{4}-\d{2}-\d{2}$/.test(text) && !Number.isNaN(date.getTime()) && date.toISOString().startsWith(text);
}

function parseFound(text: string): Found {
  const days = /^([1-9]\d{0,3})d$/.exec(text);
  if (days) return { days: Number(days[1]) };
  const [from, to, more] = text.split("..");
  const ends = [from, to].map((end) => (end === "" ? null : end));
  const ok =
    to !== undefined &&
    more === undefined &&
    (ends[0] || ends[1]) &&
    ends.every((end) => end === null || isDate(end as string)) &&
    !(ends[0] && ends[1] && ends[0] > ends[1]);
  if (!ok) throw new ParameterError("found", text, expectedFound);
  return { from: ends[0] as string | null, to: ends[1] as string | null };
}

function parseAt(text: string): string {
  const ok =
    /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2})?(Z|[+-]\d{2}:\d{2})$/.test(text) &&
    isDate(text.slice(0, 10)) &&
    !Number.isNaN(Date.parse(text));
  if (!ok)
    throw new ParameterError("at", text, {
      zh: "带时区的时刻，形如 2026-11-20T08:00+08:00",
      en: "a time with its offset, such as 2026-11-20T08:00+08:00",
    });
  return text;
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
  found: parseFound,
  at: parseAt,
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

/** The filter's parameters, in one order, nothing that asks nothing. parseFilter reads them back to an equal filter. */
export function formatFilter(filter: Filter): [FilterParameter, string][] {
  const pairs: [FilterParameter, string][] = [];
  for (const name of ["status", "category", "unit", "person", "source", "campaign"] as const) {
    if (filter[name].length) pairs.push([name, filter[name].join(",")]);
  }
  const { found } = filter;
  if (found) pairs.push(["found", "days" in found ? `${found.days}d` : `${found.from ?? ""}..${found.to ?? ""}`]);
  if (filter.at) pairs.push(["at", filter.at]);
  if (filter.q) pairs.push(["q", filter.q]);
  for (const clause of filter.geo) pairs.push(["geo", formatGeo(clause)]);
  return pairs;
}

/** True when the filter asks nothing at all. */
export const isEmpty = (filter: Filter): boolean => formatFilter(filter).length === 0;
