/** A name for a place that has none: the nearest site's. */
import type { SitesLayer } from "../../server/contract/types.ts";

/** Metres of a degree of latitude; near enough over some hundred metres. */
const degree_m = 111_000;
const reach_m = 600;

/** Name of the site that is nearest to a position, within 600 m; null when there is none. Columns are in 1e-6 degrees. */
export function nearestName(sites: SitesLayer | undefined, lon: number, lat: number): string | null {
  if (!sites) return null;
  const east = Math.cos((lat * Math.PI) / 180);
  let best = (reach_m / degree_m) ** 2;
  let name: string | null = null;
  for (let i = 0; i < sites.id.length; i++) {
    const dx = ((sites.lon[i] as number) / 1e6 - lon) * east;
    const dy = (sites.lat[i] as number) / 1e6 - lat;
    const d = dx * dx + dy * dy;
    if (d < best) [best, name] = [d, sites.name[i] as string];
  }
  return name;
}
