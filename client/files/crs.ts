/** In which system coordinates are, as files say it: a .prj's or a GeoPackage's well-known text, GeoJSON's name. */
import { gaussZones, isSystem, webMercator } from "../../server/contract/coordinates/systems.ts";

/** `crs`: one we know; `crsText`: how the file calls one that we do not. */
export interface Said {
  readonly crs: string | null;
  readonly crsText: string | null;
}
export const unsaid: Said = { crs: null, crsText: null };
const known = (crs: string): Said => ({ crs, crsText: null });
const longestName = 200;
const unknown = (text: string): Said => ({ crs: null, crsText: text.trim().slice(0, longestName) });

/** By an authority's number. */
export function saidByNumber(number: number, name: string): Said {
  return isSystem(`EPSG:${number}`) ? known(`EPSG:${number}`) : unknown(name || `EPSG:${number}`);
}

/** GeoJSON of 2008 names a system: urn:ogc:def:crs:EPSG::4549, EPSG:4326, …CRS84. */
export function saidByName(name: string): Said {
  if (name.trim() === "") return unsaid;
  if (/CRS:?84$/i.test(name)) return known("EPSG:4326");
  const number = /EPSG:+(?:[\d.]*:)?(\d{4,6})$/i.exec(name)?.[1];
  if (number) return saidByNumber(Number(number), name);
  const own = ["GCJ-02", "BD-09"].find((code) => name.toUpperCase().replace(/[^A-Z0-9]/g, "") === code.replace("-", ""));
  return own ? known(own) : unknown(name);
}

const parameter = (text: string, name: string): number | null => {
  const found = new RegExp(`PARAMETER\\s*\\[\\s*"${name}"\\s*,\\s*([-+\\d.eE]+)`, "i").exec(text)?.[1];
  return found === undefined ? null : Number(found);
};
const isChina2000 = (text: string): boolean => /CGCS_?\s?2000|China_2000|China_Geodetic_Coordinate_System_2000|China Geodetic/i.test(text);
const isWgs84 = (text: string): boolean => /WGS_?\s?(19)?84/i.test(text);

/** A zone of CGCS2000 by its central meridian and false easting; 3° where both widths have it, unless the name says 6. */
function zoneOf(text: string, name: string): string | null {
  const [meridian, easting] = [parameter(text, "central_meridian"), parameter(text, "false_easting")];
  const [origin, scale, northing] = [
    parameter(text, "latitude_of_origin"),
    parameter(text, "scale_factor"),
    parameter(text, "false_northing"),
  ];
  if (meridian === null || easting === null || (origin ?? 0) !== 0 || (scale ?? 1) !== 1 || (northing ?? 0) !== 0) return null;
  const fitting = gaussZones.filter(
    (zone) => zone.meridian === meridian && easting === (zone.numbered ? zone.zone * 1e6 + 500_000 : 500_000),
  );
  const six = fitting.find(({ width }) => width === 6);
  const three = fitting.find(({ width }) => width === 3);
  return (
    ((/3[-_ ]?deg/i.test(name) || !three || /6[-_ ]?deg/i.test(name)) && !(three && /3[-_ ]?deg/i.test(name)) ? (six ?? three) : three)
      ?.code ?? null
  );
}

/** By well-known text, ESRI's or OGC's. */
export function saidByText(wkt: string): Said {
  const text = wkt.slice(0, 20_000).trim();
  if (text === "") return unsaid;
  const name = /^\s*\w+\s*\[\s*"([^"]*)"/.exec(text)?.[1] ?? text;
  const numbers = [...text.matchAll(/(?:AUTHORITY|ID)\s*\[\s*"EPSG"\s*,\s*"?(\d{4,6})"?\s*\]/gi)];
  const last = numbers.at(-1)?.[1];
  if (last && isSystem(`EPSG:${last}`) && /\]\s*\]\s*$/.test(text)) return known(`EPSG:${last}`);
  if (/^(GEOGCS|GEOGCRS|GEODCRS)/i.test(text)) {
    if (isChina2000(text)) return known("EPSG:4490");
    return isWgs84(text) ? known("EPSG:4326") : unknown(name);
  }
  if (/Pseudo[-_ ]?Mercator|Mercator_Auxiliary_Sphere|Popular Visualisation/i.test(text)) return known(webMercator);
  const zone = isChina2000(text) && /Transverse_Mercator|Gauss[-_ ]?Kr/i.test(text) ? zoneOf(text, name) : null;
  return zone ? known(zone) : unknown(name);
}
