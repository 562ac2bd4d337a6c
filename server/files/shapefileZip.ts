/** A table as a zipped Shapefile: one layer for each kind of geometry, and a page that says what the short names mean, and what the format could not hold. */
import { Zip, ZipDeflate } from "fflate";
import type { Position } from "../contract/draw.ts";
import type { Polygon } from "../contract/partition/shapes.ts";
import type { DbfField } from "./dbf.ts";
import { type LayerKind, rightHanded, ShapeLayer } from "./shapefile.ts";
import { type Cell, type Column, type Geometry, type MakeEncoder, plainText, readGeometry, shownIn, type Table } from "./table.ts";
import { ZoneTime } from "./zoneTime.ts";

const kindOf: Readonly<Record<Geometry["type"], LayerKind>> = {
  Point: "point",
  MultiPoint: "multipoint",
  LineString: "line",
  MultiLineString: "line",
  Polygon: "polygon",
  MultiPolygon: "polygon",
};

function partsOf({ type, coordinates }: Geometry): readonly (readonly Position[])[] {
  if (type === "Point") return [[coordinates as Position]];
  if (type === "MultiPoint" || type === "LineString") return [coordinates as Position[]];
  if (type === "MultiLineString") return coordinates as Position[][];
  return (type === "Polygon" ? [coordinates as Polygon] : (coordinates as Polygon[])).flatMap(rightHanded);
}

const fieldOf = ({ key, kind, digits = 0 }: Column): DbfField => {
  if (kind === "number") return { name: key, kind: "N", digits };
  return { name: key, kind: kind === "time" || kind === "day" ? "D" : "C" };
};

function value(cell: Cell, { kind }: Column, zone: ZoneTime): Cell {
  if (cell === null) return null;
  if (kind === "time") return zone.day(cell as number).replaceAll("-", "");
  if (kind === "day") return (cell as string).replaceAll("-", "");
  return typeof cell === "string" ? plainText(cell) : cell;
}

const kindNames: Readonly<Record<LayerKind, string>> = { point: "点", multipoint: "多点", line: "线", polygon: "面" };

function readme({ title, about, columns, timeZone }: Table, layers: ReadonlyMap<LayerKind, ShapeLayer>): string {
  const times = columns.filter(({ kind }) => kind === "time");
  const cut = [...layers].flatMap(([kind, layer]) => [...layer.cut].map(([key, n]) => `  ${kindNames[kind]}层 ${key}：${n} 条`));
  const lines = [
    title.zh,
    ...about.map(([label, text]) => `${label}：${plainText(text)}`),
    "",
    "编码 UTF-8（见 .cpg），坐标 WGS 84 经纬度（EPSG:4326）。字段 Fields:",
    ...columns.map(({ key, name }) => `  ${key}  ${name.zh}  ${name.en}`),
    "",
    ...(times.length ? [`日期字段只存到日（${timeZone}）：${times.map(({ name }) => name.zh).join("、")}；时分请用其他格式导出。`] : []),
    cut.length ? "文本字段至多 254 字节（约 84 个汉字），以下内容已按整字截断 Cut at 254 bytes:" : "没有文本被截断。 No text was cut.",
    ...cut,
  ];
  return `\uFEFF${lines.join("\r\n")}\r\n`;
}

/** A zip knows no other times. */
const [firstZipped, lastZipped] = [Date.UTC(1980, 0, 2), Date.UTC(2099, 0, 1)];

function zipped(files: ReadonlyMap<string, Uint8Array>, at: number): Uint8Array[] {
  const parts: Uint8Array[] = [];
  const zip = new Zip((error, part) => {
    if (error) throw error;
    parts.push(part);
  });
  for (const [name, bytes] of files) {
    const file = new ZipDeflate(name, { level: 4 });
    file.mtime = Math.min(Math.max(at, firstZipped), lastZipped);
    zip.add(file);
    file.push(bytes, true);
  }
  zip.end();
  return parts;
}

export const shapefileZip: MakeEncoder = (given) => {
  const shown = shownIn("geodata", given);
  const table = { ...given, columns: shown.map(({ column }) => column) };
  const usual: LayerKind = table.geometry === "mixed" ? "point" : table.geometry;
  const zone = new ZoneTime(table.timeZone);
  const layers = new Map<LayerKind, ShapeLayer>();
  const layerOf = (kind: LayerKind): ShapeLayer => {
    const layer = layers.get(kind) ?? new ShapeLayer(kind, table.columns.map(fieldOf));
    layers.set(kind, layer);
    return layer;
  };
  return {
    rows(page) {
      for (const { cells, geometry } of page) {
        const shape = readGeometry(geometry);
        const values = shown.map(({ column, i }) => value(cells[i] ?? null, column, zone));
        layerOf(shape ? kindOf[shape.type] : usual).add(shape ? partsOf(shape) : [], values);
      }
      return [];
    },
    end() {
      if (layers.size === 0) layerOf(usual);
      const files = new Map<string, Uint8Array>([["readme.txt", new TextEncoder().encode(readme(table, layers))]]);
      for (const [kind, layer] of layers) {
        const name = table.geometry === "mixed" ? `${table.name}_${kind}` : table.name;
        for (const [ending, bytes] of Object.entries(layer.files(new Date(table.at)))) files.set(`${name}.${ending}`, bytes);
      }
      return zipped(files, table.at);
    },
  };
};
