/** Which filter opens the rows of a cluster or of a cell, and where it lies. Pure. */
import { emptyFilter, type Filter } from "../../../server/contract/filter.ts";
import { parseGeo } from "../../../server/contract/geo.ts";
import type { Clusters, HotSpots } from "../../../server/contract/types.ts";
import type { HotPicture } from "../../state/hot.ts";

type Place = readonly [lon: number, lat: number];
export type Bounds = readonly [west: number, south: number, east: number, north: number];

const inside = (filter: Filter, points: readonly Place[]): Filter => ({
  ...filter,
  geo: [...filter.geo, { op: "inside", areas: [{ draw: { kind: "area", points } }] }],
});

/** Exactly the cluster's problems, each named; of one with more than a filter can name, the filter's problems in its outline. */
export function clusterFilter(of: Filter, { ids, outline }: Clusters["clusters"][number]): Filter {
  if (outline) return { ...of, geo: [...of.geo, parseGeo(outline.geo)] };
  return { ...emptyFilter, problem: ids, at: of.at };
}

/** The filter's problems in a cell. */
export function cellFilter(of: Filter, { corners, lon, lat }: HotSpots, i: number): Filter {
  return inside(
    of,
    corners.map(([x, y]) => [(lon[i] ?? 0) + x, (lat[i] ?? 0) + y]),
  );
}

export function rowsFilter(of: Filter, picture: HotPicture, row: number): Filter | null {
  if (picture.kind === "hexagons") return row < picture.answer.lon.length ? cellFilter(of, picture.answer, row) : null;
  const cluster = picture.answer.clusters[row];
  return cluster ? clusterFilter(of, cluster) : null;
}

/** What the map should show of a row: itself, and a little around it. */
export function boundsOf(picture: HotPicture, row: number): Bounds | null {
  const cluster = picture.kind === "clusters" ? picture.answer.clusters[row] : undefined;
  const { answer } = picture;
  const points: readonly Place[] = cluster
    ? [...(cluster.hull as Place[]), [cluster.lon, cluster.lat]]
    : "corners" in answer && row < answer.lon.length
      ? answer.corners.map(([x, y]) => [(answer.lon[row] ?? 0) + x, (answer.lat[row] ?? 0) + y])
      : [];
  if (!points.length) return null;
  const [xs, ys] = [points.map(([x]) => x), points.map(([, y]) => y)];
  // A cell with its neighbours around it; a cluster with a street or so.
  const around = cluster ? 0.0006 : Math.max(...xs) - Math.min(...xs);
  return [Math.min(...xs) - around, Math.min(...ys) - around, Math.max(...xs) + around, Math.max(...ys) + around];
}

/** The row of a new picture that a chosen row of the one before has become; null when it is gone. */
export function sameRow(before: HotPicture, row: number, after: HotPicture): number | null {
  if (before.kind !== "clusters" || after.kind !== "clusters") return null;
  const ids = new Set(before.answer.clusters[row]?.ids);
  const found = after.answer.clusters.findIndex((cluster) => cluster.ids.some((id) => ids.has(id)));
  return found < 0 ? null : found;
}
