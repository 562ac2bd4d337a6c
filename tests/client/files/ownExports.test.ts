/** What goes out can come in again: every format that rows are exported in, read as a file somebody hands back. */
import { expect, it } from "vitest";
import { encoders } from "../../../server/files/encoders.ts";
import { point, row, table, written } from "../../server/files/table.ts";
import { opened } from "./support/opening.ts";

const rows = [row("00123", '甲,"乙"'), row("7", "=1+1", point(119.02, 33.6)), row("8", "丙")];
const points = { ...table, geometry: "point" as const };

it.each(["xlsx", "csv"] as const)("%s, headings in Chinese, ids and days as they were", async (format) => {
  const file = await opened(await written(encoders[format], rows));
  expect(file.columns).toEqual(["编号", "标题", "面积", "未销号", "发现时间", "生效日期", "经度"]);
  expect(file.rows.map(([code, title]) => [code, title])).toEqual([
    ["00123", '甲,"乙"'],
    ["7", "=1+1"],
    ["8", "丙"],
  ]);
  const [area, ...rest] = file.rows[0]?.slice(2) ?? [];
  expect(Number(area)).toBeCloseTo(-12.345, 1);
  expect(rest).toEqual(["7", "2026-11-20 23:30", "2026-03-01", expect.stringMatching(/^119\.010*$/)]);
});

it.each(["geojson", "gpkg", "shp"] as const)("%s, with every shape and in the system it says", async (format) => {
  const file = await opened(await written(encoders[format], rows, points));
  expect(file.rows.map(([shape]) => shape)).toEqual(["POINT(119.01 33.51)", "POINT(119.02 33.6)", "POINT(119.01 33.51)"]);
  expect(file.rows.every((cells) => cells.some((cell) => cell === "00123" || cell === "7" || cell === "8"))).toBe(true);
  expect(file.crs).toBe(format === "geojson" ? file.crs : "EPSG:4326");
});
