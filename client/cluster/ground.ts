/**
 * A flat ground in metres around one latitude, on the WGS84 ellipsoid. North follows Mercator's stretching, so a picture laid
 * out on this ground lies exactly on the map; away from the middle latitude a metre is off by 0.1 % at 10 km (at 33° N).
 */
const axis_m = 6_378_137;
const eccentricity2 = 0.006_694_379_990_14;
const radians = Math.PI / 180;

export interface Ground {
  readonly toX: (lon: number) => number;
  readonly toY: (lat: number) => number;
  readonly toLon: (x: number) => number;
  readonly toLat: (y: number) => number;
}

const mercator = (lat: number) => Math.log(Math.tan(Math.PI / 4 + (lat * radians) / 2));

/** The ground whose metres are true at (lon, lat), which is its origin; x runs east, y north. */
export function groundAt(lon: number, lat: number): Ground {
  const w = 1 - eccentricity2 * Math.sin(lat * radians) ** 2;
  const east = (axis_m / Math.sqrt(w)) * Math.cos(lat * radians);
  // Mercator's own scale on a sphere is 1 / cos; times the meridian's radius gives metres north.
  const north = ((axis_m * (1 - eccentricity2)) / w ** 1.5) * Math.cos(lat * radians);
  const origin = mercator(lat);
  return {
    toX: (degrees) => (degrees - lon) * radians * east,
    toY: (degrees) => (mercator(degrees) - origin) * north,
    toLon: (x) => lon + x / east / radians,
    toLat: (y) => (2 * Math.atan(Math.exp(y / north + origin)) - Math.PI / 2) / radians,
  };
}
