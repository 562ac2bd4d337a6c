/** Words of a place, as places: names, crossings, distances from something. */
import type { Located, LocatedMany } from "../../server/contract/types.ts";
import { queryOf } from "../state/view.ts";
import { getJson, postJson } from "./http.ts";

export const askLocate = (text: string, signal?: AbortSignal) => getJson<Located>(`/api/locate?${queryOf([["q", text]])}`, signal);
/** @param addresses at most `mostLocated` at once */
export const askLocateMany = (addresses: readonly string[], signal?: AbortSignal) =>
  postJson<LocatedMany>("/api/locateMany", { addresses }, signal);
