/** "What if?" Figures of the filter, each group counted with every part but its own: what a choice would give. */
import { words } from "../ask/parameters.ts";
import { route } from "../ask/route.ts";
import { Facets } from "../contract/hotSchemas.ts";

export const facets = route({
  path: "/api/problems/facets",
  question:
    "How many problems would each choice give: by status, category, unit, sub-district, site type, day and hour, each group counted without its own part of the filter?",
  filtered: true,
  takes: {
    by: words(
      ["status", "state", "category", "major", "unit", "siteType", "zone", "day", "hour"],
      ["status"],
      "What to count by; zone is level 1.",
    ),
  },
  answer: Facets,
  handle: () => Promise.reject(new Error("not built")),
});
