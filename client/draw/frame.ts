/** The view from which a stretch of ground fills a picture, in the map's own projection. Pure. */
import type { Position } from "../../server/contract/draw.ts";
import type { MapView } from "../state/view.ts";

export type Bounds = readonly [west: number, south: number, east: number, north: number];

/** What holds all of them; null of none. */
export function boundsAround(places: readonly Position[]): Bounds | null {
  if (!places.length) return null;
  const [lons, lats] = [places.map(([lon]) => lon), places.map(([, lat]) => lat)];
  return [Math.min(...lons), Math.min(...lats), Math.max(...lons), Math.max(...lats)];
}

/** Pixels of the world at zoom 0. */
const world_px = 512;
/** Share of the picture that is left free at its edges. */
const margin = 0.12;
const closest = 17;

/** Mercator's north, 0 at the upper edge of the world and 1 at its lower. */
const mercator = (lat: number): number => 0.5 - Math.log(Math.tan(Math.PI / 4 + (lat * Math.PI) / 360)) / (2 * Math.PI);
const latitude = (y: number): number => (Math.atan(Math.exp((0.5 - y) * 2 * Math.PI)) * 360) / Math.PI - 90;

/** @param width CSS pixels @param height CSS pixels */
export function viewOver([w, s, e, n]: Bounds, width: number, height: number): MapView {
  const [top, bottom] = [mercator(n), mercator(s)];
  const zoomFor = (px: number, share: number): number => Math.log2((px * (1 - 2 * margin)) / (world_px * share));
  const zoom = Math.min(closest, zoomFor(width, (e - w) / 360), zoomFor(height, bottom - top));
  return { lon: (w + e) / 2, lat: latitude((top + bottom) / 2), zoom };
}
