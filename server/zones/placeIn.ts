/** A place within a polygon, to go and look at. */
import type { Position } from "../contract/draw.ts";
import type { Polygon } from "../contract/partition/shapes.ts";

/** Where a parallel meets the rings, from west to east. */
function meets(polygon: Polygon, lat: number): number[] {
  const at: number[] = [];
  for (const ring of polygon) {
    let [ax, ay] = ring.at(-1) as Position;
    for (const [bx, by] of ring) {
      if (ay > lat !== by > lat) at.push(ax + ((lat - ay) / (by - ay)) * (bx - ax));
      [ax, ay] = [bx, by];
    }
  }
  return at.sort((a, b) => a - b);
}

/** The middle of the widest stretch inside, on a parallel near the middle. */
export function placeIn(polygon: Polygon): { readonly lon: number; readonly lat: number } {
  const lats = (polygon[0] ?? []).map(([, lat]) => lat).sort((a, b) => a - b);
  const low = lats[0] ?? 0;
  const high = lats.at(-1) ?? 0;
  // Not through a vertex: between the two that are nearest to the middle.
  const above = lats.find((lat) => lat > (low + high) / 2) ?? high;
  const below = lats.findLast((lat) => lat < above) ?? low;
  const lat = (above + below) / 2;
  const all = meets(polygon, lat);
  let [lon, widest] = [all[0] ?? polygon[0]?.[0]?.[0] ?? 0, 0];
  for (let i = 0; i + 1 < all.length; i += 2) {
    const [west, east] = [all[i] as number, all[i + 1] as number];
    if (east - west > widest) [lon, widest] = [(west + east) / 2, east - west];
  }
  return { lon, lat };
}
