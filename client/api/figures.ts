/** The question of figures that filter each other. */
import { type Filter, formatFilter } from "../../server/contract/filter.ts";
import type { Facets } from "../../server/contract/types.ts";
import { queryOf } from "../state/view.ts";
import { getJson } from "./http.ts";

/** How many problems each choice would give: each group counted with every part of the filter but its own. */
export const askFacets = (filter: Filter, by: readonly string[], signal?: AbortSignal) =>
  getJson<Facets>(`/api/problems/facets?${queryOf([...formatFilter(filter), ["by", by.join(",")]])}`, signal);
