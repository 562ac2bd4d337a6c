/** Points, lines or polygons as a Shapefile: ESRI's technical description of July 1998 for .shp and .shx, dBASE III for .dbf, its text in UTF-8 (.cpg). Pure. */
import type { Position } from "../contract/draw.ts";
import type { Polygon } from "../contract/partition/shapes.ts";
import { Dbf, type DbfField } from "./dbf.ts";
import { Growing } from "./growing.ts";
import { type Box, noBox, widen } from "./wkb.ts";

export type ShapeFiles = Readonly<Record<"shp" | "shx" | "dbf" | "prj" | "cpg", Uint8Array>>;

const head_bytes = 100;
const types = { point: 1, line: 3, polygon: 5, multipoint: 8 } as const;
export type LayerKind = keyof typeof types;
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

/** Outer rings clockwise, holes anticlockwise: what is inside is on the right. Of rings that are closed, either way round. */
export const rightHanded = ([outer, ...holes]: Polygon): (readonly Position[])[] => [
  ...(outer ? [turn(outer) > 0 ? outer.toReversed() : outer] : []),
  ...holes.map((hole) => (turn(hole) < 0 ? hole.toReversed() : hole)),
];

function putBox(view: DataView, at: number, box: Box): void {
  for (const [i, edge] of (Number.isFinite(box[0]) ? box : [0, 0, 0, 0]).entries()) view.setFloat64(at + 8 * i, edge, true);
}
function putPoints(view: DataView, from: number, points: readonly Position[]): void {
  for (const [i, [x, y]] of points.entries()) {
    view.setFloat64(from + 16 * i, x, true);
    view.setFloat64(from + 16 * i + 8, y, true);
  }
}

/** A record's content without its header; without parts, a null shape. */
function content(kind: LayerKind, parts: readonly (readonly Position[])[]): Uint8Array {
  if (parts.length === 0) return new Uint8Array(4);
  const points = parts.flat();
  const counted = kind === "line" || kind === "polygon";
  const from = kind === "point" ? 4 : counted ? 44 + 4 * parts.length : 40;
  const view = new DataView(new ArrayBuffer(from + 16 * points.length));
  view.setInt32(0, types[kind], true);
  putPoints(view, from, points);
  if (kind === "point") return new Uint8Array(view.buffer);
  putBox(view, 4, widen(noBox(), points));
  if (counted) view.setInt32(36, parts.length, true);
  view.setInt32(counted ? 40 : 36, points.length, true);
  let first = 0;
  for (const [i, part] of (counted ? parts : []).entries()) {
    view.setInt32(44 + 4 * i, first, true);
    first += part.length;
  }
  return new Uint8Array(view.buffer);
}

/** One layer, record by record. */
export class ShapeLayer {
  readonly #kind: LayerKind;
  readonly #table: Dbf;
  readonly #shapes = new Growing();
  readonly #index = new Growing();
  readonly #box = noBox();
  #records = 0;

  constructor(kind: LayerKind, fields: readonly DbfField[]) {
    this.#kind = kind;
    this.#table = new Dbf(fields);
  }

  /** @param parts one point; points; lines; rings, outer ones clockwise; none = a null shape */
  add(parts: readonly (readonly Position[])[], values: readonly (string | number | null)[]): void {
    const shape = content(this.#kind, parts);
    for (const part of parts) widen(this.#box, part);
    const header = new DataView(new ArrayBuffer(8));
    header.setInt32(0, (head_bytes + this.#shapes.length) / 2);
    header.setInt32(4, shape.length / 2);
    this.#index.push(new Uint8Array(header.buffer));
    header.setInt32(0, ++this.#records);
    this.#shapes.push(new Uint8Array(header.buffer));
    this.#shapes.push(shape);
    this.#table.add(values);
  }

  /** How many texts of a field were cut. */
  get cut(): ReadonlyMap<string, number> {
    return this.#table.cut;
  }

  /** @param changed the date in its table */
  files(changed: Date): ShapeFiles {
    return {
      shp: this.#headed(this.#shapes),
      shx: this.#headed(this.#index),
      dbf: this.#table.file(changed),
      prj: text.encode(prj),
      cpg: text.encode("UTF-8"),
    };
  }

  /** After the file's first hundred bytes; lengths are counted in words of two bytes. */
  #headed({ bytes }: Growing): Uint8Array {
    const file = new Uint8Array(head_bytes + bytes.length);
    const view = new DataView(file.buffer);
    view.setInt32(0, 9994);
    view.setInt32(24, file.length / 2);
    view.setInt32(28, 1000, true);
    view.setInt32(32, types[this.#kind], true);
    putBox(view, 36, this.#box);
    file.set(bytes, head_bytes);
    return file;
  }
}

/** A record: its polygons (rings closed, the outer one first, either way round), none = a null shape; and its fields. */
export interface ShapeRecord {
  readonly polygons: readonly Polygon[];
  /** By the field's name: ten ASCII characters at most. A number is a whole one. */
  readonly fields: Readonly<Record<string, string | number | null>>;
}

/** One layer of polygons. @param changed the date in its table */
export function shapefile(records: readonly ShapeRecord[], changed: Date): ShapeFiles {
  const names = Object.keys(records[0]?.fields ?? {});
  const isNumber = (name: string): boolean => records.some(({ fields }) => typeof fields[name] === "number");
  const layer = new ShapeLayer(
    "polygon",
    names.map((name) => ({ name, kind: isNumber(name) ? "N" : "C" })),
  );
  for (const { polygons, fields } of records)
    layer.add(
      polygons.flatMap(rightHanded),
      names.map((name) => fields[name] ?? null),
    );
  return layer.files(changed);
}
