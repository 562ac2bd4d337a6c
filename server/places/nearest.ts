/** "Which are the nearest?" Problems of the filter and sites of some types, nearest first, to one anchor's own geometry. */
import { anchors, integer, words } from "../ask/parameters.ts";
import { route } from "../ask/route.ts";
import { Nearest } from "../contract/placeSchemas.ts";
import { type SiteType, siteTypes } from "../contract/vocabulary.ts";

export const nearest = route({
  path: "/api/nearest",
  question: "Which problems of the filter, and which sites of some types, are nearest to these?",
  filtered: true,
  takes: {
    of: anchors("What to measure from: site types, site/id, zone/id, shape/id or draw/drawing, separated by commas."),
    what: words(["problem", ...(Object.keys(siteTypes) as SiteType[])], ["problem"], "What to look for."),
    limit: integer(1, 100, 10, "How many."),
  },
  answer: Nearest,
  handle: () => Promise.reject(new Error("not built")),
});
