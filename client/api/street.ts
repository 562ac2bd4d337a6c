/** What is asked and sent from the street: finds that may be the same, sites to check in at, and whatever waited on a phone. */
import type { CheckIn, ProblemDetail, ProblemList, Similar, SitesNear } from "../../server/contract/types.ts";
import { queryOf } from "../state/view.ts";
import { getJson, postJson } from "./http.ts";

const placed = (lon: number, lat: number): [string, string][] => [
  ["lon", lon.toFixed(6)],
  ["lat", lat.toFixed(6)],
];

export const askSimilar = (category: string, lon: number, lat: number, signal?: AbortSignal) =>
  getJson<Similar>(`/api/problems/similar?${queryOf([["category", category], ...placed(lon, lat)])}`, signal);

export const askSitesNear = (lon: number, lat: number, signal?: AbortSignal) =>
  getJson<SitesNear>(`/api/sites/near?${queryOf(placed(lon, lat))}`, signal);

/** Problems of one's own, soonest due first. @param pairs of the filter */
export const askTasks = (pairs: readonly (readonly [string, string])[], signal?: AbortSignal) =>
  getJson<ProblemList>(`/api/problems?${queryOf([...pairs, ["sort", "deadline"], ["limit", "100"]])}`, signal);

/** Posts what waited; the same clientId is done once, however often it comes. */
export const postWaiting = (path: `/api/${string}`, body: object, signal: AbortSignal) =>
  postJson<ProblemDetail | CheckIn>(path, body, signal);
