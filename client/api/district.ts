/** What is this district, and what is its time? */
import type { District } from "../../server/contract/types.ts";
import { getJson } from "./http.ts";

export const askDistrict = (signal?: AbortSignal) => getJson<District>("/api/district", signal);
