/** Rows of a GeoJSON file: its features. Read whole, as JSON has to be. */
import { constants } from "node:buffer";
import type { LayerSpec } from "../manifest.ts";
import { LayerFailed, type LayerLog } from "../report.ts";
import { openText } from "./bytes.ts";
import type { Row, Rows } from "./row.ts";

interface Feature {
  readonly id?: unknown;
  readonly geometry?: unknown;
  readonly properties?: Readonly<Record<string, unknown>> | null;
}

export async function readGeoJson(folder: string, layer: LayerSpec, log: LayerLog): Promise<Rows> {
  const features = featuresOf(await readJson(folder, layer), layer, log);
  const columns = new Set(features.flatMap((f) => Object.keys(propertiesOf(f))));
  let done = 0;
  async function* rows(): AsyncGenerator<Row> {
    for (const feature of features) {
      done += 1;
      yield rowOf(feature, done);
    }
  }
  return { columns: [...columns], rows: rows(), fraction: () => (features.length ? done / features.length : 1) };
}

async function readJson(folder: string, layer: LayerSpec): Promise<unknown> {
  const text = await openText(folder, layer);
  const parts: string[] = [];
  let length = 0;
  for await (const part of text.chunks) {
    parts.push(part);
    length += part.length;
    if (length > constants.MAX_STRING_LENGTH) {
      throw new LayerFailed({
        zh: `${layer.file} 太大，请拆成几个文件或改用 CSV`,
        en: `${layer.file} is too large; split it, or use CSV, which is read as a stream`,
      });
    }
  }
  try {
    return JSON.parse(parts.join("").replace(/^\uFEFF/, ""));
  } catch (error) {
    const why = error instanceof Error ? error.message.slice(0, 200) : String(error);
    throw new LayerFailed({ zh: `${layer.file} 不是 JSON：${why}`, en: `${layer.file} is not JSON: ${why}` }, error);
  }
}

function featuresOf(value: unknown, layer: LayerSpec, log: LayerLog): Feature[] {
  const file = value as { type?: unknown; features?: unknown; crs?: { properties?: { name?: unknown } } } | null;
  if (file?.type !== "FeatureCollection" || !Array.isArray(file.features)) {
    throw new LayerFailed({
      zh: `${layer.file} 不是 GeoJSON 的 FeatureCollection`,
      en: `${layer.file} is not a GeoJSON FeatureCollection`,
    });
  }
  const named = String(file.crs?.properties?.name ?? "");
  const code = /(\d{4,6})$/.exec(named)?.[1];
  if (code && layer.crs !== `EPSG:${code}`) {
    log.note({
      zh: `文件自称坐标系 ${named}，清单写的是 ${layer.crs}；以清单为准`,
      en: `the file calls its system ${named}, the manifest ${layer.crs}; the manifest was followed`,
    });
  }
  return file.features.map((f: unknown) => (typeof f === "object" && f !== null ? (f as Feature) : {}));
}

const propertiesOf = (feature: Feature) => (typeof feature.properties === "object" && feature.properties ? feature.properties : {});

function rowOf(feature: Feature, row: number): Row {
  const properties = propertiesOf(feature);
  return {
    row,
    geometry: feature.geometry,
    cell: (column) => (column === "@id" ? feature.id : Object.hasOwn(properties, column) ? properties[column] : undefined),
  };
}
