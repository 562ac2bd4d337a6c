/** How much ground a sheet shows: its view, its scale 1:n, and the bar that can be measured with. Pure. */
import type { MapView } from "../../state/view.ts";

export type Bounds = readonly [west: number, south: number, east: number, north: number];

/** WGS84: half the long axis in metres, and the square of the eccentricity. */
const axis_m = 6_378_137;
const flatness = 0.006_694_379_990_14;
/** CSS pixels of the world at zoom 0. */
const world_px = 512;
/** The map goes no closer and no farther. */
const [farthest, closest] = [7, 20];

/** What lies outside the district is empty: so much of it is left around, as a share. */
const edge = 0.03;
/** What a sheet must show: the district, or of the desk's picture what lies in it (all of the picture, when nothing does). */
export function groundOf([w, s, e, n]: Bounds, district: Bounds, whole: boolean): Bounds {
  const [dw, ds, de, dn] = district;
  const [x, y] = [(de - dw) * edge, (dn - ds) * edge];
  const all: Bounds = [dw - x, ds - y, de + x, dn + y];
  if (whole) return all;
  const both: Bounds = [Math.max(w, all[0]), Math.max(s, all[1]), Math.min(e, all[2]), Math.min(n, all[3])];
  return both[0] < both[2] && both[1] < both[3] ? both : [w, s, e, n];
}

const rad = (degrees: number) => (degrees * Math.PI) / 180;
/** Mercator's north, 0 at the upper edge of the world and 1 at its lower. */
const mercator = (lat: number): number => 0.5 - Math.log(Math.tan(Math.PI / 4 + rad(lat) / 2)) / (2 * Math.PI);
const latitude = (y: number): number => (Math.atan(Math.exp((0.5 - y) * 2 * Math.PI)) * 360) / Math.PI - 90;

/** Metres from west to east in a degree of longitude, on the ellipsoid. */
const degreeOfLongitude_m = (lat: number): number => rad(axis_m * Math.cos(rad(lat))) / Math.sqrt(1 - flatness * Math.sin(rad(lat)) ** 2);

/** Ground under a CSS pixel, in metres, from west to east at a latitude. */
const metresPerPixel = (zoom: number, lat: number): number => (degreeOfLongitude_m(lat) * 360) / (world_px * 2 ** zoom);

/** Round numbers of a decade that maps are drawn at. */
const rounds = [1, 1.25, 1.5, 2, 2.5, 3, 4, 5, 6, 8, 10];
/** The least round number not below a value. */
function roundUp(value: number): number {
  const decade = 10 ** Math.floor(Math.log10(value));
  // A hair's breadth above a round number is that number.
  return decade * (rounds.find((one) => one * decade >= value * (1 - 1e-9)) ?? 10);
}

export interface SheetView {
  readonly view: MapView;
  /** 1:n at the middle of the map. */
  readonly n: number;
  /** What the map shows to its edges. */
  readonly bounds: Bounds;
  readonly metresPerMm: number;
}

/**
 * The view that shows at least the bounds, at a round scale.
 * @param width of the map, mm @param height of the map, mm @param perMm CSS pixels to a millimetre
 */
export function sheetView([w, s, e, n]: Bounds, width: number, height: number, perMm: number): SheetView {
  const [top, bottom] = [mercator(n), mercator(s)];
  const lat = latitude((top + bottom) / 2);
  const lon = (w + e) / 2;
  const share = Math.max((e - w) / 360 / width, (bottom - top) / height, 1e-12);
  const zoomOf = (perPixel_m: number) => Math.log2((degreeOfLongitude_m(lat) * 360) / (world_px * perPixel_m));
  const fits_m = metresPerPixel(Math.log2(perMm / (world_px * share)), lat);
  const wanted = zoomOf(roundUp(fits_m * perMm * 1000) / perMm / 1000);
  const zoom = Math.min(closest, Math.max(farthest, wanted));
  const metresPerMm = metresPerPixel(zoom, lat) * perMm;
  return {
    view: { lon, lat, zoom },
    n: metresPerMm * 1000,
    bounds: boundsOf({ lon, lat, zoom }, width * perMm, height * perMm),
    metresPerMm,
  };
}

/** What a picture of so many CSS pixels shows. */
function boundsOf({ lon, lat, zoom }: MapView, width: number, height: number): Bounds {
  const world = world_px * 2 ** zoom;
  const [half, middle] = [(width / world / 2) * 360, mercator(lat)];
  const [top, bottom] = [middle - height / world / 2, middle + height / world / 2];
  return [lon - half, latitude(bottom), lon + half, latitude(top)];
}

export interface ScaleBar {
  readonly length_m: number;
  readonly mm: number;
  /** It is drawn in so many parts, black and white. */
  readonly parts: number;
}

/** Lengths of a decade, each in parts that are round too. */
const bars = [
  [8, 4],
  [6, 3],
  [5, 5],
  [4, 4],
  [3, 3],
  [2, 4],
  [1, 4],
] as const;

/** The longest round bar that fits. @param most mm */
export function scaleBar(metresPerMm: number, most: number): ScaleBar {
  const room = metresPerMm * most;
  const decade = 10 ** Math.floor(Math.log10(room));
  const [step, parts] = bars.find(([one]) => one * decade <= room) ?? [1, 4];
  return { length_m: step * decade, mm: (step * decade) / metresPerMm, parts };
}

/** 1:25 000 */
export const scaleText = (n: number): string => `1:${String(Math.round(n)).replace(/\B(?=(\d{3})+$)/g, " ")}`;
