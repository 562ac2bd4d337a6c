/** Geometry of GeoJSON as well-known binary, little-endian (OGC 06-103r4), with its box. */
import type { Geometry } from "./table.ts";

type Point = readonly number[];
export type Box = [west: number, south: number, east: number, north: number];

const codes = { Point: 1, LineString: 2, Polygon: 3, MultiPoint: 4, MultiLineString: 5, MultiPolygon: 6 } as const;
const single = { MultiPoint: "Point", MultiLineString: "LineString", MultiPolygon: "Polygon" } as const;
const isMany = (type: Geometry["type"]): type is keyof typeof single => type in single;

/** Every position of nested coordinates. */
export function positions(coordinates: unknown): Point[] {
  const list = coordinates as readonly unknown[];
  return typeof list[0] === "number" ? [list as Point] : list.flatMap(positions);
}

export const noBox = (): Box => [Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, Number.NEGATIVE_INFINITY];
/** Makes the box hold the points. */
export function widen(box: Box, points: readonly Point[]): Box {
  for (const [x = 0, y = 0] of points) {
    box[0] = Math.min(box[0], x);
    box[1] = Math.min(box[1], y);
    box[2] = Math.max(box[2], x);
    box[3] = Math.max(box[3], y);
  }
  return box;
}

class Writer {
  readonly numbers: (readonly [kind: "b" | "i" | "d", value: number])[] = [];
  bytes = 0;
  byte(value: number): void {
    this.numbers.push(["b", value]);
    this.bytes += 1;
  }
  int(value: number): void {
    this.numbers.push(["i", value]);
    this.bytes += 4;
  }
  points(list: readonly Point[]): void {
    for (const [x = 0, y = 0] of list) this.numbers.push(["d", x], ["d", y]);
    this.bytes += 16 * list.length;
  }
}

function write(out: Writer, { type, coordinates }: Geometry): void {
  out.byte(1);
  out.int(codes[type]);
  const parts = coordinates as readonly unknown[];
  if (type === "Point") {
    out.points([coordinates as Point]);
    return;
  }
  out.int(parts.length);
  if (type === "LineString") out.points(parts as readonly Point[]);
  else if (isMany(type)) for (const part of parts) write(out, { type: single[type], coordinates: part });
  else
    for (const ring of parts as readonly (readonly Point[])[]) {
      out.int(ring.length);
      out.points(ring);
    }
}

export function wkb(geometry: Geometry): Uint8Array {
  const out = new Writer();
  write(out, geometry);
  const view = new DataView(new ArrayBuffer(out.bytes));
  let at = 0;
  for (const [kind, value] of out.numbers) {
    if (kind === "b") view.setUint8(at, value);
    else if (kind === "i") view.setUint32(at, value, true);
    else view.setFloat64(at, value, true);
    at += kind === "b" ? 1 : kind === "i" ? 4 : 8;
  }
  return new Uint8Array(view.buffer);
}
