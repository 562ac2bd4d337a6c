/** Layers out of the files that offices have: GeoJSON, or zipped Shapefiles, whose attributes are often GBK without saying so. */
import { attributeEncoding } from "../../files/encoding.ts";
import { FileFault } from "../../files/table.ts";
import type { Zip } from "../../files/zip.ts";
import type { Encoding, Feature, Layer } from "./layer.ts";

/** As the server takes them. */
export const mostBytes = 64 * 1024 * 1024;

const isObject = (value: unknown): value is Record<string, unknown> => typeof value === "object" && value !== null && !Array.isArray(value);

function columnsOf(features: readonly Feature[]): string[] {
  const columns = new Set<string>();
  for (const { properties } of features)
    for (const [name, value] of Object.entries(properties)) if (!isObject(value) && !Array.isArray(value)) columns.add(name);
  return [...columns];
}

function featureOf(value: unknown): Feature {
  const { properties, geometry } = isObject(value) ? value : {};
  return {
    type: "Feature",
    properties: isObject(properties) ? properties : {},
    geometry: isObject(geometry) ? (geometry as unknown as Feature["geometry"]) : null,
  };
}

function layerOf(name: string, values: readonly unknown[], encoding: Encoding | null): Layer {
  const features = values.map(featureOf);
  if (features.length === 0) throw new FileFault({ zh: `“${name}”里一个面也没有`, en: `“${name}” holds no areas` });
  return { name, features, columns: columnsOf(features), encoding };
}

function geojsonLayer(name: string, text: string): Layer {
  let value: unknown;
  try {
    value = JSON.parse(text.replace(/^\uFEFF/, ""));
  } catch {
    throw new FileFault({ zh: `“${name}”不是完整的 GeoJSON`, en: `“${name}” is not whole GeoJSON` });
  }
  if (!isObject(value) || !Array.isArray(value.features))
    throw new FileFault({ zh: `“${name}”不是要素集合（FeatureCollection）`, en: `“${name}” is no FeatureCollection` });
  // What it says of its coordinates goes to the server, which refuses what is not EPSG:4326.
  const crs = isObject(value.crs) && isObject(value.crs.properties) ? String(value.crs.properties.name ?? "") : "";
  if (crs && !/(CRS84|EPSG:+4326|EPSG:+4490)$/i.test(crs))
    throw new FileFault({
      zh: `“${name}”的坐标系是 ${crs}：请先转换为 EPSG:4326`,
      en: `“${name}” is in ${crs}: transform it to EPSG:4326 first`,
    });
  return layerOf(name, value.features, null);
}

const textOf = (bytes: Uint8Array | null | undefined): string => (bytes ? new TextDecoder().decode(bytes) : "");

/** Already degrees of WGS84 or CGCS2000: every bit stays as it is. */
const isDegrees = (prj: string): boolean =>
  prj.trim() === "" || (/^\s*GEOGCS/i.test(prj) && /WGS.?(19)?84|CGCS.?2000|China_2000|China_Geodetic/i.test(prj));

async function shapefileLayers(name: string, bytes: Uint8Array, chosen: Encoding | null): Promise<Layer[]> {
  const [{ Zip }, { readDbf }, { geometriesOf }] = await Promise.all([
    import("../../files/zip.ts"),
    import("../../files/dbf.ts"),
    import("../../files/geometries.ts"),
  ]);
  const files = unzipped(name, () => new Zip(bytes));
  const stems = [...files.keys()].filter((path) => path.endsWith(".shp")).map((path) => path.slice(0, -4));
  const texts = [...files].filter(([path]) => /\.(geo)?json$/.test(path));
  if (stems.length + texts.length === 0)
    throw new FileFault({ zh: `“${name}”里没有 .shp 或 .geojson`, en: `“${name}” holds no .shp and no .geojson` });
  const shapes = stems.map((stem) => {
    const dbf = files.get(`${stem}.dbf`);
    if (!dbf)
      throw new FileFault({ zh: `“${stem}.shp”缺少同名的 .dbf（属性）`, en: `“${stem}.shp” lacks its .dbf, which holds the attributes` });
    const prj = textOf(files.get(`${stem}.prj`));
    const encoding = chosen ?? (attributeEncoding(dbf, textOf(files.get(`${stem}.cpg`))) === "utf-8" ? "utf-8" : "gbk");
    const geometries = geometriesOf(files.get(`${stem}.shp`) as Uint8Array, stem, isDegrees(prj) ? undefined : prj);
    const rows = readDbf(dbf, encoding);
    const features = geometries.map((geometry, i) => ({ geometry, properties: rows[i] ?? {} }));
    return layerOf(stem.split("/").at(-1) ?? stem, features, encoding);
  });
  return [...shapes, ...texts.map(([path, text]) => geojsonLayer(path, textOf(text)))];
}

/** Only what a layer can be made of; endings in small letters. */
function unzipped(name: string, open: () => Zip): Map<string, Uint8Array> {
  try {
    const zip = open();
    const paths = zip.paths.filter((path) => /\.(shp|dbf|prj|cpg|json|geojson)$/i.test(path));
    return new Map(paths.map((path) => [path.replace(/\.[^.]+$/, (ending) => ending.toLowerCase()), zip.read(path) ?? new Uint8Array(0)]));
  } catch (error) {
    if (!(error instanceof FileFault)) throw error;
    throw new FileFault({ zh: `“${name}”：${error.word.zh}`, en: `“${name}”: ${error.word.en}` });
  }
}

/** @param encoding of attributes that are bytes; null = as they say themselves @throws FileFault */
export async function readFile(file: File, encoding: Encoding | null): Promise<Layer[]> {
  if (file.size > mostBytes)
    throw new FileFault({ zh: `“${file.name}”超过 64 MB：请先简化`, en: `“${file.name}” is larger than 64 MB: simplify it first` });
  const bytes = new Uint8Array(await file.arrayBuffer());
  if (bytes[0] === 0x50 && bytes[1] === 0x4b) return shapefileLayers(file.name, bytes, encoding);
  if (bytes[0] === 0x1f && bytes[1] === 0x8b) {
    const { gunzipSync } = await import("fflate");
    return [geojsonLayer(file.name, textOf(gunzipSync(bytes)))];
  }
  if (/\.(shp|dbf|shx|prj)$/i.test(file.name))
    throw new FileFault({
      zh: `“${file.name}”：Shapefile 请把 .shp、.dbf、.prj 打成一个 zip`,
      en: `“${file.name}”: put a Shapefile's .shp, .dbf and .prj into one zip`,
    });
  return [geojsonLayer(file.name, textOf(bytes))];
}
