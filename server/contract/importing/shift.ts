/** How far a batch lies from the sites its rows name, by each system it could have been written in. Pure; page and server say the same. */
import { degreeSystems, gaussZones, isDegrees, type Position, toDegrees, webMercator } from "../coordinates/systems.ts";
import { type ImportShift, suspiciousShift_m } from "./importing.ts";

/** A row's place as its file has it, and the site it names, EPSG:4326. */
export interface ShiftRow {
  readonly x: number;
  readonly y: number;
  readonly site: Position;
}

/** More rows say nothing more. */
const mostCompared = 500;
/** Beyond this no system is meant. */
const farthest_m = 200_000;

/** Systems that a file stated in `crs` could have been written in instead; `crs` is among them. */
export function candidatesOf(crs: string): string[] {
  const others: readonly string[] = isDegrees(crs)
    ? degreeSystems.filter((code) => code !== "EPSG:4490")
    : [...gaussZones.map((zone) => zone.code), webMercator];
  return [...new Set([crs, ...others])];
}

/** Metres on a sphere: rough is enough for a median that is held against 150 m. */
export function metres([lon1, lat1]: Position, [lon2, lat2]: Position): number {
  const rad = Math.PI / 180;
  const h =
    Math.sin(((lat2 - lat1) * rad) / 2) ** 2 + Math.cos(lat1 * rad) * Math.cos(lat2 * rad) * Math.sin(((lon2 - lon1) * rad) / 2) ** 2;
  return 2 * 6_371_008 * Math.asin(Math.min(1, Math.sqrt(h)));
}

/** To degrees whatever stands there: what no system takes becomes NaN. @param crs one that systems.ts knows */
export function placeOf(crs: string, [x, y]: Position): Position {
  if (!Number.isFinite(x) || !Number.isFinite(y)) return [Number.NaN, Number.NaN];
  // Out of range it stays as it is, for whoever says what is wrong with it.
  if (isDegrees(crs) && (Math.abs(x) > 180 || Math.abs(y) > 90)) return [x, y];
  const [lon, lat] = toDegrees(crs, [x, y]);
  return Number.isFinite(lon) && Number.isFinite(lat) ? [lon, lat] : [Number.NaN, Number.NaN];
}

function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const half = sorted.length >> 1;
  return sorted.length % 2 ? (sorted[half] as number) : ((sorted[half - 1] as number) + (sorted[half] as number)) / 2;
}

/** Every so many rows, so that all of the file is heard. */
const some = (rows: readonly ShiftRow[]): readonly ShiftRow[] => {
  const step = Math.ceil(rows.length / mostCompared);
  return step <= 1 ? rows : rows.filter((_, i) => i % step === 0);
};

/** @param systems candidatesOf the stated one; those that bring nothing near are left out, the stated one excepted */
export function shiftOf(rows: readonly ShiftRow[], systems: readonly string[]): ImportShift {
  const compared = some(rows);
  const of = (crs: string): number => {
    const away = compared.map(({ x, y, site }) => metres(placeOf(crs, [x, y]), site));
    return median(away.map((m) => (Number.isFinite(m) ? m : 20_000_000)));
  };
  if (compared.length === 0) return { compared: 0, systems: [] };
  const all = systems.map((crs) => ({ crs, median_m: Math.round(of(crs) * 10) / 10 }));
  const near = all.filter(({ crs, median_m }) => crs === systems[0] || median_m <= farthest_m);
  return { compared: rows.length, systems: near.toSorted((a, b) => a.median_m - b.median_m) };
}

/** Fewer rows than these prove no shift. */
const leastCompared = 3;

/** The system that the batch seems to be written in instead of `crs`; null = nothing speaks against `crs`. */
export function suspicious(shift: ImportShift, crs: string): string | null {
  const own = shift.systems.find((system) => system.crs === crs);
  const [best] = shift.systems;
  if (!own || !best || shift.compared < leastCompared || own.median_m <= suspiciousShift_m) return null;
  return best.crs !== crs && best.median_m * 3 <= own.median_m ? best.crs : null;
}
