/** A place set by hand: typed, nudged; and whether it can lie in the district at all. Pure; degrees of EPSG:4326, metres. */
import type { District } from "../../../server/contract/types.ts";
import { between_m, type Place } from "../../draw/route.ts";

/** Reads "119.1, 33.6" (also with a Chinese comma or a blank). */
export function readPlace(text: string): Place | null {
  const match = /^\s*(-?\d{1,3}(?:\.\d+)?)\s*[,，\s]\s*(-?\d{1,2}(?:\.\d+)?)\s*$/.exec(text);
  if (!match) return null;
  const [lon, lat] = [Number(match[1]), Number(match[2])];
  return Math.abs(lon) <= 180 && Math.abs(lat) <= 90 ? { lon, lat } : null;
}

/** Five decimals: a metre. */
export const placeText = ({ lon, lat }: Place): string => `${lon.toFixed(5)}, ${lat.toFixed(5)}`;

const rounded = (degrees: number) => Math.round(degrees * 1e6) / 1e6;

/** So many metres east and north of a place. */
export function nudged({ lon, lat }: Place, east_m: number, north_m: number): Place {
  const step = 0.001;
  const [east, north] = [between_m({ lon, lat }, { lon: lon + step, lat }), between_m({ lon, lat }, { lon, lat: lat + step })];
  return { lon: rounded(lon + (east_m / east) * step), lat: rounded(lat + (north_m / north) * step) };
}

/** True when a place lies outside the district's bounds: then it lies outside the district, whatever its outline is. */
export function beyond(district: Pick<District, "bounds"> | null, { lon, lat }: Place): boolean {
  if (!district) return false;
  const [w, s, e, n] = district.bounds;
  return lon < w || lon > e || lat < s || lat > n;
}

/** Where one place lies seen from another, in metres east and north. */
export function offset_m(from: Place, to: Place): { east: number; north: number } {
  const corner = { lon: to.lon, lat: from.lat };
  return {
    east: between_m(from, corner) * Math.sign(to.lon - from.lon),
    north: between_m(corner, to) * Math.sign(to.lat - from.lat),
  };
}
