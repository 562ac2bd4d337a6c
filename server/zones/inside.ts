/** Is a place inside rings as somebody drew them? By a ray and odd or even, so that a ring that crosses itself has an inside too. */
import type { Position } from "../contract/draw.ts";
import type { Polygon } from "../contract/partition/shapes.ts";

type Ring = readonly Position[];
export type Box = readonly [west: number, south: number, east: number, north: number];

/** Twice the area in square degrees, counted from the first position: above 0 of a ring that runs anticlockwise. */
export function signed(ring: Ring): number {
  const [ox, oy] = ring[0] as Position;
  let sum = 0;
  let [ax, ay] = ring.at(-1) as Position;
  for (const [bx, by] of ring) {
    sum += (ax - ox) * (by - oy) - (bx - ox) * (ay - oy);
    [ax, ay] = [bx, by];
  }
  return sum;
}

function crossings([x, y]: Position, ring: Ring): number {
  let count = 0;
  let [ax, ay] = ring.at(-1) as Position;
  for (const [bx, by] of ring) {
    if (ay > y !== by > y && ax + ((y - ay) / (by - ay)) * (bx - ax) > x) count++;
    [ax, ay] = [bx, by];
  }
  return count;
}

/** Inside an odd number of a polygon's rings. */
export const inPolygon = (at: Position, polygon: Polygon): boolean => polygon.reduce((sum, ring) => sum + crossings(at, ring), 0) % 2 === 1;

export function boxOf(polygons: readonly Polygon[]): Box {
  let [west, south, east, north] = [Infinity, Infinity, -Infinity, -Infinity];
  for (const polygon of polygons)
    for (const ring of polygon)
      for (const [x, y] of ring) {
        if (x < west) west = x;
        if (x > east) east = x;
        if (y < south) south = y;
        if (y > north) north = y;
      }
  return [west, south, east, north];
}
const inBox = ([x, y]: Position, [west, south, east, north]: Box): boolean => x >= west && x <= east && y >= south && y <= north;

/** Which of many areas a place is in: their numbers, ascending. Made once, asked often. */
export function whichOf(areas: readonly (readonly Polygon[])[]): (at: Position) => readonly number[] {
  const boxes = areas.map(boxOf);
  const strip = stripsOf(boxes);
  return (at) =>
    strip(at[0]).filter((i) => inBox(at, boxes[i] as Box) && (areas[i] as readonly Polygon[]).some((polygon) => inPolygon(at, polygon)));
}

/** Numbers of boxes by the upright strips that they touch, so that a place asks few of them. */
function stripsOf(boxes: readonly Box[]): (x: number) => readonly number[] {
  const west = boxes.reduce((least, box) => Math.min(least, box[0]), Infinity);
  const east = boxes.reduce((most, box) => Math.max(most, box[2]), -Infinity);
  const count = Math.max(1, Math.min(2000, boxes.length));
  const of = (x: number) => Math.max(0, Math.min(count - 1, Math.floor(((x - west) / (east - west || 1)) * count)));
  const strips = Array.from({ length: count }, (): number[] => []);
  boxes.forEach((box, i) => {
    for (let s = of(box[0]); s <= of(box[2]); s++) strips[s]?.push(i);
  });
  return (x) => (x >= west && x <= east ? (strips[of(x)] as number[]) : []);
}

/** Where a level line goes in and out of a polygon, from west to east. */
function cutsAt(polygon: Polygon, y: number): number[] {
  const cuts: number[] = [];
  for (const ring of polygon) {
    let [ax, ay] = ring.at(-1) as Position;
    for (const [bx, by] of ring) {
      if (ay > y !== by > y) cuts.push(ax + ((y - ay) / (by - ay)) * (bx - ax));
      [ax, ay] = [bx, by];
    }
  }
  return cuts.sort((a, b) => a - b);
}

/** The levels half way between vertices that are nearest to the middle of a polygon: on none of them lies a vertex. */
function levels(polygon: Polygon): number[] {
  const ys = [...new Set(polygon.flatMap((ring) => ring.map(([, y]) => y)))].sort((a, b) => a - b);
  const middle = ((ys[0] as number) + (ys.at(-1) as number)) / 2;
  const between = ys.slice(1).map((y, i) => ((ys[i] as number) + y) / 2);
  return between.sort((a, b) => Math.abs(a - middle) - Math.abs(b - middle)).slice(0, 8);
}

/** A place well inside: the middle of the widest stretch of a few level lines through it. */
export function placeIn(polygon: Polygon): Position {
  let best: Position = polygon[0]?.[0] as Position;
  let width = -1;
  for (const y of levels(polygon)) {
    const cuts = cutsAt(polygon, y);
    for (let i = 0; i + 1 < cuts.length; i += 2) {
      const [from, to] = [cuts[i] as number, cuts[i + 1] as number];
      if (to - from > width) [best, width] = [[(from + to) / 2, y], to - from];
    }
  }
  return best;
}
