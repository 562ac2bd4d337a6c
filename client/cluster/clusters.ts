/** The index of problems: built from columns for one filter and one time, asked for what a view shows. */
import Supercluster from "supercluster";
import { statusOf } from "../../server/contract/status.ts";
import { type ProblemState, statusOrder } from "../../server/contract/vocabulary.ts";
import type { Bounds, Leaf, ProblemColumns, Spot } from "./protocol.ts";

/** Pixels between two clusters at least: a full-HD picture then holds some 150 to 400 spots. */
const radius = 76;
/** Beyond this zoom only what stands on one spot stays together. */
export const lastClusterZoom = 17;
const mostLeaves = 40;

/** Counts by rank. Plain numbers, not an array: the library copies these properties shallowly, and it is four times as fast. */
interface Counts {
  r0: number;
  r1: number;
  r2: number;
  r3: number;
  r4: number;
  r5: number;
  r6: number;
}
const ones: readonly Counts[] = statusOrder.map((_, rank) => {
  const is = (r: number) => (r === rank ? 1 : 0);
  return { r0: is(0), r1: is(1), r2: is(2), r3: is(3), r4: is(4), r5: is(5), r6: is(6) };
});
const listed = (c: Counts): number[] => [c.r0, c.r1, c.r2, c.r3, c.r4, c.r5, c.r6];
function addTo(sum: Counts, more: Counts): void {
  sum.r0 += more.r0;
  sum.r1 += more.r1;
  sum.r2 += more.r2;
  sum.r3 += more.r3;
  sum.r4 += more.r4;
  sum.r5 += more.r5;
  sum.r6 += more.r6;
}

interface Row {
  readonly id: number;
  readonly rank: number;
}
export type ClusterIndex = Supercluster<Row, Counts>;
type Point = Parameters<ClusterIndex["load"]>[0][number];

/** Rank of each row's status at a time. */
export function ranksOf(columns: ProblemColumns, clock: number): Uint8Array {
  const ranks = new Uint8Array(columns.id.length);
  for (let i = 0; i < ranks.length; i++) {
    const state = columns.states[columns.state[i] as number] as ProblemState;
    ranks[i] = statusOrder.indexOf(statusOf(state, columns.nearlyDue[i] || null, columns.due[i] || null, clock));
  }
  return ranks;
}

/** Index of the rows the mask lets through; null = all of them. */
export function buildIndex(columns: ProblemColumns, ranks: Uint8Array, mask: Uint8Array | null): ClusterIndex {
  const index: ClusterIndex = new Supercluster<Row, Counts>({
    radius,
    maxZoom: lastClusterZoom,
    // A copy: the library adds others' counts into what it is given here.
    map: ({ rank }) => ({ ...(ones[rank] as Counts) }),
    reduce: addTo,
  });
  const points: Point[] = [];
  for (let i = 0; i < columns.id.length; i++) {
    if (mask && mask[i] !== 1) continue;
    points.push({
      type: "Feature",
      properties: { id: columns.id[i] as number, rank: ranks[i] as number },
      geometry: { type: "Point", coordinates: [(columns.lon[i] as number) / 1e6, (columns.lat[i] as number) / 1e6] },
    });
  }
  return index.load(points);
}

/** What to draw in a view. Between them the spots hold every problem of the bounds exactly once. */
export function spotsOf(index: ClusterIndex, bounds: Bounds, zoom: number): Spot[] {
  return index.getClusters([...bounds], Math.floor(zoom)).map((feature) => {
    const [lon = 0, lat = 0] = feature.geometry.coordinates;
    const p = feature.properties;
    if (!("cluster" in p)) {
      return { lon, lat, n: 1, id: p.id, status: statusOrder[p.rank] ?? "handling", shares: listed(ones[p.rank] as Counts) };
    }
    const shares = listed(p);
    const worst = shares.findIndex((count) => count > 0);
    return { lon, lat, n: p.point_count, id: p.cluster_id, status: statusOrder[worst] ?? "handling", shares };
  });
}

/** Where a cluster falls apart, or its problems, most urgent first, when they stand on one spot. */
export function openCluster(index: ClusterIndex, cluster: number): { zoom: number | null; leaves: Leaf[] } {
  const zoom = index.getClusterExpansionZoom(cluster);
  if (zoom <= lastClusterZoom) return { zoom, leaves: [] };
  const leaves = index.getLeaves(cluster, Number.POSITIVE_INFINITY).map(({ properties }) => properties);
  leaves.sort((a, b) => a.rank - b.rank || b.id - a.id);
  return { zoom: null, leaves: leaves.slice(0, mostLeaves).map(({ id, rank }) => ({ id, status: statusOrder[rank] ?? "handling" })) };
}
