/** What leaves the house as a file: of what, in which formats, and how much at most. */
import type { Word } from "./vocabulary.ts";

export const exportWhats = {
  problems: { zh: "问题", en: "Problems" },
  sites: { zh: "点位", en: "Sites" },
  zones: { zh: "责任区", en: "Zones" },
} as const satisfies Record<string, Word>;
export type ExportWhat = keyof typeof exportWhats;

interface ExportFormat {
  readonly name: Word;
  readonly ending: string;
  readonly media: string;
  /** More rows are not written; the file says so. */
  readonly mostRows: number;
}
export const exportFormats = {
  xlsx: {
    name: { zh: "Excel 工作簿", en: "Excel workbook" },
    ending: "xlsx",
    media: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    mostRows: 20_000,
  },
  csv: { name: { zh: "CSV 表格", en: "CSV table" }, ending: "csv", media: "text/csv; charset=utf-8", mostRows: 200_000 },
  geojson: { name: { zh: "GeoJSON", en: "GeoJSON" }, ending: "geojson", media: "application/geo+json", mostRows: 200_000 },
  gpkg: { name: { zh: "GeoPackage", en: "GeoPackage" }, ending: "gpkg", media: "application/geopackage+sqlite3", mostRows: 200_000 },
  shp: { name: { zh: "Shapefile（zip）", en: "Shapefile (zip)" }, ending: "zip", media: "application/zip", mostRows: 200_000 },
} as const satisfies Record<string, ExportFormat>;
export type ExportFormatName = keyof typeof exportFormats;

export const exportStates = {
  waiting: { zh: "排队中", en: "Waiting" },
  running: { zh: "正在生成", en: "Being made" },
  done: { zh: "已生成", en: "Ready" },
  failed: { zh: "失败", en: "Failed" },
  cancelled: { zh: "已取消", en: "Cancelled" },
} as const satisfies Record<string, Word>;
export type ExportState = keyof typeof exportStates;

/** A file that was made is kept so long. */
export const exportKept_h = 24;
