/** Shapefiles in a zip: each .shp with its .dbf is a layer, its .prj says where it lies. */
import { mostImportRows } from "../../server/contract/importing/importing.ts";
import { type Said, saidByText } from "./crs.ts";
import { readDbf } from "./dbf.ts";
import { attributeEncoding } from "./encoding.ts";
import { type ShapeRow, shapeTable } from "./features.ts";
import { geometriesOf } from "./geometries.ts";
import { tooManyRows } from "./grid.ts";
import { type FileEncoding, type FileTable, fault, type ReadOptions } from "./table.ts";
import { wkt } from "./wkt.ts";
import type { Zip } from "./zip.ts";

/** A part of a layer: the same name with another ending, whatever its case. */
const beside = (zip: Zip, stem: string, ending: string): string | null =>
  zip.paths.find((path) => path.toLowerCase() === `${stem}${ending}`.toLowerCase()) ?? null;
const textOf = (zip: Zip, stem: string, ending: string): string => {
  const path = beside(zip, stem, ending);
  return path === null ? "" : (zip.text(path) ?? "");
};

/** Layers of a zip by the path of their .shp, without its ending. */
export const layersOf = (zip: Zip): string[] => zip.paths.filter((path) => /\.shp$/i.test(path)).map((path) => path.slice(0, -4));

function attributesOf(zip: Zip, stem: string, chosen: FileEncoding | undefined) {
  const path = beside(zip, stem, ".dbf");
  const bytes = path === null ? null : zip.read(path);
  if (!bytes) throw fault(`“${stem}.shp”缺少同名的 .dbf（属性）`, `“${stem}.shp” lacks its .dbf, which holds the attributes`);
  const encoding = chosen ?? attributeEncoding(bytes, textOf(zip, stem, ".cpg"));
  return { encoding, rows: readDbf(bytes, encoding) };
}

function rowsOf(zip: Zip, stem: string, chosen: FileEncoding | undefined): { rows: ShapeRow[]; encoding: FileEncoding; said: Said } {
  const { encoding, rows } = attributesOf(zip, stem, chosen);
  if (rows.length > mostImportRows) throw tooManyRows();
  const shapes = geometriesOf(zip.read(`${stem}${shpEnding(zip, stem)}`) ?? new Uint8Array(0), stem);
  const made = rows.flatMap((values, i): ShapeRow[] => (values ? [{ values, shape: wkt(shapes[i]) }] : []));
  return { rows: made, encoding, said: saidByText(textOf(zip, stem, ".prj")) };
}
const shpEnding = (zip: Zip, stem: string): string => (beside(zip, stem, ".shp") ?? `${stem}.shp`).slice(stem.length);

/** How many rows a layer has, by the head of its attributes. */
function count(zip: Zip, stem: string): number {
  const path = beside(zip, stem, ".dbf");
  const bytes = path === null ? null : zip.read(path);
  return bytes && bytes.length > 8 ? new DataView(bytes.buffer, bytes.byteOffset).getUint32(4, true) : 0;
}

/** @throws FileFault */
export function readShapefiles(zip: Zip, name: string, options: ReadOptions): FileTable {
  const stems = layersOf(zip);
  const part = options.part ?? 0;
  const stem = stems[part];
  if (stem === undefined) throw fault("压缩文件里没有这个图层", "The zip holds no such layer");
  const { rows, encoding, said } = rowsOf(zip, stem, options.encoding);
  const table = shapeTable(rows);
  const parts = stems.map((one, i) => ({ name: one.split("/").at(-1) ?? one, rows: i === part ? table.rows.length : count(zip, one) }));
  return { ...{ name, kind: "shp", part, parts, encoding }, ...said, ...table };
}
