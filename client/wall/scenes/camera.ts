/** From where one sees some places of the map at once. Pure. */
import type { MapView } from "../../state/view.ts";

/** The map, CSS pixels; what of it is covered above and below is not counted on. */
export interface Size {
  readonly width: number;
  readonly height: number;
  readonly top?: number;
  readonly bottom?: number;
}
/** No nearer: single houses say nothing to whoever stands across a room. */
const nearest = 17;
/** What a world is wide at zoom 0, CSS pixels. */
const world_px = 512;
/** Latitude on the map's own scale, degrees of longitude. */
const northing = (lat: number) => (Math.log(Math.tan(Math.PI / 4 + (lat * Math.PI) / 360)) * 180) / Math.PI;
const latitude = (north: number) => (Math.atan(Math.exp((north * Math.PI) / 180)) * 360) / Math.PI - 90;
const round = (value: number, digits: number) => Number(value.toFixed(digits));

/**
 * The camera that holds all of them; null when there are none.
 * @param room around them, degrees
 *  */
export function viewOf(places: readonly (readonly [lon: number, lat: number])[], room: number, size: Size): MapView | null {
  if (!places.length) return null;
  const { width, height, top = 0, bottom = 0 } = size;
  const lons = places.map(([lon]) => lon);
  const lats = places.map(([, lat]) => lat);
  const [w, e] = [Math.min(...lons) - room, Math.max(...lons) + room];
  const [s, n] = [northing(Math.min(...lats) - room), northing(Math.max(...lats) + room)];
  // Pixels a degree at the zoom that is taken.
  const fits = Math.min(width / (e - w), Math.max(height / 4, height - top - bottom) / (n - s));
  const zoom = Math.min(nearest, Math.log2((fits * 360) / world_px));
  const scale = (2 ** zoom * world_px) / 360;
  const lat = latitude((s + n) / 2 - (bottom - top) / 2 / scale);
  return { lon: round((w + e) / 2, 5), lat: round(lat, 5), zoom: Math.floor(zoom * 100) / 100 };
}
