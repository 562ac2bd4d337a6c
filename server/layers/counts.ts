/** "How many should be drawn?" Each layer's rows, and what the filter means of the working set: a wall compares each minute. */
import { route } from "../ask/route.ts";
import { LayerCounts } from "../contract/wallSchemas.ts";

export const layerCounts = route({
  path: "/api/layers/counts",
  question: "How many rows has each layer, and how many of the map's problems does the filter mean?",
  filtered: true,
  answer: LayerCounts,
  async handle() {
    throw new Error("not built");
  },
});
