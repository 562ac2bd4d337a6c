/** Lines and polygons as well-known binary: every bit of a coordinate arrives. */
import type { Position } from "../contract/draw.ts";
import type { Polygon } from "../contract/partition/shapes.ts";

type Line = readonly Position[];

class Writer {
  readonly #bytes: Buffer;
  #at = 0;
  constructor(size: number) {
    this.#bytes = Buffer.allocUnsafe(size);
  }
  head(type: number, count: number): void {
    this.#at = this.#bytes.writeUInt8(1, this.#at);
    this.count(type);
    this.count(count);
  }
  count(value: number): void {
    this.#at = this.#bytes.writeUInt32LE(value, this.#at);
  }
  positions(line: Line): void {
    for (const [x, y] of line) {
      this.#at = this.#bytes.writeDoubleLE(x, this.#at);
      this.#at = this.#bytes.writeDoubleLE(y, this.#at);
    }
  }
  bytes(): Buffer {
    return this.#bytes.subarray(0, this.#at);
  }
}
const size = (lines: readonly Line[]): number => 9 + lines.reduce((sum, line) => sum + 16 * (line.length + 1) + 9, 0);

/** A multi-line. */
export function wkbOfLines(lines: readonly Line[]): Buffer {
  const to = new Writer(size(lines));
  to.head(5, lines.length);
  for (const line of lines) {
    to.head(2, line.length);
    to.positions(line);
  }
  return to.bytes();
}

/** A multi-polygon; its rings are open here and closed there. */
export function wkbOfPolygons(polygons: readonly Polygon[]): Buffer {
  const to = new Writer(size(polygons.flat()) + 9 * polygons.length);
  to.head(6, polygons.length);
  for (const rings of polygons) {
    to.head(3, rings.length);
    for (const ring of rings) {
      to.count(ring.length + 1);
      to.positions(ring);
      to.positions([ring[0] as Position]);
    }
  }
  return to.bytes();
}
