/** Typed places: coordinates, or a distance and a bearing from the last vertex. Pure. */
import type { Position } from "../../../server/contract/draw.ts";
import { degree_m } from "../../../server/contract/partition/ellipsoid.ts";
import type { Word } from "../../../server/contract/vocabulary.ts";

const radians = Math.PI / 180;
/** Two plain numbers are coordinates when they lie so near, in degrees; else a distance and a bearing. */
const near_deg = 3;

const unread: Word = {
  zh: "看不懂。可写坐标“119.10432 33.60021”“119°6′15″E 33°36′1″N”，或距离和方位“120 m 45°”",
  en: "cannot be read. Write coordinates as “119.10432 33.60021” or “119°6′15″E 33°36′1″N”, or a distance and a bearing as “120 m 45°”",
};
const noStart: Word = {
  zh: "还没有上一点：先点一点或输入坐标，再输入距离和方位",
  en: "there is no last vertex yet: click or type coordinates first, then a distance and a bearing",
};

/** The place at so many metres and degrees clockwise from north; the length is the ellipsoid's. */
export function placeAt(from: Position, distance_m: number, bearing_deg: number): Position {
  const [dx, dy] = [distance_m * Math.sin(bearing_deg * radians), distance_m * Math.cos(bearing_deg * radians)];
  let lat = from[1];
  // Lengths are taken at the middle of a stretch.
  for (let i = 0; i < 4; i++) lat = from[1] + dy / degree_m((from[1] + lat) / 2)[1];
  const [east] = degree_m((from[1] + lat) / 2);
  return [from[0] + dx / east, lat];
}

/** Full-width signs as the Chinese keyboard gives them, and words for directions, as plain ones. */
const plain = (text: string): string =>
  text
    .normalize("NFKC")
    .replaceAll(/东经?|東經?/g, "E")
    .replaceAll(/西经?/g, "W")
    .replaceAll(/北纬?/g, "N")
    .replaceAll(/南纬?/g, "S")
    .replaceAll("度", "°")
    .replaceAll("分", "′")
    .replaceAll("秒", "″")
    .replaceAll("千米", "km")
    .replaceAll("公里", "km")
    .replaceAll("米", "m")
    .replaceAll(/[、，;；]/g, ",")
    .replaceAll(/['’′]{2}|["”“″]/g, "″")
    .replaceAll(/['’‘`]/g, "′")
    .replaceAll(/[º˚]/g, "°")
    .trim();

const number = "[-+]?\\d+(?:\\.\\d+)?";
const angle = `([NSEW])?\\s*(${number})\\s*(?:°\\s*(?:(\\d+(?:\\.\\d+)?)\\s*′\\s*)?(?:(\\d+(?:\\.\\d+)?)\\s*″\\s*)?)?\\s*([NSEW])?`;
const pair = new RegExp(`^${angle}[\\s,]+${angle}$`, "i");
const polar = new RegExp(`^(${number})\\s*(m|km)?[\\s,@<∠]+(${number})\\s*°?$`, "i");

interface Angle {
  readonly degrees: number;
  readonly letter: string;
  /** Written with signs or a letter: it can be nothing but an angle. */
  readonly sure: boolean;
}
function angleOf([before, whole = "", minutes, seconds, after]: readonly (string | undefined)[]): Angle | null {
  if (before && after) return null;
  const [m, s] = [Number(minutes ?? 0), Number(seconds ?? 0)];
  if (m >= 60 || s >= 60) return null;
  const size = Math.abs(Number(whole)) + m / 60 + s / 3600;
  const letter = (before ?? after ?? "").toUpperCase();
  const negative = whole.startsWith("-") || letter === "W" || letter === "S";
  return { degrees: negative ? -size : size, letter, sure: letter !== "" || minutes !== undefined };
}

function coordinates(text: string): { readonly at: Position; readonly sure: boolean } | null {
  const parts = pair.exec(text);
  if (!parts) return null;
  const [a, b] = [angleOf(parts.slice(1, 6)), angleOf(parts.slice(6, 11))];
  if (!a || !b) return null;
  // Longitude first, unless a letter says otherwise.
  const turned = /[NS]/.test(a.letter) || /[EW]/.test(b.letter);
  if (turned && (/[EW]/.test(a.letter) || /[NS]/.test(b.letter))) return null;
  const at: Position = turned ? [b.degrees, a.degrees] : [a.degrees, b.degrees];
  return { at, sure: a.sure || b.sure };
}

const beyond = (at: Position): Word => ({
  zh: `${at[0]}，${at[1]} 不在本区附近：经度在前，纬度在后`,
  en: `${at[0]}, ${at[1]} is nowhere near the district: longitude first, then latitude`,
});

/**
 * @param from the last vertex that was set
 * @param about a place in the district: tells 119.1 33.6 (coordinates) from 120 45 (120 m to the north-east)
 * @returns the place, or a sentence that says what would be right
 */
export function readTyped(text: string, from: Position | null, about: Position): { readonly at: Position } | { readonly why: Word } {
  const said = plain(text);
  const place = coordinates(said);
  const isNear = (lon: number, lat: number) => Math.abs(lon - about[0]) <= near_deg && Math.abs(lat - about[1]) <= near_deg;
  if (place && isNear(...place.at)) return { at: place.at };
  // Latitude first: a slip of the hand, not 33 metres to the south-east.
  if (place && (place.sure || isNear(place.at[1], place.at[0]))) return { why: beyond(place.at) };
  const [, size, unit, bearing] = polar.exec(said) ?? [];
  if (size === undefined || bearing === undefined) return { why: unread };
  const distance_m = Number(size) * (unit?.toLowerCase() === "km" ? 1000 : 1);
  if (distance_m <= 0 || distance_m > 100_000)
    return {
      why: {
        zh: `距离 ${size}${unit ?? " m"} 不对：应大于 0，不超过 100 km`,
        en: `${size}${unit ?? " m"} is no distance: more than 0, 100 km at most`,
      },
    };
  if (Math.abs(Number(bearing)) > 360)
    return {
      why: {
        zh: `方位 ${bearing}° 不对：应在 0 到 360 之间，正北为 0，顺时针`,
        en: `${bearing}° is no bearing: 0 to 360, clockwise from north`,
      },
    };
  return from ? { at: placeAt(from, distance_m, Number(bearing)) } : { why: noStart };
}
