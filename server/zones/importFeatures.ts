/** Polygons with their attributes out of GeoJSON that somebody hands in: each member is looked at before it is used. */
import { Type } from "typebox";
import { type Field, refusedField } from "../ask/body.ts";
import type { Position } from "../contract/draw.ts";
import type { Polygon } from "../contract/partition/shapes.ts";

export interface ImportFeature {
  readonly properties: Readonly<Record<string, unknown>>;
  /** Empty of one without a geometry. */
  readonly polygons: readonly Polygon[];
}

/** A district has thousands of cells, and their borders some hundred thousand vertices. */
export const mostFeatures = 20_000;
export const mostVertices = 500_000;

const wgs84 = /(CRS84|EPSG:+4326|EPSG:+4490)$/i;

const isObject = (value: unknown): value is Record<string, unknown> => typeof value === "object" && value !== null && !Array.isArray(value);
const kindOf = (value: unknown): string => (Array.isArray(value) ? `[${value.length}]` : value === null ? "null" : typeof value);

/** @throws ParameterError */
function objectAt(path: string, value: unknown): Record<string, unknown> {
  if (isObject(value)) return value;
  throw refusedField(path, kindOf(value), { zh: "JSON 对象", en: "a JSON object" });
}
/** @throws ParameterError */
function listAt(path: string, value: unknown): readonly unknown[] {
  if (Array.isArray(value)) return value;
  throw refusedField(path, kindOf(value), { zh: "列表", en: "a list" });
}

/** Counts vertices of a whole file. */
class Count {
  #left = mostVertices;
  take(path: string, count: number): void {
    this.#left -= count;
    if (this.#left >= 0) return;
    throw refusedField(path, `> ${mostVertices}`, {
      zh: `一份文件至多 ${mostVertices} 个顶点：请先简化`,
      en: `at most ${mostVertices} vertices in a file: simplify it first`,
    });
  }
}

/** @throws ParameterError */
function positionAt(path: string, value: unknown): Position {
  const [lon, lat] = Array.isArray(value) ? (value as readonly unknown[]) : [];
  if (typeof lon === "number" && typeof lat === "number" && Math.abs(lon) <= 180 && Math.abs(lat) <= 90) return [lon, lat];
  throw refusedField(path, Array.isArray(value) ? value.slice(0, 3) : kindOf(value), {
    zh: "[经度, 纬度]，EPSG:4326，经度在 ±180、纬度在 ±90 之内；投影坐标（米）请先转换",
    en: "[longitude, latitude] in EPSG:4326, within ±180 and ±90; projected coordinates (metres) must be transformed first",
  });
}

/** @throws ParameterError */
function polygonAt(path: string, value: unknown, count: Count): Polygon {
  return listAt(path, value).map((ring, r) => {
    const positions = listAt(`${path}[${r}]`, ring);
    count.take(`${path}[${r}]`, positions.length);
    return positions.map((at, i) => positionAt(`${path}[${r}][${i}]`, at));
  });
}

/** @throws ParameterError */
function polygonsAt(path: string, value: unknown, count: Count): readonly Polygon[] {
  if (value === null || value === undefined) return [];
  const { type, coordinates } = objectAt(path, value);
  if (type === "Polygon") return [polygonAt(`${path}.coordinates`, coordinates, count)];
  if (type === "MultiPolygon")
    return listAt(`${path}.coordinates`, coordinates).map((one, i) => polygonAt(`${path}.coordinates[${i}]`, one, count));
  throw refusedField(`${path}.type`, type, { zh: "Polygon 或 MultiPolygon（责任区是面）", en: "Polygon or MultiPolygon: zones are areas" });
}

/** @throws ParameterError when the file says that it is in another system */
function refuseCrs(path: string, crs: unknown): void {
  if (crs === undefined || crs === null) return;
  const properties = objectAt(path, crs).properties;
  const name = isObject(properties) ? properties.name : undefined;
  if (typeof name === "string" && wgs84.test(name)) return;
  throw refusedField(path, name, { zh: "EPSG:4326（WGS84 经纬度）：请先转换坐标系", en: "EPSG:4326: transform it first" });
}

/** @throws ParameterError */
function featuresAt(path: string, value: unknown): readonly ImportFeature[] {
  const { type, features, crs } = objectAt(path, value);
  if (type !== "FeatureCollection") throw refusedField(`${path}.type`, type, { zh: "FeatureCollection", en: "FeatureCollection" });
  refuseCrs(`${path}.crs`, crs);
  const list = listAt(`${path}.features`, features);
  if (list.length === 0 || list.length > mostFeatures)
    throw refusedField(`${path}.features`, list.length, { zh: `1 至 ${mostFeatures} 个面`, en: `1 to ${mostFeatures} areas` });
  const count = new Count();
  return list.map((one, i) => {
    const at = `${path}.features[${i}]`;
    const { geometry, properties } = objectAt(at, one);
    return {
      polygons: polygonsAt(`${at}.geometry`, geometry, count),
      properties: properties === null || properties === undefined ? {} : objectAt(`${at}.properties`, properties),
    };
  });
}

export const featuresField: Field<readonly ImportFeature[]> = {
  schema: Type.Unknown({ description: "A GeoJSON FeatureCollection of Polygon and MultiPolygon, EPSG:4326." }),
  read: featuresAt,
};
