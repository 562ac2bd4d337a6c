/** A row's place as a GeoJSON geometry that the database will take: structure checked, rings closed, heights dropped. */
import type { Word } from "../../contract/vocabulary.ts";
import type { LayerSpec } from "../manifest.ts";
import { RowRefused } from "../report.ts";
import type { Row } from "./row.ts";
import { parseWkt } from "./wkt.ts";

export type Position = [number, number];
export type Shape =
  | { type: "Point"; coordinates: Position }
  | { type: "LineString"; coordinates: Position[] }
  | { type: "MultiLineString"; coordinates: Position[][] }
  | { type: "Polygon"; coordinates: Position[][] }
  | { type: "MultiPolygon"; coordinates: Position[][][] };

/** What was put right while reading. */
export type Mended = (reason: Word) => void;

const refuse = (value: unknown, zh: string, en: string): never => {
  throw new RowRefused("geometry", value, { zh, en });
};

/** @throws RowRefused on the field geometry */
export function shapeOf(row: Row, layer: LayerSpec, mended: Mended): Shape {
  const { geometry } = layer;
  if (!geometry) return asShape(row.geometry, mended);
  if ("wkt" in geometry) {
    const text = String(row.cell(geometry.wkt) ?? "").trim();
    return asShape(
      text === "" || layer.nulls?.includes(text) ? null : (parseWkt(text) ?? refuse(text, "不是 WKT 几何", "is not a WKT geometry")),
      mended,
    );
  }
  return { type: "Point", coordinates: pointOf(row, geometry, layer.nulls ?? []) };
}

function pointOf(row: Row, columns: { x: string; y: string }, nulls: readonly string[]): Position {
  const texts = [columns.x, columns.y].map((column) => String(row.cell(column) ?? "").trim());
  if (texts.some((text) => text === "" || nulls.includes(text))) refuse(texts.join(" "), "没有坐标", "has no coordinates");
  const [x, y] = texts.map((text) => (/^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d{1,3})?$/i.test(text) ? Number(text) : Number.NaN)) as Position;
  if (!Number.isFinite(x) || !Number.isFinite(y)) refuse(texts.join(" "), "坐标不是数", "the coordinates are not numbers");
  return [x, y];
}

/** A GeoJSON geometry. @throws RowRefused on the field geometry */
export function asShape(value: unknown, mended: Mended): Shape {
  if (value === null || value === undefined) refuse("", "没有几何", "has no geometry");
  const { type, coordinates } = value as { type?: unknown; coordinates?: unknown };
  if (Array.isArray(coordinates) && coordinates.length === 0) refuse(value, "几何是空的", "the geometry is empty");
  switch (type) {
    case "Point":
      return { type, coordinates: position(coordinates) };
    case "MultiPoint": {
      const points = list(coordinates);
      if (points.length !== 1) refuse(value, "一行有几个点", "several points in one row");
      return { type: "Point", coordinates: position(points[0]) };
    }
    case "LineString":
      return { type, coordinates: line(coordinates) };
    case "MultiLineString":
      return { type, coordinates: list(coordinates).map(line) };
    case "Polygon":
      return { type, coordinates: list(coordinates).map((ring) => ringOf(ring, mended)) };
    case "MultiPolygon":
      return { type, coordinates: list(coordinates).map((part) => list(part).map((ring) => ringOf(ring, mended))) };
    default:
      return refuse(type, "不支持的几何类型", "is not a kind of geometry that can be read");
  }
}

const list = (value: unknown): unknown[] =>
  Array.isArray(value) ? value : refuse(value, "坐标的嵌套不对", "the coordinates are not nested as they should be");

function position(value: unknown): Position {
  const [x, y] = list(value);
  if (typeof x !== "number" || typeof y !== "number" || !Number.isFinite(x) || !Number.isFinite(y)) {
    return refuse(value, "坐标不是数", "the coordinates are not numbers");
  }
  return [x, y];
}

function line(value: unknown): Position[] {
  const points = list(value).map(position);
  const [first] = points;
  if (!first || !points.some(([x, y]) => x !== first[0] || y !== first[1])) refuse(value, "线没有长度", "a line without length");
  return points;
}

function ringOf(value: unknown, mended: Mended): Position[] {
  const points = list(value).map(position);
  const [first, last] = [points[0], points.at(-1)];
  if (first && last && (first[0] !== last[0] || first[1] !== last[1])) {
    points.push([...first]);
    mended({ zh: "面的边界未闭合，已闭合", en: "a ring was not closed; it was closed" });
  }
  if (points.length < 4) refuse(value, "面的边界不足三个点", "a ring of fewer than three points");
  return points;
}

/** The same shape with every position changed. */
export function mapShape(shape: Shape, change: (position: Position) => Position): Shape {
  switch (shape.type) {
    case "Point":
      return { ...shape, coordinates: change(shape.coordinates) };
    case "LineString":
      return { ...shape, coordinates: shape.coordinates.map(change) };
    case "MultiPolygon":
      return { ...shape, coordinates: shape.coordinates.map((part) => part.map((ring) => ring.map(change))) };
    default:
      return { ...shape, coordinates: shape.coordinates.map((part) => part.map(change)) };
  }
}
