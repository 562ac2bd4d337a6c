/** What a page's map shows: a box around its place, and lines cut to it. Pure. */
import { mapAspect } from "../contract/handbook.ts";

/** West, south, east, north; degrees of EPSG:4326. */
export type Box = readonly [west: number, south: number, east: number, north: number];

export interface Geometry {
  readonly type: string;
  readonly coordinates: unknown;
}
const metre = 1 / 111_320;
/** A site is seen with its surroundings: so many metres to each side at least. */
const siteReach_m = 160;
const zoneReach_m = 40;
/** Of the box's own size, on each side. */
const margin = 0.06;

/** The box that a map shows of a shape's own box: with a margin, as wide and high as the map is. */
export function frameOf([west, south, east, north]: Box, isSite: boolean): Box {
  const reach = (isSite ? siteReach_m : zoneReach_m) * metre;
  // Of a degree of latitude, what a degree of longitude is here.
  const shrink = Math.cos((((south + north) / 2) * Math.PI) / 180);
  const [wide, high] = [(east - west) * shrink * (1 + 2 * margin) + 2 * reach, (north - south) * (1 + 2 * margin) + 2 * reach];
  const [dx, dy] = [Math.max(wide, high * mapAspect) / shrink / 2, Math.max(high, wide / mapAspect) / 2];
  const [x, y] = [(west + east) / 2, (south + north) / 2];
  return [x - dx, y - dy, x + dx, y + dy];
}

type Position = readonly [number, number, ...number[]];
const isPosition = (value: unknown): value is Position => Array.isArray(value) && typeof value[0] === "number";

/** Each ring or line of a geometry, longitude and latitude in turn; a point is a line of one. */
export function linesOf({ type, coordinates }: Geometry): number[][] {
  if (type === "Point") return [flat([coordinates as Position])];
  const found: number[][] = [];
  const walk = (value: unknown): void => {
    if (!Array.isArray(value)) return;
    if (type === "MultiPoint" && isPosition(value)) found.push(flat([value]));
    else if (isPosition(value[0]) && type !== "MultiPoint") found.push(flat(value as Position[]));
    else for (const part of value) walk(part);
  };
  walk(coordinates);
  return found;
}
const flat = (line: readonly Position[]): number[] => line.flatMap(([x, y]) => [x, y] as const);

/** Parts of a line whose segments come near the box; the page cuts the rest off. */
export function clipped(line: readonly number[], [west, south, east, north]: Box): number[][] {
  const parts: number[][] = [];
  let part: number[] = [];
  for (let i = 2; i + 1 < line.length; i += 2) {
    const [ax, ay, bx, by] = line.slice(i - 2, i + 2) as [number, number, number, number];
    const near = Math.max(ax, bx) >= west && Math.min(ax, bx) <= east && Math.max(ay, by) >= south && Math.min(ay, by) <= north;
    if (near) part = part.length ? [...part, bx, by] : [ax, ay, bx, by];
    else if (part.length) {
      parts.push(part);
      part = [];
    }
  }
  return part.length ? [...parts, part] : parts;
}
