/** Where the same rows would lie in each system they could have been written in. Pure. */
import { degreeSystems, gaussZones, type Position, toDegrees, webMercator } from "../../../server/contract/coordinates/systems.ts";
import type { ImportShift } from "../../../server/contract/importing/importing.ts";
import { metres, shiftOf } from "../../../server/contract/importing/shift.ts";

export type Bounds = readonly [west: number, south: number, east: number, north: number];
/** As a row has it, in whatever system; null = it has none. */
export type Raw = Position | null;

export interface Ghost {
  readonly crs: string;
  /** EPSG:4326, one for each sampled row. */
  readonly places: readonly Raw[];
  /** Of the rows with a position: the part that lies in or around the district. */
  readonly near: number;
}

export const mostSampled = 300;

/** Rows spread evenly over the file, at most `mostSampled`; their indexes. */
export function sampleOf(rows: number): number[] {
  const step = Math.max(1, rows / mostSampled);
  return Array.from({ length: Math.min(rows, mostSampled) }, (_, i) => Math.floor(i * step));
}

export function median(values: readonly number[]): number | null {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = sorted.length >> 1;
  if (sorted.length === 0) return null;
  return sorted.length % 2 ? (sorted[middle] as number) : ((sorted[middle - 1] as number) + (sorted[middle] as number)) / 2;
}

/** The district and as much again on each side: what lies there is meant to lie in it. */
function around([west, south, east, north]: Bounds): Bounds {
  const [w, h] = [Math.max(east - west, 0.05), Math.max(north - south, 0.05)];
  return [west - w / 2, south - h / 2, east + w / 2, north + h / 2];
}
const lies = ([x, y]: Position, [west, south, east, north]: Bounds): boolean => x >= west && x <= east && y >= south && y <= north;
const isPlace = ([x, y]: Position): boolean => Number.isFinite(x) && Number.isFinite(y) && Math.abs(x) <= 180 && Math.abs(y) <= 90;

/** @returns the place, or null for what no place on earth could be */
function placed(crs: string, raw: Raw): Raw {
  if (!raw) return null;
  try {
    const place = toDegrees(crs, raw);
    return isPlace(place) ? place : null;
  } catch {
    return null;
  }
}

export function ghostOf(crs: string, raws: readonly Raw[], bounds: Bounds): Ghost {
  const area = around(bounds);
  const places = raws.map((raw) => placed(crs, raw));
  const told = places.filter((place) => place !== null);
  return { crs, places, near: told.length ? told.filter((place) => lies(place, area)).length / told.length : 0 };
}

/** Most of them can be degrees, in this order or the other. */
export function lookLikeDegrees(raws: readonly Raw[]): boolean {
  const told = raws.filter((raw) => raw !== null);
  return told.length === 0 || told.filter(([x, y]) => Math.abs(x) <= 180 && Math.abs(y) <= 180).length * 2 > told.length;
}

/** Systems in metres whose strip is this district's or a neighbour's: those that bring the rows near it; without any, those it lies in. */
function metreSystems(raws: readonly Raw[], bounds: Bounds): string[] {
  const lon = (bounds[0] + bounds[2]) / 2;
  const zones = gaussZones.filter(({ meridian, width }) => Math.abs(lon - meridian) <= width * 1.5);
  const bring = [...zones.map(({ code }) => code), webMercator].filter((code) => ghostOf(code, raws, bounds).near > 0.3);
  const own = zones.filter(({ meridian, width }) => Math.abs(lon - meridian) <= width / 2).map(({ code }) => code);
  return bring.length ? bring : own;
}

/** Systems the rows could be written in. Two that give the very same places stand once. */
export const candidatesOf = (raws: readonly Raw[], bounds: Bounds): string[] =>
  lookLikeDegrees(raws) ? [...degreeSystems] : metreSystems(raws, bounds);

const swap = (raw: Raw): Raw => raw && [raw[1], raw[0]];
const best = (raws: readonly Raw[], bounds: Bounds): number =>
  Math.max(0, ...candidatesOf(raws, bounds).map((crs) => ghostOf(crs, raws, bounds).near));

/** True when the two columns are better read the other way round: latitude first, or a surveyor's X to the north. */
export const seemSwapped = (raws: readonly Raw[], bounds: Bounds): boolean => {
  const turned = best(raws.map(swap), bounds);
  return turned > 0.5 && turned > best(raws, bounds) + 0.3;
};

/** Median distance in metres between the same rows read in two systems; null = no row has a place in both. */
export function apart(one: Ghost, other: Ghost): number | null {
  const found = one.places.flatMap((place, i) => {
    const there = other.places[i];
    return place && there ? [metres(place, there)] : [];
  });
  return median(found);
}

/** Which look each has, counted from 0: systems that give the very same places share one. */
export function looksOf(list: readonly Ghost[]): number[] {
  const looks: number[] = [];
  for (const [i, ghost] of list.entries()) {
    const twin = list.slice(0, i).findIndex((other) => (apart(other, ghost) ?? Number.POSITIVE_INFINITY) < 1);
    looks.push(twin < 0 ? Math.max(-1, ...looks) + 1 : (looks[twin] as number));
  }
  return looks;
}

/** Of each sampled row: the place of the site it names, where we know it. */
export type Known = readonly (Position | null)[];

/** How far the rows lie from the sites they name, by each system; the same sum as the server's. */
export const shiftOfGhosts = (raws: readonly Raw[], known: Known, systems: readonly string[]): ImportShift =>
  shiftOf(
    raws.flatMap((raw, i) => {
      const site = known[i];
      return raw && site ? [{ x: raw[0], y: raw[1], site }] : [];
    }),
    systems,
  );
