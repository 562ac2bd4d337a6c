/** What somebody is told: notices of the caller's own, and that they were read. */
import type { Done, Notices } from "../../server/contract/types.ts";
import { getJson, postJson } from "./http.ts";

/** The newest first. @param cursor `next` of the page before @param limit 0 for the number of unread ones alone */
export const askNotices = (limit: number, cursor: string | null, signal?: AbortSignal) =>
  getJson<Notices>(`/api/notices?limit=${limit}${cursor === null ? "" : `&cursor=${encodeURIComponent(cursor)}`}`, signal);

/** Everything up to this notice was read. */
export const postRead = (to: number) => postJson<Done>("/api/notices/read", { to });
