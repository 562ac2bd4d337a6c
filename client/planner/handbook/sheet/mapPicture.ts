/** A page's map as paths: degrees become millimetres of the map's box, north up. Pure. */
import type { HandbookMap } from "../../../../server/contract/types.ts";
import type { BaseClass } from "../../../../server/contract/vocabulary.ts";
import { widthOf } from "./measure.ts";

export type Point = readonly [x: number, y: number];
export interface Projection {
  at(lon: number, lat: number): Point;
  /** Metres of ground in a millimetre of the map. */
  readonly metres: number;
}

/** Fits the frame into a box; both have the same shape, so nothing is left over but rounding. */
export function projectionOf([west = 0, south = 0, east = 1, north = 1]: readonly number[], width: number, height: number): Projection {
  const shrink = Math.cos((((south + north) / 2) * Math.PI) / 180);
  const scale = Math.min(width / ((east - west) * shrink), height / (north - south));
  const [left, top] = [(width - (east - west) * shrink * scale) / 2, (height - (north - south) * scale) / 2];
  return {
    at: (lon, lat) => [left + (lon - west) * shrink * scale, top + (north - lat) * scale],
    metres: 111_320 / scale,
  };
}

const fixed = (n: number): string => String(Math.round(n * 100) / 100);

export function pathOf(line: readonly number[], { at }: Projection, closed: boolean): string {
  const points: string[] = [];
  for (let i = 0; i + 1 < line.length; i += 2)
    points.push(
      at(line[i] as number, line[i + 1] as number)
        .map(fixed)
        .join(" "),
    );
  return points.length === 0 ? "" : `M${points.join("L")}${closed ? "Z" : ""}`;
}

/** The longest of 1, 2, 5 × 10ⁿ metres that is no longer than `most` millimetres. */
export function scaleBar({ metres }: Projection, most = 28): { readonly metres: number; readonly width: number } {
  const longest = metres * most;
  const power = 10 ** Math.floor(Math.log10(longest));
  const own = ([5, 2, 1].find((n) => n * power <= longest) ?? 1) * power;
  return { metres: own, width: own / metres };
}

/** Drawn in this order. */
export const groundOrder: readonly BaseClass[] = [
  "built",
  "park",
  "water",
  "waterway",
  "alley",
  "minor",
  "secondary",
  "arterial",
  "motorway",
  "rail",
];

export interface Label {
  readonly text: string;
  readonly x: number;
  readonly y: number;
  /** Degrees, clockwise. */
  readonly turn: number;
  readonly water: boolean;
}
const named: readonly BaseClass[] = ["motorway", "arterial", "waterway", "secondary", "minor", "alley"];
const mostLabels = 14;
export const labelSize = 2.3;

/** Where a line's name stands: along its longest part in the box, when it has room. */
function labelOf(
  text: string,
  line: readonly number[],
  { at }: Projection,
  width: number,
  height: number,
  water: boolean,
): (Label & { length: number }) | null {
  const inside = ([x, y]: Point) => x > 3 && y > 3 && x < width - 3 && y < height - 3;
  let best: (Label & { length: number }) | null = null;
  for (let i = 2; i + 1 < line.length; i += 2) {
    const [a, b] = [at(line[i - 2] as number, line[i - 1] as number), at(line[i] as number, line[i + 1] as number)];
    const middle: Point = [(a[0] + b[0]) / 2, (a[1] + b[1]) / 2];
    const own = Math.hypot(b[0] - a[0], b[1] - a[1]);
    if (!inside(middle) || (best && own <= best.length)) continue;
    const degrees = (Math.atan2(b[1] - a[1], b[0] - a[0]) * 180) / Math.PI;
    best = {
      text,
      x: middle[0],
      y: middle[1],
      turn: degrees > 90 ? degrees - 180 : degrees <= -90 ? degrees + 180 : degrees,
      water,
      length: own,
    };
  }
  return best;
}

const reach = ({ text }: Label): number => widthOf(text, labelSize) / 2 + 1.5;
/** Of a flat label: half its width and half its height hold nothing else. */
const meets = (a: Label, b: Label): boolean => Math.abs(a.x - b.x) < reach(a) + reach(b) && Math.abs(a.y - b.y) < 3.4;

/** Where scale and north stand. */
const corners = { scale: { width: 36, height: 11 }, north: { width: 11, height: 13 } } as const;

/** Neighbours' names at the edge, towards where they lie; none stands on another, on the scale or on the north arrow. */
export function edgeLabels(map: Pick<HandbookMap, "neighbours">, { at }: Projection, width: number, height: number): Label[] {
  const shown: Label[] = [];
  for (const { name, lon, lat } of map.neighbours) {
    const [x, y] = at(lon, lat);
    const half = widthOf(name, labelSize) / 2 + 1.5;
    const label = {
      text: name,
      x: Math.min(Math.max(x, half), width - half),
      y: Math.min(Math.max(y, 4), height - 4),
      turn: 0,
      water: false,
    };
    if (label.x - half < corners.scale.width && label.y > height - corners.scale.height) label.y = height - corners.scale.height - 1.5;
    if (label.x + half > width - corners.north.width && label.y < corners.north.height) label.y = corners.north.height + 2;
    if (shown.every((other) => !meets(other, label))) shown.push(label);
  }
  return shown;
}

/** Names of roads and waters, the greater first; none stands on another, or on what is there already. */
export function labelsOf(
  { ground }: Pick<HandbookMap, "ground">,
  projection: Projection,
  { width, height, taken, marks }: { width: number; height: number; taken: readonly Label[]; marks: readonly Point[] },
): Label[] {
  const rank = new Map(ground.map((one) => [one.name, named.indexOf(one.class)]));
  const found = ground
    .filter((one) => one.name && !one.area && named.includes(one.class))
    .flatMap((one) => labelOf(one.name as string, one.line, projection, width, height, one.class === "waterway") ?? []);
  found.sort((a, b) => (rank.get(a.text) ?? 9) - (rank.get(b.text) ?? 9) || b.length - a.length);
  const shown: Label[] = [];
  for (const label of found) {
    const near = (x: number, y: number, room: number) => Math.hypot(x - label.x, y - label.y) < room;
    const free =
      shown.every((other) => other.text !== label.text && !near(other.x, other.y, (reach(other) + reach(label)) * 0.75)) &&
      taken.every((other) => !near(other.x, other.y, reach(label) + 2) && !meets(other, label)) &&
      marks.every(([x, y]) => !near(x, y, reach(label) * 0.7)) &&
      !(label.x < corners.scale.width + 4 && label.y > height - corners.scale.height - 2) &&
      !(label.x > width - corners.north.width - 2 && label.y < corners.north.height + 2);
    if (free && shown.length < mostLabels) shown.push(label);
  }
  return shown;
}

/** Of so many numbered sites: the mark's radius. */
export const markRadius = (count: number): number => (count <= 30 ? 2 : count <= 80 ? 1.5 : 0.7);
