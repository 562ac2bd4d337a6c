/** Questions about problems: a page of them, figures, one of them, a file of them. */
import { type Filter, formatFilter } from "../../server/contract/filter.ts";
import { formatAnchor } from "../../server/contract/geo.ts";
import type { CountAnswer, NearAnswer, Performance, ProblemDetail, ProblemList } from "../../server/contract/types.ts";
import { type NearQuestion, queryOf } from "../state/view.ts";
import { getJson } from "./http.ts";

export interface Page {
  readonly sort: string;
  readonly limit: number;
  readonly cursor?: string;
  /** Every id of the answer too, to light them on the map. */
  readonly ids?: boolean;
}

const pagePairs = (page: Page): [string, string][] => [
  ["sort", page.sort],
  ["limit", String(page.limit)],
  ...(page.cursor ? ([["cursor", page.cursor]] as [string, string][]) : []),
  ...(page.ids ? ([["ids", "1"]] as [string, string][]) : []),
];

export const askProblems = (filter: Filter, page: Page, signal?: AbortSignal) =>
  getJson<ProblemList>(`/api/problems?${queryOf([...formatFilter(filter), ...pagePairs(page)])}`, signal);

/** What is near: per anchor its count, and the total with each problem once. */
export function askNear(filter: Filter, near: NearQuestion, page: Page, signal?: AbortSignal) {
  const question: [string, string][] = [
    ["of", near.of.map(formatAnchor).join(",")],
    ["within", String(near.within_m)],
  ];
  return getJson<NearAnswer>(`/api/problems/near?${queryOf([...formatFilter(filter), ...question, ...pagePairs(page)])}`, signal);
}

/** Figures by zone are by today's zones: those are what a filter means, so that each figure opens the rows behind it. */
const ofToday = (by: readonly string[]): [string, string][] => (by.some((group) => group.startsWith("zone")) ? [["zones", "today"]] : []);

export const askCounts = (filter: Filter, by: readonly string[], signal?: AbortSignal) =>
  getJson<CountAnswer>(`/api/problems/count?${queryOf([...formatFilter(filter), ["by", by.join(",")], ...ofToday(by)])}`, signal);

export const askProblem = (id: number, signal?: AbortSignal) => getJson<ProblemDetail>(`/api/problems/${id}`, signal);

/** Closure figures of the filter's problems, by unit, sub-district, category or person. */
export const askPerformance = (filter: Filter, by: "unit" | "zone" | "category" | "person", signal?: AbortSignal) =>
  getJson<Performance>(`/api/problems/performance?${queryOf([...formatFilter(filter), ["by", by], ...ofToday([by])])}`, signal);

/** Address of the filter's rows as a file. */
export function exportAddress(filter: Filter, format: "csv" | "geojson" | "xlsx"): string {
  const query = queryOf(formatFilter(filter));
  return `/api/problems/export.${format}${query && `?${query}`}`;
}
