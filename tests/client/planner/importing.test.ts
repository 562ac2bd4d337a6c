/** What is guessed of the files that offices hand in, and what is sent of them. */
import { gzipSync, zipSync } from "fflate";
import { describe, expect, it } from "vitest";
import { FileFault } from "../../../client/files/table.ts";
import { guess, relinked } from "../../../client/planner/importing/guess.ts";
import type { Feature, Layer } from "../../../client/planner/importing/layer.ts";
import { readFile } from "../../../client/planner/importing/readFile.ts";
import { levelsOf, requestOf } from "../../../client/planner/importing/request.ts";
import { shapefile } from "../../../server/files/shapefile.ts";

const square = {
  type: "Polygon",
  coordinates: [
    [
      [119, 33],
      [119.1, 33],
      [119.1, 33.1],
      [119, 33],
    ],
  ],
};
const feature = (properties: Feature["properties"]): Feature => ({ type: "Feature", properties, geometry: square });
const layer = (name: string, rows: readonly Feature["properties"][]): Layer => ({
  ...{ name, features: rows.map(feature), encoding: null },
  columns: Object.keys(rows[0] ?? {}),
});
const collection = (rows: readonly Feature["properties"][]) => JSON.stringify({ type: "FeatureCollection", features: rows.map(feature) });
const fault = async (promise: Promise<unknown>): Promise<string> => {
  const error = await promise.catch((reason: unknown) => reason);
  expect(error).toBeInstanceOf(FileFault);
  return (error as FileFault).word.zh;
};

const wards = layer("wards", [{ OBJECTID: 1, WARD: 8, NAME: "Ward 8" }]);
const anc = layer("anc", [
  { OBJECTID: 1, ANC_ID: "1C", NAME: "ANC 1C" },
  { OBJECTID: 2, ANC_ID: "2B", NAME: "ANC 2B" },
]);
const smd = layer(
  "smd",
  ["2B07", "2B08", "1C01"].map((id, i) => ({ OBJECTID: i, SMD_ID: id, ANC_ID: id.slice(0, 2), NAME: `SMD ${id}` })),
);

describe("guessing", () => {
  it("knows Washington's files: fewer areas are higher, an id told apart by its values, a parent by the codes above", () => {
    expect(guess([smd, wards, anc]).map(({ layer: { name }, level, fields }) => [name, level, fields])).toEqual([
      ["wards", 1, { code: "WARD", name: "NAME", parent: "", person: "" }],
      ["anc", 2, { code: "ANC_ID", name: "NAME", parent: "", person: "" }],
      ["smd", 3, { code: "SMD_ID", name: "NAME", parent: "ANC_ID", person: "" }],
    ]);
  });
  it("knows offices' headers, and takes one file with a level attribute apart", () => {
    const one = layer("网格", [
      { 级别: 2, 编码: "B1", 名称: "甲社区", 上级: "A", 责任人: "王" },
      { 级别: 1, 编码: "A", 名称: "街道", 上级: "", 责任人: "" },
      { 级别: 2, 编码: "B2", 名称: "乙社区", 上级: "A", 责任人: "李" },
    ]);
    expect(guess([one]).map(({ layer: { features }, level, fields }) => [features.length, level, fields])).toEqual([
      [1, 1, { code: "编码", name: "名称", parent: "", person: "责任人" }],
      [2, 2, { code: "编码", name: "名称", parent: "上级", person: "责任人" }],
    ]);
  });
  it("points upwards anew when levels change", () => {
    const [first, second, third] = guess([wards, anc, smd]);
    if (!first || !second || !third) throw new Error("three layers");
    const changed = relinked([
      { ...first, level: null },
      { ...second, level: 1 },
      { ...third, level: 2 },
    ]);
    expect(changed.map(({ fields }) => fields.parent)).toEqual(["", "", "ANC_ID"]);
  });
});

describe("what is sent", () => {
  const settings = { name: " 新 ", tolerance: "1.5", outline: "zones" } as const;
  it("is the chosen levels in order with the chosen attributes and no others", () => {
    const sent = requestOf(guess([wards, anc, smd]), settings);
    expect(sent).toMatchObject({ name: "新", tolerance_m: 1.5, outline: "zones" });
    expect(sent?.levels.map(({ level, fields }) => [level, fields])).toEqual([
      [1, { code: "WARD", name: "NAME" }],
      [2, { code: "ANC_ID", name: "NAME" }],
      [3, { code: "SMD_ID", name: "NAME", parent: "ANC_ID" }],
    ]);
    expect((sent?.levels[2]?.features as { features: Feature[] } | undefined)?.features[0]?.properties).toEqual({
      SMD_ID: "2B07",
      ANC_ID: "2B",
      NAME: "SMD 2B07",
    });
  });
  it("is nothing while a level is missing or there twice", () => {
    const [first, second] = guess([wards, anc]);
    if (!first || !second) throw new Error("two layers");
    expect(levelsOf([{ ...first, level: null }, second])).toBeNull();
    expect(levelsOf([first, { ...second, level: 1 }])).toBeNull();
    expect(requestOf([], settings)).toBeNull();
  });
});

describe("files", () => {
  const names = async (file: File, encoding: "gbk" | "utf-8" | null = null) =>
    (await readFile(file, encoding)).map(({ name, encoding: read, features }) => [
      name,
      read,
      features.map(({ properties }) => properties.name),
    ]);
  const files = shapefile(
    [{ polygons: [square.coordinates as never], fields: { code: "A", name: "ABCD" } }],
    new Date("2026-11-22T00:00:00Z"),
  );
  /** The office's: 网格 in code page 936, and nothing that says so. */
  const gbk = () => {
    const dbf = files.dbf.slice();
    const at = Buffer.from(dbf).indexOf("ABCD");
    dbf.set([0xcd, 0xf8, 0xb8, 0xf1], at);
    return dbf;
  };
  const zip = (dbf: Uint8Array, more: Record<string, Uint8Array> = {}) =>
    new File([zipSync({ "目录/zones3.SHP": files.shp, "目录/zones3.dbf": dbf, ...more })], "zones.zip");

  it("are GeoJSON, gzipped or not", async () => {
    const text = collection([{ name: "甲" }]);
    expect(await names(new File([`\uFEFF${text}`], "a.geojson"))).toEqual([["a.geojson", null, ["甲"]]]);
    expect(await names(new File([gzipSync(new TextEncoder().encode(text))], "a.geojson.gz"))).toEqual([["a.geojson.gz", null, ["甲"]]]);
  });
  it("are zipped Shapefiles in UTF-8 or GBK, by .cpg, by the bytes, or as somebody says; every bit of a coordinate stays", async () => {
    expect(await names(zip(files.dbf, { "目录/zones3.cpg": files.cpg, "目录/zones3.prj": files.prj }))).toEqual([
      ["zones3", "utf-8", ["ABCD"]],
    ]);
    expect(await names(zip(gbk()))).toEqual([["zones3", "gbk", ["网格"]]]);
    expect(await names(zip(gbk(), { "目录/zones3.cpg": new TextEncoder().encode("936") }))).toEqual([["zones3", "gbk", ["网格"]]]);
    expect((await names(zip(gbk()), "utf-8"))[0]?.[2]).not.toEqual(["网格"]);
    const [read] = await readFile(zip(files.dbf, { "目录/zones3.prj": files.prj }), null);
    const [ring] = (read?.features[0]?.geometry?.coordinates ?? []) as [number, number][][];
    expect(ring?.map(String).toSorted()).toEqual((square.coordinates[0] ?? []).map(String).toSorted());
  });
  it("are refused with a reason when they are no such thing", async () => {
    expect(await fault(readFile(new File(["{"], "a.json"), null))).toContain("不是完整的 GeoJSON");
    expect(await fault(readFile(new File(['{"type":"Feature"}'], "a.json"), null))).toContain("不是要素集合");
    expect(await fault(readFile(new File([collection([])], "a.json"), null))).toContain("一个面也没有");
    expect(await fault(readFile(new File([new Uint8Array(files.shp)], "a.shp"), null))).toContain("打成一个 zip");
    expect(await fault(readFile(new File(["PK\u0003\u0004…"], "a.zip"), null))).toContain("不是完整的 zip");
    expect(await fault(readFile(new File([zipSync({ "a.txt": files.cpg })], "a.zip"), null))).toContain("没有 .shp");
    expect(await fault(readFile(new File([zipSync({ "a.shp": files.shp })], "a.zip"), null))).toContain("缺少同名的 .dbf");
    const crs = collection([{}]).replace("{", '{"crs":{"properties":{"name":"EPSG:4547"}},');
    expect(await fault(readFile(new File([crs], "a.json"), null))).toContain("EPSG:4547");
  });
});
