/** GeoJSON as a table; a list of plain objects, as interfaces answer, is one too. */
import { type Said, saidByName, unsaid } from "./crs.ts";
import { type ShapeRow, shapeTable } from "./features.ts";
import { type FileEncoding, type FileTable, fault } from "./table.ts";
import { wkt } from "./wkt.ts";

type Fields = Record<string, unknown>;
const isFields = (value: unknown): value is Fields => typeof value === "object" && value !== null && !Array.isArray(value);

function parsed(text: string): unknown {
  try {
    return JSON.parse(text.replace(/^\uFEFF/, ""));
  } catch {
    throw fault(
      "不是完整的 GeoJSON（JSON 有语法错误或被截断）：请重新导出",
      "This is not whole GeoJSON (broken or cut off): export it anew",
    );
  }
}

function rowOf(value: unknown): ShapeRow {
  if (!isFields(value)) return { values: {}, shape: null };
  if (value.type !== "Feature") return { values: {}, shape: wkt(value) };
  const values = isFields(value.properties) ? value.properties : {};
  // An id of its own, where no attribute says it.
  const id = value.id !== undefined && !Object.hasOwn(values, "id") ? { id: value.id } : {};
  return { values: { ...id, ...values }, shape: wkt(value.geometry) };
}

function rowsOf(value: unknown): ShapeRow[] {
  if (Array.isArray(value) && value.length > 0 && value.every(isFields)) {
    return value.every((one) => one.type === "Feature") ? value.map(rowOf) : value.map((values) => ({ values, shape: null }));
  }
  if (isFields(value) && Array.isArray(value.features)) return value.features.map(rowOf);
  if (isFields(value) && (value.type === "Feature" || wkt(value) !== null)) return [rowOf(value)];
  throw fault("JSON 里没有要素集合（FeatureCollection），也不是一列记录", "The JSON holds no FeatureCollection, and no list of records");
}

function saidOf(value: unknown): Said {
  const crs = isFields(value) && isFields(value.crs) && isFields(value.crs.properties) ? value.crs.properties.name : null;
  return typeof crs === "string" ? saidByName(crs) : unsaid;
}

/** @throws FileFault */
export function readGeojson(text: string, name: string, encoding: FileEncoding): FileTable {
  const value = parsed(text);
  const table = shapeTable(rowsOf(value));
  return { ...{ name, kind: "geojson", encoding, part: 0 }, ...saidOf(value), ...table, parts: [{ name, rows: table.rows.length }] };
}
