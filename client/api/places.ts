/** Questions by place: what lies around something, and what is nearest. */
import { type Filter, formatFilter } from "../../server/contract/filter.ts";
import { type Anchor, formatAnchor } from "../../server/contract/geo.ts";
import type { Nearest, Surroundings } from "../../server/contract/types.ts";
import type { SiteType } from "../../server/contract/vocabulary.ts";
import { type NearQuestion, queryOf } from "../state/view.ts";
import { getJson } from "./http.ts";

const anchorsText = (of: readonly Anchor[]) => of.map(formatAnchor).join(",");

/** Everything within the distance, for each anchor and in all. */
export function askSurroundings(filter: Filter, { of, within_m }: NearQuestion, signal?: AbortSignal) {
  const question: [string, string][] = [
    ["of", anchorsText(of)],
    ["within", String(within_m)],
  ];
  return getJson<Surroundings>(`/api/surroundings?${queryOf([...formatFilter(filter), ...question])}`, signal);
}

/** What one can look for. */
export type Sought = "problem" | SiteType;
/** At most this many come in one answer. */
export const mostNearest = 100;

/** The nearest, however far. @param limit 1 to 100 */
export function askNearest(filter: Filter, of: readonly Anchor[], what: readonly Sought[], limit: number, signal?: AbortSignal) {
  const question: [string, string][] = [
    ["of", anchorsText(of)],
    ["what", what.join(",")],
    ["limit", String(limit)],
  ];
  return getJson<Nearest>(`/api/nearest?${queryOf([...formatFilter(filter), ...question])}`, signal);
}

/** The definition of surroundings that are kept. */
export const definitionOf = ({ of, within_m }: NearQuestion) => `within:${within_m}:${anchorsText(of)}`;
