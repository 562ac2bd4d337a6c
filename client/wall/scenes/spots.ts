/** A cluster of problems as a scene tells of it: where it is, and from where one sees it. Pure. */
import type { Clusters, District, ProblemsLayer, SitesLayer } from "../../../server/contract/types.ts";
import { nearestName } from "../../state/nearest.ts";
import type { MapView } from "../../state/view.ts";
import { type Size, viewOf } from "./camera.ts";

export type Cluster = Clusters["clusters"][number];
/** Some 150 m, degrees: a small one keeps the streets around it. */
const room = 0.0014;

/** The camera that holds it. @param size of the map, CSS pixels */
export const clusterView = ({ hull, lon, lat }: Cluster, size: Size): MapView | null =>
  viewOf(hull.length ? hull : [[lon, lat]], room, size);

/** Zones above a grid cell and itself, the largest first; empty when it is not known. */
function chainOf(zone: number, zones: District["zones"]): District["zones"] {
  const own = zones.find(({ id }) => id === zone);
  return own ? [...(own.parent === null ? [] : chainOf(own.parent, zones)), own] : [];
}

/** Name of the sub-district that the cluster's middlemost problem lies in; null when no zone is known. */
function zoneNameOf({ ids, lon, lat }: Cluster, problems: ProblemsLayer, zones: District["zones"]): string | null {
  const wanted = new Set(ids);
  let best = Number.POSITIVE_INFINITY;
  let zone = 0;
  for (let row = 0; row < problems.id.length; row++) {
    if (!wanted.has(problems.id[row] as number) || !problems.zone3[row]) continue;
    const off = Math.hypot(((problems.lon[row] as number) / 1e6 - lon) * 0.8, (problems.lat[row] as number) / 1e6 - lat);
    if (off < best) [best, zone] = [off, problems.zone3[row] as number];
  }
  return chainOf(zone, zones)[0]?.name ?? null;
}

export interface Place {
  /** The nearest site's name. */
  readonly site: string | null;
  readonly zone: string | null;
}
export function placeOf(
  cluster: Cluster,
  data: { readonly sites?: SitesLayer; readonly problems?: ProblemsLayer },
  zones: District["zones"],
): Place {
  const zone = data.problems ? zoneNameOf(cluster, data.problems, zones) : null;
  return { site: nearestName(data.sites, cluster.lon, cluster.lat), zone };
}
