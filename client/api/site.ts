/** How it has been around a site, month by month. */
import type { SiteHistory } from "../../server/contract/types.ts";
import { getJson } from "./http.ts";

/** @param within metres @param months how many, the running one among them */
export const askHistory = (id: number, within: number, months: number, signal?: AbortSignal) =>
  getJson<SiteHistory>(`/api/sites/${id}/history?within=${within}&months=${months}`, signal);
