/** "Where do they heap?" Clusters of the filter's problems: DBSCAN in metres on the ellipsoid. */
import { integer, metres } from "../ask/parameters.ts";
import { route } from "../ask/route.ts";
import { Clusters } from "../contract/hotSchemas.ts";

export const clusters = route({
  path: "/api/problems/clusters",
  question: "Where do the filter's problems heap, how many, since when, and how many came again?",
  filtered: true,
  takes: {
    within: metres(80, "Neighbours are no farther apart."),
    least: integer(2, 1000, 5, "A core has so many neighbours at least, itself among them."),
  },
  answer: Clusters,
  handle: () => Promise.reject(new Error("not built")),
});
