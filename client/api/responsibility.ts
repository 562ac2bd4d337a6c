/** Who is responsible: for a problem, for a place and a category; and who of a unit can be named. */
import type { Handlers, Responsibility } from "../../server/contract/types.ts";
import { queryOf } from "../state/view.ts";
import { getJson } from "./http.ts";

export const askResponsible = (id: number, signal?: AbortSignal) => getJson<Responsibility>(`/api/problems/${id}/responsibility`, signal);

/** @param site the site it was found at, by whose type a trade may be set; null = none */
export function askResponsibleAt(lon: number, lat: number, category: string, site: number | null, signal?: AbortSignal) {
  const pairs: [string, string][] = [
    ["lon", String(lon)],
    ["lat", String(lat)],
    ["category", category],
    ...(site === null ? [] : ([["site", String(site)]] as [string, string][])),
  ];
  return getJson<Responsibility>(`/api/responsibility?${queryOf(pairs)}`, signal);
}

export const askHandlers = (unit: number, signal?: AbortSignal) => getJson<Handlers>(`/api/people/handlers?unit=${unit}`, signal);
