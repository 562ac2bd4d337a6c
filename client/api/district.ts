/** What is this district? And is the server ready? */
import type { District, Health } from "../../server/contract/types.ts";
import { getJson } from "./http.ts";

export const askDistrict = (signal?: AbortSignal) => getJson<District>("/api/district", signal);
export const askHealth = (signal?: AbortSignal) => getJson<Health>("/api/health", signal);
