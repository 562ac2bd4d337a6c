/** "How has it been around here?" Month by month, how many were found and closed near a site, how many came again, and who answers for the ground. */
import { integer, metres } from "../ask/parameters.ts";
import { route } from "../ask/route.ts";
import { SiteHistory } from "../contract/hotSchemas.ts";
import { personRoles } from "../contract/vocabulary.ts";

export const siteHistory = route({
  path: "/api/sites/{id}/history",
  question: "What was found within a distance of this site month by month, what came again, and who answers for the ground?",
  may: { who: personRoles, area: "own" },
  takes: {
    within: metres(500, "Distance in metres to the site's own geometry."),
    months: integer(1, 60, 12, "How many months, the running one among them."),
  },
  answer: SiteHistory,
  handle: () => Promise.reject(new Error("not built")),
});
