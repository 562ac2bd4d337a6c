/** A layer's file as rows, with its columns held against what the manifest maps. */
import type { FieldSpec, LayerSpec } from "../manifest.ts";
import { LayerFailed, type LayerLog } from "../report.ts";
import { readCsv } from "./csv.ts";
import { readGeoJson } from "./geojson.ts";
import type { Row, Rows } from "./row.ts";

export async function openRows(folder: string, layer: LayerSpec, log: LayerLog): Promise<Rows> {
  const rows = layer.format === "csv" ? await readCsv(folder, layer, log) : await readGeoJson(folder, layer, log);
  const named = [...Object.values(layer.fields ?? {}).flatMap(columnsOf), ...placeColumns(layer)].filter((name) => !name.startsWith("@"));
  const missing = rows.columns ? named.filter((name) => !rows.columns?.includes(name)) : [];
  if (missing.length && rows.columns?.length) {
    const [lost, there] = [[...new Set(missing)].join(", "), rows.columns.slice(0, 60).join(", ")];
    throw new LayerFailed({
      zh: `${layer.file} 没有清单所用的列：${lost}；它有：${there}`,
      en: `${layer.file} lacks columns the manifest maps: ${lost}; it has ${there}`,
    });
  }
  return rows;
}

function columnsOf(spec: FieldSpec): readonly string[] {
  if (typeof spec === "string") return [spec];
  if ("columns" in spec) return spec.columns;
  return "column" in spec ? [spec.column] : [];
}

function placeColumns({ geometry }: LayerSpec): string[] {
  return geometry ? Object.values(geometry) : [];
}

/** Rows in groups, so that the database is asked once for many. */
export async function* batches(rows: AsyncIterable<Row>, size: number): AsyncGenerator<Row[]> {
  let batch: Row[] = [];
  for await (const row of rows) {
    batch.push(row);
    if (batch.length === size) {
      yield batch;
      batch = [];
    }
  }
  if (batch.length) yield batch;
}
