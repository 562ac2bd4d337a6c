/** "Is it really hot there?" Getis-Ord Gi* of hexagons over the district, with the false-discovery rate controlled. */
import { integer } from "../ask/parameters.ts";
import { route } from "../ask/route.ts";
import { HotSpots } from "../contract/hotSchemas.ts";

export const hotSpots = route({
  path: "/api/problems/hotSpots",
  question: "Which hexagons of the district have more of the filter's problems, or fewer, than chance would give?",
  filtered: true,
  takes: { cell: integer(50, 5000, 300, "Width of a hexagon in metres, side to side.") },
  answer: HotSpots,
  handle: () => Promise.reject(new Error("not built")),
});
