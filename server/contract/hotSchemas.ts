/** Shapes of analysis: clusters, hot spots with their significance, figures that filter each other, a site's history. */
import { Type } from "typebox";
import { day, id, integers, nullable, time } from "./schemaParts.ts";

const position = Type.Tuple([Type.Number(), Type.Number()], { description: "Longitude and latitude, EPSG:4326." });

/** Clusters of problems: density-reachable (DBSCAN), distances in metres on the ellipsoid. */
export const Clusters = Type.Object({
  clock: time,
  within_m: Type.Number({ description: "Neighbours are no farther apart." }),
  least: Type.Integer({ description: "A core has so many neighbours at least, itself among them." }),
  total: Type.Integer({ description: "Problems of the filter." }),
  scattered: Type.Integer({ description: "Problems in no cluster." }),
  clusters: Type.Array(
    Type.Object({
      ids: Type.Array(id, { description: "Ascending: the filter's problem=… opens them." }),
      count: Type.Integer(),
      lon: Type.Number({ description: "The middle of its problems." }),
      lat: Type.Number(),
      hull: Type.Array(position, { description: "Convex, open, anticlockwise; one or two positions when it has no area." }),
      span_m: Type.Number({ description: "Between the two that are farthest apart." }),
      firstFound: time,
      lastFound: time,
      repeats: Type.Integer({ description: "Of its problems, those that came again (the filter's repeat, or 50 m and 30 days)." }),
      monthsInRow: Type.Integer({ description: "Months in a row, up to the last with a find, in each of which something was found." }),
      categories: Type.Array(Type.Object({ code: Type.String(), count: Type.Integer() }), {
        description: "The most first, three at most.",
      }),
      outline: nullable(
        Type.Object(
          { geo: Type.String({ description: "A clause of the filter: inside:draw/…" }), count: Type.Integer() },
          {
            description:
              "Of a cluster with more problems than problem=… takes (1000): its outline, and how many problems of the filter lie in it, scattered ones among them. null of others.",
          },
        ),
      ),
    }),
    { description: "The most problems first." },
  ),
  clustersTotal: Type.Integer({ description: "More than the list when there are too many to tell of one by one." }),
});

/** Getis-Ord Gi* of hexagons, as columns. Cells cover the district; those without a problem count as 0. */
export const HotSpots = Type.Object({
  clock: time,
  cell_m: Type.Number({ description: "Width of a hexagon, side to side; neighbours share a side." }),
  ground: Type.Enum(["outline", "hull"], {
    description: "What the cells are laid over: the district's outline, or where none is known the hull of its zones and sites.",
  }),
  part: Type.Boolean({
    description:
      "The cells are not all of the ground's: only those whose middles meet the filter's places, and lie in the zone that the caller is bound to. Elsewhere nothing could be found, which is not 0.",
  }),
  problems: Type.Integer({ description: "Problems of the filter that lie in a cell." }),
  outside: Type.Integer({
    description: "Problems of the filter that lie in none: outside the ground, or at its edge in a hexagon whose middle is outside.",
  }),
  empty: Type.Integer({ description: "Cells without a problem." }),
  edge: Type.Integer({ description: "Cells at the edge: not all six neighbours are cells." }),
  mean: Type.Number(),
  deviation: Type.Number(),
  corners: Type.Array(position, {
    description: "Of a cell, from its middle, in degrees: six. Whole 1e-5 degrees, so that inside:draw/… of a cell opens what it counts.",
  }),
  lon: Type.Array(Type.Number()),
  lat: Type.Array(Type.Number()),
  count: integers,
  neighbours: Type.Array(Type.Integer(), { description: "Cells that count with it, itself not among them." }),
  z: Type.Array(nullable(Type.Number()), {
    description: "null where it cannot be said: all cells are equal, or the cell has every cell for a neighbour.",
  }),
  p: Type.Array(nullable(Type.Number()), { description: "Two-sided, before the false-discovery control." }),
  level: Type.Array(Type.Integer(), {
    description:
      "3, 2, 1: hot at 99, 95, 90 % with the false-discovery rate controlled (Benjamini and Hochberg); 0: not significant; below 0: cold.",
  }),
});

/** Figures that filter each other: each group counted with every part of the filter but its own. */
export const Facets = Type.Object({
  total: Type.Integer({ description: "Of the whole filter." }),
  clock: time,
  by: Type.Record(Type.String(), Type.Array(Type.Object({ key: Type.String(), count: Type.Integer() }))),
});

/** What was found around a site, month by month. */
export const SiteHistory = Type.Object({
  clock: time,
  within_m: Type.Number(),
  total: Type.Integer({ description: "Problems ever found within the distance, of the caller's area." }),
  open: Type.Integer(),
  repeats: Type.Integer({ description: "Of them, those that came again within 50 m and 30 days of a closed one of their category." }),
  firstFound: nullable(time),
  months: Type.Array(
    Type.Object({
      from: day,
      to: day,
      found: Type.Integer(),
      closed: Type.Integer(),
      open: Type.Integer({ description: "Open when the month ended, or now." }),
    }),
    { description: "Oldest first; the last is the running one." },
  ),
  perMonth: Type.Number({ description: "Found a month, over the whole months listed." }),
  people: Type.Array(
    Type.Object({
      level: Type.Integer(),
      zone: Type.Object({ id, name: Type.String() }),
      person: nullable(Type.String()),
      unit: nullable(Type.String()),
    }),
    { description: "Who answers for the ground it lies on: sub-district, community, grid cell." },
  ),
});
