/** "What lies within 500 m of these?" Problems, sites by type, metres of alley and river: per anchor and in all, each thing once. */
import { anchors, metres } from "../ask/parameters.ts";
import { route } from "../ask/route.ts";
import { Surroundings } from "../contract/placeSchemas.ts";
import { radii_m } from "../contract/vocabulary.ts";

export const surroundings = route({
  path: "/api/surroundings",
  question: "What lies within a distance of each of these, and of all together: problems, sites by type, metres of alley and river?",
  filtered: true,
  takes: {
    of: anchors("What to look around: site types, site/id, zone/id, shape/id or draw/drawing, separated by commas."),
    within: metres(radii_m[0], "Distance in metres on the ellipsoid, to the anchor's geometry."),
  },
  answer: Surroundings,
  handle: () => Promise.reject(new Error("not built")),
});
