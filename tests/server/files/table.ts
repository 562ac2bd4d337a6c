/** Tables made up for the tests of files. */
import type { Column, MakeEncoder, Row, Table } from "../../../server/files/table.ts";

export const columns: readonly Column[] = [
  { key: "code", name: { zh: "编号", en: "number" }, kind: "id", width: 12 },
  { key: "title", name: { zh: "标题", en: "title" }, kind: "text", width: 30 },
  { key: "area", name: { zh: "面积", en: "area" }, kind: "number", width: 10, digits: 2 },
  { key: "open", name: { zh: "未销号", en: "open" }, kind: "number", width: 8 },
  { key: "found", name: { zh: "发现时间", en: "found" }, kind: "time", width: 17 },
  { key: "since", name: { zh: "生效日期", en: "since" }, kind: "day", width: 12 },
  { key: "lon", name: { zh: "经度", en: "longitude" }, kind: "number", width: 12, digits: 6, only: "sheet" },
];

export const table: Table = {
  name: "things",
  title: { zh: "测试表", en: "A test" },
  about: [
    ["内容", "测试表"],
    ["筛选", "=全部"],
  ],
  line: "筛选：全部；共 2 条",
  metadata: { filter: "", total: 2 },
  columns,
  timeZone: "Asia/Shanghai",
  at: Date.parse("2026-11-21T10:00:00+08:00"),
  geometry: "mixed",
};

export const found = Date.parse("2026-11-20T23:30:00+08:00");
export const point = (lon: number, lat: number): string => JSON.stringify({ type: "Point", coordinates: [lon, lat] });
export const row = (code: string, title: string, geometry: string | null = point(119.01, 33.51)): Row => ({
  cells: [code, title, -12.345, 7, found, "2026-03-01", 119.01],
  geometry,
});

/** All bytes of a file of these rows, in pages of so many. */
export async function written(make: MakeEncoder, rows: readonly Row[], of: Table = table, page = 2): Promise<Buffer> {
  const encoder = await make(of);
  const parts: Uint8Array[] = [];
  for (let from = 0; from < rows.length; from += page) parts.push(...encoder.rows(rows.slice(from, from + page)));
  parts.push(...(await encoder.end()));
  return Buffer.concat(parts);
}
