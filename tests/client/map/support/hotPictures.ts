/** Small answers of hot-spot questions. */
import type { Clusters, HotSpots } from "../../../../server/contract/types.ts";

const clock = "2026-11-21T10:00:00Z";
const one = {
  lon: 119.005,
  lat: 33.005,
  span_m: 180.4,
  // The 4th of May in the district.
  firstFound: "2026-05-03T17:00:00Z",
  lastFound: clock,
  repeats: 12,
  monthsInRow: 3,
  categories: [
    { code: "0101", count: 30 },
    { code: "0999", count: 12 },
  ],
  outline: null,
};

export const clusters: Clusters = {
  clock,
  within_m: 80,
  least: 2,
  total: 60,
  scattered: 11,
  clustersTotal: 3,
  clusters: [
    {
      ...one,
      ids: Array.from({ length: 42 }, (_, i) => i + 1),
      count: 42,
      hull: [
        [119, 33],
        [119.01, 33],
        [119.01, 33.01],
      ],
    },
    {
      ...one,
      ids: [50, 51],
      count: 2,
      hull: [
        [119.2, 33.2],
        [119.21, 33.21],
      ],
    },
    { ...one, ids: [60, 61, 62, 63, 64], count: 5, hull: [[119.1, 33.6]] },
  ],
};

export const hexagons: HotSpots = {
  clock,
  cell_m: 300,
  ground: "outline",
  part: false,
  problems: 11,
  outside: 1,
  empty: 1,
  edge: 2,
  mean: 3.67,
  deviation: 3.86,
  corners: [
    [0, 0.00156],
    [-0.00162, 0.00078],
    [-0.00162, -0.00078],
    [0, -0.00156],
    [0.00162, -0.00078],
    [0.00162, 0.00078],
  ],
  lon: [119.1, 119.2, 119.3],
  lat: [33.6, 33.6, 33.6],
  count: [9, 0, 2],
  neighbours: [6, 4, 5],
  z: [5.2, null, -2.7],
  p: [0.0000002, null, 0.0069],
  level: [3, 0, -2],
};
