/** Shapes of what is answered as a grid, or as features of other systems. */
import { Type } from "typebox";
import { time, words } from "./schemaParts.ts";
import { problemStatuses } from "./vocabulary.ts";

const whole = (description: string) => Type.Array(Type.Integer(), { description });

/** Of square cells, those that hold anything. */
export const ProblemGrid = Type.Object({
  revision: Type.Integer(),
  clock: time,
  cell_m: Type.Integer({ description: "Side of a cell on the ground at the district's middle, metres." }),
  count: Type.Integer({ description: "Cells." }),
  total: Type.Integer({ description: "Problems in all of them: every one that the filter means." }),
  lon: whole("Middles of the cells, 1e-6 degrees."),
  lat: whole("Middles of the cells, 1e-6 degrees."),
  n: whole("Problems in each."),
  open: whole("Open ones in each."),
});

/** As OGC API Features names things. */
export const ProblemFeatures = Type.Object({
  type: Type.Literal("FeatureCollection"),
  timeStamp: time,
  numberMatched: Type.Integer({ description: "All that the filter means in the box." }),
  numberReturned: Type.Integer({
    description: "Those of them that follow: fewer when there are more than the limit; then those with the lowest ids.",
  }),
  features: Type.Array(
    Type.Object({
      type: Type.Literal("Feature"),
      id: Type.Integer(),
      geometry: Type.Object({ type: Type.Literal("Point"), coordinates: Type.Array(Type.Number(), { minItems: 2, maxItems: 2 }) }),
      properties: Type.Object({
        code: Type.String(),
        status: words(problemStatuses),
        category: Type.String(),
        found: time,
      }),
    }),
  ),
});
