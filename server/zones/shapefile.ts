/** Polygons as a Shapefile: ESRI's technical description of July 1998 for .shp and .shx, dBASE III for .dbf, its text in UTF-8 (.cpg). Pure. */
import type { Position } from "../contract/draw.ts";
import type { Polygon } from "../contract/partition/shapes.ts";

/** A record: its polygons (rings closed, the outer one first, either way round), none = a null shape; and its fields. */
export interface ShapeRecord {
  readonly polygons: readonly Polygon[];
  /** By the field's name: ten ASCII characters at most. A number is a whole one. */
  readonly fields: Readonly<Record<string, string | number | null>>;
}
export type ShapeFiles = Readonly<Record<"shp" | "shx" | "dbf" | "prj" | "cpg", Uint8Array>>;

const head_bytes = 100;
const polygonType = 5;
const mostText_bytes = 254;
const prj =
  'GEOGCS["GCS_WGS_1984",DATUM["D_WGS_1984",SPHEROID["WGS_1984",6378137.0,298.257223563]],PRIMEM["Greenwich",0.0],UNIT["Degree",0.0174532925199433]]';
const text = new TextEncoder();

/** Twice the area under a ring: above 0 when it runs anticlockwise. */
function turn(ring: readonly Position[]): number {
  const [x0, y0] = ring[0] as Position;
  let sum = 0;
  for (let i = 1; i < ring.length; i++) {
    const [[ax, ay], [bx, by]] = [ring[i - 1] as Position, ring[i] as Position];
    sum += (ax - x0) * (by - y0) - (bx - x0) * (ay - y0);
  }
  return sum;
}

/** Outer rings clockwise, holes anticlockwise: what is inside is on the right. */
const rightHanded = ([outer, ...holes]: Polygon): (readonly Position[])[] => [
  ...(outer ? [turn(outer) > 0 ? outer.toReversed() : outer] : []),
  ...holes.map((hole) => (turn(hole) < 0 ? hole.toReversed() : hole)),
];

type Box = readonly [west: number, south: number, east: number, north: number];
function boxOf(points: readonly Position[]): Box {
  if (points.length === 0) return [0, 0, 0, 0];
  let [w, s, e, n] = [Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (const [x, y] of points) [w, s, e, n] = [Math.min(w, x), Math.min(s, y), Math.max(e, x), Math.max(n, y)];
  return [w, s, e, n];
}

/** A record's content without its header. */
function content({ polygons }: ShapeRecord): Uint8Array {
  const rings = polygons.flatMap(rightHanded);
  if (rings.length === 0) return new Uint8Array(4);
  const points = rings.flat();
  const view = new DataView(new ArrayBuffer(44 + 4 * rings.length + 16 * points.length));
  view.setInt32(0, polygonType, true);
  for (const [i, edge] of boxOf(points).entries()) view.setFloat64(4 + 8 * i, edge, true);
  view.setInt32(36, rings.length, true);
  view.setInt32(40, points.length, true);
  let first = 0;
  for (const [i, ring] of rings.entries()) {
    view.setInt32(44 + 4 * i, first, true);
    first += ring.length;
  }
  const from = 44 + 4 * rings.length;
  for (const [i, [x, y]] of points.entries()) {
    view.setFloat64(from + 16 * i, x, true);
    view.setFloat64(from + 16 * i + 8, y, true);
  }
  return new Uint8Array(view.buffer);
}

/** A file's first hundred bytes; lengths are counted in words of two bytes. */
function headed(bytes: number, box: Box): { readonly file: Uint8Array; readonly view: DataView } {
  const file = new Uint8Array(bytes);
  const view = new DataView(file.buffer);
  view.setInt32(0, 9994);
  view.setInt32(24, bytes / 2);
  view.setInt32(28, 1000, true);
  view.setInt32(32, polygonType, true);
  for (const [i, edge] of box.entries()) view.setFloat64(36 + 8 * i, edge, true);
  return { file, view };
}

/** The shapes, and the index of where each begins. */
function shapes(records: readonly ShapeRecord[]): Pick<ShapeFiles, "shp" | "shx"> {
  const contents = records.map(content);
  const box = boxOf(records.flatMap(({ polygons }) => polygons.flat(2)));
  const shp = headed(
    contents.reduce((sum, one) => sum + 8 + one.length, head_bytes),
    box,
  );
  const shx = headed(head_bytes + 8 * records.length, box);
  let at = head_bytes;
  for (const [i, one] of contents.entries()) {
    shx.view.setInt32(head_bytes + 8 * i, at / 2);
    shx.view.setInt32(head_bytes + 8 * i + 4, one.length / 2);
    shp.view.setInt32(at, i + 1);
    shp.view.setInt32(at + 4, one.length / 2);
    shp.file.set(one, at + 8);
    at += 8 + one.length;
  }
  return { shp: shp.file, shx: shx.file };
}

/** As many whole characters as fit. */
function cell(value: string | number | null): Uint8Array {
  const bytes = text.encode(String(value ?? ""));
  let end = Math.min(bytes.length, mostText_bytes);
  while (end < bytes.length && end > 0 && ((bytes[end] as number) & 0xc0) === 0x80) end--;
  return bytes.subarray(0, end);
}

interface Column {
  readonly name: string;
  readonly kind: "C" | "N";
  readonly cells: readonly Uint8Array[];
  readonly width: number;
}
function columnOf(name: string, records: readonly ShapeRecord[]): Column {
  const values = records.map(({ fields }) => fields[name] ?? null);
  const cells = values.map(cell);
  return {
    ...{ name, cells, kind: values.some((value) => typeof value === "number") ? "N" : "C" },
    width: Math.max(1, ...cells.map((one) => one.length)),
  };
}

/** The table. @param changed its date */
function table(records: readonly ShapeRecord[], changed: Date): Uint8Array {
  const columns = Object.keys(records[0]?.fields ?? {}).map((name) => columnOf(name, records));
  const head = 32 + 32 * columns.length + 1;
  const width = columns.reduce((sum, column) => sum + column.width, 1);
  const file = new Uint8Array(head + width * records.length + 1).fill(0x20, head);
  const view = new DataView(file.buffer);
  file.set([3, changed.getUTCFullYear() - 1900, changed.getUTCMonth() + 1, changed.getUTCDate()]);
  view.setUint32(4, records.length, true);
  view.setUint16(8, head, true);
  view.setUint16(10, width, true);
  let within = 1;
  for (const [i, { name, kind, cells, width: wide }] of columns.entries()) {
    const at = 32 + 32 * i;
    file.set(text.encode(name), at);
    file[at + 11] = kind.charCodeAt(0);
    file[at + 16] = wide;
    // Numbers stand to the right.
    for (const [row, one] of cells.entries()) file.set(one, head + row * width + within + (kind === "N" ? wide - one.length : 0));
    within += wide;
  }
  file[head - 1] = 0x0d;
  file[file.length - 1] = 0x1a;
  return file;
}

/** One layer. @param changed the date in its table */
export const shapefile = (records: readonly ShapeRecord[], changed: Date): ShapeFiles => ({
  ...shapes(records),
  dbf: table(records, changed),
  prj: text.encode(prj),
  cpg: text.encode("UTF-8"),
});
