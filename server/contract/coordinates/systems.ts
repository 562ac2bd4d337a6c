/**
 * Coordinate systems as offices meet them, and the way between any two. Pure; page and server use it alike.
 * GCJ-02 and BD-09 by gcoord; CGCS2000 / Gauss-Krüger by proj4 from the zones' own definition (GB/T 17798: 3° zones 25–45, 6° zones 13–23).
 */
import gcoord from "gcoord";
import proj4, { type Converter } from "proj4";
import type { Word } from "../vocabulary.ts";

export type Position = readonly [x: number, y: number];

/** Degrees: longitude, latitude. */
export const degreeSystems = ["EPSG:4326", "EPSG:4490", "GCJ-02", "BD-09"] as const;

/** A CGCS2000 Gauss-Krüger zone: metres east and north. */
export interface GaussZone {
  readonly code: string;
  readonly width: 3 | 6;
  readonly zone: number;
  /** Central meridian, degrees east. */
  readonly meridian: number;
  /** Its number stands before the easting: 39 500 000 at the central meridian instead of 500 000. */
  readonly numbered: boolean;
}

const range = (from: number, to: number): number[] => Array.from({ length: to - from + 1 }, (_, i) => from + i);
const meridianOf = (width: 3 | 6, zone: number): number => (width === 3 ? zone * 3 : zone * 6 - 3);
const gauss = (width: 3 | 6, numbered: boolean, first: number, zones: readonly number[]): GaussZone[] =>
  zones.map((zone, i) => ({ code: `EPSG:${first + i}`, width, zone, meridian: meridianOf(width, zone), numbered }));

/** EPSG:4491–4501 and 4513–4533 with the zone's number in the easting, 4502–4512 and 4534–4554 without. */
export const gaussZones: readonly GaussZone[] = [
  ...gauss(6, true, 4491, range(13, 23)),
  ...gauss(6, false, 4502, range(13, 23)),
  ...gauss(3, true, 4513, range(25, 45)),
  ...gauss(3, false, 4534, range(25, 45)),
];
const zoneByCode = new Map(gaussZones.map((zone) => [zone.code, zone]));

/** Web Mercator, as tiles have it. */
export const webMercator = "EPSG:3857";

export const isSystem = (code: string): boolean =>
  (degreeSystems as readonly string[]).includes(code) || zoneByCode.has(code) || code === webMercator;
export const isDegrees = (code: string): boolean => (degreeSystems as readonly string[]).includes(code);

const names: Readonly<Record<string, Word>> = {
  "EPSG:4326": { zh: "WGS 84 经纬度（GPS）", en: "WGS 84, degrees (GPS)" },
  "EPSG:4490": { zh: "CGCS2000 经纬度（天地图）", en: "CGCS2000, degrees (Tianditu)" },
  "GCJ-02": { zh: "GCJ-02（高德、腾讯）", en: "GCJ-02 (Amap, Tencent)" },
  "BD-09": { zh: "BD-09（百度）", en: "BD-09 (Baidu)" },
  [webMercator]: { zh: "Web 墨卡托", en: "Web Mercator" },
};
/** What a system is called. */
export function systemName(code: string): Word {
  const zone = zoneByCode.get(code);
  if (!zone) return names[code] ?? { zh: code, en: code };
  const { width, meridian, numbered, zone: n } = zone;
  return {
    zh: `CGCS2000 高斯 ${width}° 带，中央经线 ${meridian}°E${numbered ? `，带号 ${n}` : ""}`,
    en: `CGCS2000 Gauss-Krüger ${width}°, central meridian ${meridian}°E${numbered ? `, zone ${n}` : ""}`,
  };
}

const definition = ({ meridian, numbered, zone }: GaussZone): string =>
  `+proj=tmerc +lat_0=0 +lon_0=${meridian} +k=1 +x_0=${numbered ? zone * 1e6 + 500_000 : 500_000} +y_0=0 +ellps=GRS80 +units=m +no_defs`;
const mercator = "+proj=merc +a=6378137 +b=6378137 +lat_ts=0 +lon_0=0 +x_0=0 +y_0=0 +k=1 +units=m +nadgrids=@null +no_defs";
const projections = new Map<string, Converter>();
function projection(code: string): Converter {
  const known = projections.get(code);
  if (known) return known;
  const zone = zoneByCode.get(code);
  if (!zone && code !== webMercator) throw new RangeError(`no such coordinate system: ${code}`);
  const made = proj4(zone ? definition(zone) : mercator);
  projections.set(code, made);
  return made;
}

/** To EPSG:4326. Beyond where a system is defined the answer may be no finite number. @throws RangeError for a code that is none of these */
export function toDegrees(code: string, [x, y]: Position): Position {
  if (code === "EPSG:4326" || code === "EPSG:4490") return [x, y];
  if (code === "GCJ-02") return gcoord.transform([x, y], gcoord.GCJ02, gcoord.WGS84) as [number, number];
  if (code === "BD-09") return gcoord.transform([x, y], gcoord.BD09, gcoord.WGS84) as [number, number];
  return projection(code).inverse([x, y]) as [number, number];
}

/** From EPSG:4326. @throws RangeError for a code that is none of these */
export function fromDegrees(code: string, [lon, lat]: Position): Position {
  if (code === "EPSG:4326" || code === "EPSG:4490") return [lon, lat];
  if (code === "GCJ-02") return gcoord.transform([lon, lat], gcoord.WGS84, gcoord.GCJ02) as [number, number];
  if (code === "BD-09") return gcoord.transform([lon, lat], gcoord.WGS84, gcoord.BD09) as [number, number];
  return projection(code).forward([lon, lat]) as [number, number];
}

/** Zones in whose strip a longitude lies, both widths, with and without number. */
export const zonesAt = (lon: number): GaussZone[] => gaussZones.filter(({ meridian, width }) => Math.abs(lon - meridian) <= width / 2);
