/** One position as every system writes it, and how far apart the same numbers would lie. Pure. */

import { apart_m } from "../../../server/contract/coordinates/distance.ts";
import { parsePosition, type ReadPosition } from "../../../server/contract/coordinates/parse.ts";
import {
  degreeSystems,
  fromDegrees,
  gaussZones,
  isDegrees,
  type Position,
  toDegrees,
  webMercator,
  zonesAt,
} from "../../../server/contract/coordinates/systems.ts";

/** A system the numbers may be of, and where they would lie then. */
export interface Reading {
  readonly crs: string;
  /** EPSG:4326. */
  readonly at: Position;
  /** From the district's middle. */
  readonly away_m: number;
}

/** What was pasted: its numbers, and the systems they may be of, the nearest to the district first. */
export interface Pasted {
  readonly position: ReadPosition;
  readonly readings: readonly Reading[];
}

/** Farther from the district nothing was meant. */
const mostAway_m = 2_000_000;

/** @param centre of the district, EPSG:4326 @returns null when these are no coordinates */
export function readPasted(text: string, centre: Position): Pasted | null {
  const position = parsePosition(text);
  if (!position) return null;
  const codes = position.kind === "degrees" ? [...degreeSystems] : [...gaussZones.map(({ code }) => code), webMercator];
  const readings = codes.flatMap((crs): Reading[] => {
    const at = toDegrees(crs, [position.x, position.y]);
    if (!at.every(Number.isFinite) || Math.abs(at[0]) > 180 || Math.abs(at[1]) > 90) return [];
    const away_m = apart_m(at, centre);
    return position.kind === "degrees" || away_m <= mostAway_m ? [{ crs, at, away_m }] : [];
  });
  // Degrees lie near the district in all four systems: there the usual order stands.
  return { position, readings: position.kind === "degrees" ? readings : readings.sort((a, b) => a.away_m - b.away_m).slice(0, 12) };
}

/** A position as a system writes it. */
export interface Written {
  readonly crs: string;
  readonly x: string;
  readonly y: string;
}
const digitsOf = (crs: string) => (isDegrees(crs) ? 7 : 2);

/** @param at EPSG:4326 */
export function writtenIn(at: Position): Written[] {
  // One 6° zone, two 3° zones on a border: with and without their number.
  const zones = zonesAt(at[0]).map(({ code }) => code);
  return [...degreeSystems, ...zones, webMercator].map((crs) => {
    const [x, y] = fromDegrees(crs, at);
    return { crs, x: x.toFixed(digitsOf(crs)), y: y.toFixed(digitsOf(crs)) };
  });
}

function sexagesimal(value: number, [positive, negative]: readonly [string, string]): string {
  const tenths = Math.round(Math.abs(value) * 36_000);
  const [degrees, minutes, seconds] = [Math.floor(tenths / 36_000), Math.floor(tenths / 600) % 60, (tenths % 600) / 10];
  return `${degrees}°${String(minutes).padStart(2, "0")}′${seconds.toFixed(1).padStart(4, "0")}″${value < 0 ? negative : positive}`;
}
/** Degrees, minutes and seconds, EPSG:4326. */
export const dms = ([lon, lat]: Position): string => `${sexagesimal(lon, ["E", "W"])} ${sexagesimal(lat, ["N", "S"])}`;
