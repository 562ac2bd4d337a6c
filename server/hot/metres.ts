/** Metres on the ellipsoid (WGS84, which CGCS2000 equals at this scale), in the flat frame of a place: short distances, computed by the million. */

const a = 6_378_137;
const f = 1 / 298.257_223_563;
const e2 = f * (2 - f);
const radian = Math.PI / 180;

/** Metres a degree of longitude (x) and of latitude (y) has at a latitude. */
export function degreeAt(lat: number): { readonly x: number; readonly y: number } {
  const sin = Math.sin(lat * radian);
  const w2 = 1 - e2 * sin * sin;
  const n = a / Math.sqrt(w2);
  return { x: n * Math.sqrt(1 - sin * sin) * radian, y: ((n * (1 - e2)) / w2) * radian };
}

/**
 * Metres between two positions in degrees, in the frame of their middle latitude: as a geodesic has it to 1e-5 of the
 * distance up to 20 km, and to less than a millimetre at 100 m. Not for places on both sides of the date line.
 */
export function apart(lon1: number, lat1: number, lon2: number, lat2: number): number {
  const sin = Math.sin((lat1 + lat2) * (radian / 2));
  const w2 = 1 - e2 * sin * sin;
  const n = (a / Math.sqrt(w2)) * radian;
  const y = ((n * (1 - e2)) / w2) * (lat2 - lat1);
  const x = n * (lon2 - lon1);
  return Math.sqrt(x * x * (1 - sin * sin) + y * y);
}
