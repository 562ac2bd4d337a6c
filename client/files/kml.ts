/** KML, and KMZ, which is one in a zip: its placemarks as a table. Always WGS 84, the format says. */
import { kml } from "@tmcw/togeojson";
import { DOMParser } from "@xmldom/xmldom";
import { type ShapeRow, shapeTable } from "./features.ts";
import { type FileTable, fault } from "./table.ts";
import { wkt } from "./wkt.ts";

const largest_signs = 64 * 1024 * 1024;
/** How a placemark is drawn is nobody's attribute. */
const drawn = /^(styleUrl|styleHash|styleMapHash|visibility|open|icon(-.*)?|label-.*|stroke(-.*)?|fill(-.*)?)$/;

/** Prefixes that are used and were never declared, as phones write them, declared: else the whole file would be none. */
function declared(text: string): string {
  const used = new Set([...text.matchAll(/(?:<\/?|\s)([A-Za-z]\w{0,20}):[A-Za-z]\w*[\s=>/]/g)].map((found) => found[1] as string));
  const missing = [...used].slice(0, 50).filter((prefix) => prefix !== "xmlns" && prefix !== "xml" && !text.includes(`xmlns:${prefix}`));
  return text.replace(/<(\w+:)?kml\b/i, (root) => root + missing.map((prefix) => ` xmlns:${prefix}="urn:${prefix}"`).join(""));
}

/** What can be read although it is not quite as it should be is read. */
function onError(level: string, message: string): void {
  if (level === "fatalError") throw new Error(message);
}

function documentOf(text: string) {
  if (/<!(DOCTYPE|ENTITY)/i.test(text)) throw fault("KML 内含 DTD 声明，不予读取", "The KML declares entities of its own, and is not read");
  if (text.length > largest_signs) throw fault("KML 超过 64 MB：请分成几个文件", "The KML is larger than 64 MB: cut it into several");
  try {
    return new DOMParser({ onError }).parseFromString(declared(text.replace(/^\uFEFF/, "")), "text/xml");
  } catch {
    throw fault("KML 不完整或有语法错误：请重新导出", "The KML is cut off or broken: export it anew");
  }
}

const valueOfProperty = (value: unknown): unknown =>
  typeof value === "object" && value !== null && "value" in value ? (value as { value: unknown }).value : value;

function rowOf({ properties, geometry }: { properties: Readonly<Record<string, unknown>> | null; geometry: unknown }): ShapeRow {
  const kept = Object.entries(properties ?? {}).filter(([name]) => !drawn.test(name));
  return { values: Object.fromEntries(kept.map(([name, value]) => [name, valueOfProperty(value)])), shape: wkt(geometry) };
}

/** @throws FileFault */
export function readKml(text: string, name: string): FileTable {
  const document = documentOf(text);
  let features: readonly Parameters<typeof rowOf>[0][];
  try {
    features = kml(document as unknown as Document, { skipNullGeometry: false }).features;
  } catch {
    throw fault("KML 里的图形读不出：请重新导出", "The KML's shapes cannot be read: export it anew");
  }
  const table = shapeTable(features.map(rowOf));
  return {
    ...{ name, kind: "kml", part: 0, encoding: "utf-8", crs: "EPSG:4326", crsText: null },
    ...table,
    parts: [{ name, rows: table.rows.length }],
  };
}
