/** Shapes of a GeoPackage: its own head, then well-known binary (OGC 06-103r4), with heights and measures left out. */

const envelope_bytes = [0, 32, 48, 48, 64];
const kinds = ["", "POINT", "LINESTRING", "POLYGON", "MULTIPOINT", "MULTILINESTRING", "MULTIPOLYGON", "GEOMETRYCOLLECTION"];
/** Curves and what they bound. */
class NoShape extends Error {}

class Reader {
  private readonly view: DataView;
  private at: number;
  constructor(view: DataView, at: number) {
    this.view = view;
    this.at = at;
  }

  private count(little: boolean): number {
    const count = this.view.getUint32(this.at, little);
    this.at += 4;
    // Each thing counted takes four bytes at least.
    if (count * 4 > this.view.byteLength - this.at) throw new NoShape();
    return count;
  }
  private position(little: boolean, size: number): string | null {
    const [x, y] = [this.view.getFloat64(this.at, little), this.view.getFloat64(this.at + 8, little)];
    this.at += 8 * size;
    return Number.isFinite(x) && Number.isFinite(y) ? `${x} ${y}` : null;
  }
  private line(little: boolean, size: number): string {
    const points = Array.from({ length: this.count(little) }, () => this.position(little, size));
    if (points.length === 0 || points.includes(null)) throw new NoShape();
    return `(${points.join(", ")})`;
  }

  /** @returns type and what stands behind it */
  shape(deep: number): readonly [string, string] {
    const little = this.view.getUint8(this.at) === 1;
    const code = this.view.getUint32(this.at + 1, little);
    this.at += 5;
    // PostGIS marks heights by a high bit, the standard by thousands.
    const base = (code & 0xffff) % 1000;
    const thousands = Math.floor((code & 0xffff) / 1000);
    const size = 2 + (thousands === 3 ? 2 : thousands > 0 ? 1 : 0) + (code & 0x80000000 ? 1 : 0) + (code & 0x40000000 ? 1 : 0);
    if (code & 0x20000000) this.at += 4;
    return [kinds[base] ?? "", this.inner(base, little, size, deep)];
  }

  private inner(base: number, little: boolean, size: number, deep: number): string {
    if (base === 1) {
      const point = this.position(little, size);
      if (point === null) throw new NoShape();
      return `(${point})`;
    }
    if (base === 2) return this.line(little, size);
    if (base < 1 || base > 7 || deep > 3) throw new NoShape();
    const count = this.count(little);
    if (count === 0) throw new NoShape();
    const parts = Array.from({ length: count }, () => (base === 3 ? this.line(little, size) : this.part(base, deep)));
    return `(${parts.join(", ")})`;
  }
  private part(base: number, deep: number): string {
    const [type, inner] = this.shape(deep + 1);
    if (base === 7) return type + inner;
    return base === 4 ? inner.slice(1, -1) : inner;
  }
}

/** @returns well-known text; null where it is no shape, an empty one, or one with curves */
export function shapeOfBlob(blob: Uint8Array): string | null {
  if (blob.length < 13 || blob[0] !== 0x47 || blob[1] !== 0x50) return null;
  const flags = blob[3] as number;
  const envelope = envelope_bytes[(flags >> 1) & 7];
  if (envelope === undefined || flags & 0x30) return null;
  try {
    return new Reader(new DataView(blob.buffer, blob.byteOffset, blob.byteLength), 8 + envelope).shape(0).join("");
  } catch {
    return null;
  }
}
