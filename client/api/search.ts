/** Names and numbers that begin with, contain or sound like what was typed. */
import type { SearchAnswer } from "../../server/contract/types.ts";
import { queryOf } from "../state/view.ts";
import { getJson } from "./http.ts";

export const askSearch = (text: string, signal?: AbortSignal) => getJson<SearchAnswer>(`/api/search?${queryOf([["q", text]])}`, signal);
