/** One evaluated site with what is near it. */
import type { SiteDetail } from "../../server/contract/types.ts";
import { getJson } from "./http.ts";

export const askSite = (id: number, signal?: AbortSignal) => getJson<SiteDetail>(`/api/sites/${id}`, signal);
