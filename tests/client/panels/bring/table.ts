/** Tables as a reader of files hands them on. */
import type { FileTable } from "../../../../client/files/table.ts";

export const tableOf = (columns: readonly string[], rows: readonly (readonly string[])[], part: Partial<FileTable> = {}): FileTable => ({
  ...{ name: "一览表.xlsx", kind: "xlsx", columns, rows, headerRow: 2, encoding: null, crs: null, crsText: null, notes: [] },
  ...{ parts: [{ name: "Sheet1", rows: rows.length }], part: 0 },
  ...part,
});

/** As an office has it: a running number, types by their usual names, a sub-district nobody asked for. */
export const officeTable = tableOf(
  ["序号", "点位名称", "点位类型", "所属街道", "经度", "纬度", "责任单位"],
  [
    ["1", "东门公厕", "公厕", "城东街道", "119.1050", "33.5990", "城市管理局"],
    ["2", "实验小学", "学校", "城东街道", "119.1150", "33.6090", "教育局"],
    ["3", "神秘处", "神秘场所", "城东街道", "", "", "教育局"],
  ],
);
