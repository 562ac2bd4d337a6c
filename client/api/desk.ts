/** What the desk keeps: saved views, and short links. */
import type { Done, SavedView, SavedViews, ShareLink } from "../../server/contract/types.ts";
import { queryOf } from "../state/view.ts";
import { getJson, postJson } from "./http.ts";

export const askViews = (signal?: AbortSignal) => getJson<SavedViews>("/api/views", signal);
export type KeptView = Pick<SavedView, "name" | "query" | "share">;
export const addView = (view: KeptView) => postJson<SavedView>("/api/views", view);
/** What is left out stays. */
export const changeView = (id: number, part: Partial<KeptView>) => postJson<SavedView>(`/api/views/${id}`, part);
export const removeView = (id: number) => postJson<Done>(`/api/views/${id}/remove`, {});

export const askLink = (code: string) => getJson<ShareLink>(`/api/links?${queryOf([["code", code]])}`);
export const addLink = (query: string) => postJson<ShareLink>("/api/links", { query });
