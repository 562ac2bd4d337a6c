/** Shapes of questions by place: named shapes, what lies around something, what is nearest. */
import { Type } from "typebox";
import { shares } from "./officeWords.ts";
import { id, nullable, time, words } from "./schemaParts.ts";
import { campaigns, problemStatuses, siteKinds, siteTypes } from "./vocabulary.ts";

/** A place that is asked about again and again. */
export const NamedShape = Type.Object({
  id,
  name: Type.String(),
  definition: Type.String({
    description: "draw/… of a drawn shape, or within:<metres>:<anchors> of surroundings; the filter says it as shape/<id>.",
  }),
  campaign: nullable(words(campaigns)),
  share: words(shares),
  owner: nullable(Type.String()),
  mine: Type.Boolean({ description: "The caller may change it and take it away." }),
});
export const NamedShapes = Type.Object({ rows: Type.Array(NamedShape) });

/** Sites of one type: how many, and of lines how many metres lie within the distance. */
const sites = Type.Array(
  Type.Object({
    type: words(siteTypes),
    kind: Type.Enum([...siteKinds]),
    count: Type.Integer(),
    length_m: Type.Number({ description: "Of lines: the metres within the distance, each once; 0 of others." }),
  }),
  { description: "The most first; types with none are left out." },
);
/** What lies within a distance of each anchor, and of all together, each thing once. */
export const Surroundings = Type.Object({
  clock: time,
  within_m: Type.Number(),
  all: Type.Object({ problems: Type.Integer({ description: "Of the filter." }), sites }),
  anchors: Type.Array(
    Type.Object({
      kind: Type.Enum(["site", "zone", "draw"]),
      id: Type.Integer({ description: "0 of a drawing." }),
      type: nullable(words(siteTypes)),
      name: Type.String(),
      lon: Type.Number(),
      lat: Type.Number(),
      problems: Type.Integer(),
      sites,
    }),
    { description: "The most problems first. An anchor is not among its own sites." },
  ),
  anchorsTotal: Type.Integer({ description: "More than the list when there are too many to measure one by one." }),
});

/** The nearest things, on the ellipsoid, to an anchor's own geometry. */
export const Nearest = Type.Object({
  clock: time,
  rows: Type.Array(
    Type.Object({
      kind: Type.Enum(["site", "problem"]),
      id,
      name: Type.String(),
      type: nullable(words(siteTypes)),
      status: nullable(words(problemStatuses)),
      distance_m: Type.Number(),
      lon: Type.Number(),
      lat: Type.Number(),
      length_m: Type.Number({ description: "Of a line, its whole length; 0 of others." }),
    }),
    { description: "Nearest first." },
  ),
});
