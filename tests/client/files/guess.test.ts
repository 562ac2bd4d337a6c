/** What is guessed of offices' sheets: which column is what, where the places stand, and whose words stand for ours. */
import { describe, expect, it } from "vitest";
import { guessSpec, guessTarget } from "../../../client/files/guess.ts";
import { guessSystems } from "../../../client/files/guessPlace.ts";
import { guessWords } from "../../../client/files/guessWords.ts";
import type { FileTable } from "../../../client/files/table.ts";
import { fromDegrees, type Position } from "../../../server/contract/coordinates/systems.ts";
import { siteTypes } from "../../../server/contract/vocabulary.ts";

/** A table of headings with what stands below them, repeated. */
function table(columns: Readonly<Record<string, string | ((row: number) => string)>>, rows = 12, name = "台账.xlsx"): FileTable {
  const cells = Object.values(columns);
  return {
    ...{ name, kind: "xlsx", headerRow: 1, encoding: null, crs: null, crsText: null, part: 0, notes: [] },
    columns: Object.keys(columns),
    parts: [{ name: "Sheet1", rows }],
    rows: Array.from({ length: rows }, (_, row) => cells.map((cell) => (typeof cell === "string" ? cell : cell(row)))),
  };
}
const count = (row: number) => `${row + 1}`;
const id = (row: number) => `HY-${row * 7}`;
const lon = (row: number) => `${119.02 + row / 1000}`;
const lat = (row: number) => `${33.6 + row / 1000}`;
const north = (row: number) => `${3_718_456 + row}`;
const east = (row: number) => `${500_123 + row}`;
const some =
  (...words: readonly string[]) =>
  (row: number) =>
    words[row % words.length] as string;
const columnsOf = (file: FileTable) => {
  const target = guessTarget(file);
  const { fields, place } = guessSpec(file, target);
  return {
    target,
    place,
    ...Object.fromEntries(Object.entries(fields).map(([field, source]) => [field, "column" in source ? source.column : source.value])),
  };
};

describe("sites", () => {
  it.each([
    [
      table({
        序号: count,
        街道: "长江路街道",
        点位名称: some("清江菜市场", "淮海路"),
        点位类型: some("农贸市场", "主干道"),
        经度: lon,
        纬度: lat,
        责任单位: "城管局",
        责任人: "王",
      }),
      { name: "点位名称", siteType: "点位类型", unit: "责任单位", person: "责任人", place: { kind: "xy", x: "经度", y: "纬度" } },
    ],
    [
      table({
        编号: id,
        名称: some("甲", "乙"),
        类别: some("菜场", "小区"),
        "经度（E）": lon,
        "纬度（N）": lat,
        详细地址: "某路1号",
        是否重点: some("是", "否"),
      }),
      {
        externalId: "编号",
        name: "名称",
        siteType: "类别",
        address: "详细地址",
        key: "是否重点",
        place: { kind: "xy", x: "经度（E）", y: "纬度（N）" },
      },
    ],
    [
      table({
        所属镇街: "西安路",
        点位: some("甲", "乙"),
        类型: some("公厕", "公园"),
        位置坐标: (row) => `${lon(row)},${lat(row)}`,
        包保责任人: "李",
      }),
      { name: "点位", siteType: "类型", person: "包保责任人", place: { kind: "text", column: "位置坐标" } },
    ],
    [
      table({ 序号: count, 乡镇: "某镇", 地点: some("甲市场", "乙路"), 分类: some("集贸市场", "次干道"), X: lon, Y: lat }),
      { name: "地点", siteType: "分类", place: { kind: "xy", x: "X", y: "Y" } },
    ],
    [
      table({
        点位编码: id,
        点位名称: some("甲", "乙"),
        场所类型: some("学校", "医院"),
        X坐标: north,
        Y坐标: east,
      }),
      { externalId: "点位编码", name: "点位名称", siteType: "场所类型", place: { kind: "xy", x: "Y坐标", y: "X坐标" } },
    ],
    [
      table({ id, name: some("a", "b"), type: some("market", "park"), lng: lon, lat, address: "1 Road", "Responsible unit": "x" }),
      {
        externalId: "id",
        name: "name",
        siteType: "type",
        address: "address",
        unit: "Responsible unit",
        place: { kind: "xy", x: "lng", y: "lat" },
      },
    ],
    [
      table({ "@geometry": (row) => `POINT(${lon(row)} ${lat(row)})`, fid: count, NAME: some("甲", "乙"), TYPE: some("广场", "影院") }),
      { name: "NAME", siteType: "TYPE", place: { kind: "text", column: "@geometry" } },
    ],
    [
      table({ 市场名称: some("甲", "乙"), 地址: "某路", 联系人: "王", 备注: "无" }),
      { name: "市场名称", address: "地址", person: "联系人", place: { kind: "address", column: "地址" } },
    ],
    [
      table({ 名称: some("甲", "乙"), 性质: some("背街小巷", "楼院", "网吧"), 数一: lon, 数二: lat }),
      { name: "名称", siteType: "性质", place: { kind: "xy", x: "数一", y: "数二" } },
    ],
  ])("%#", (file, wanted) => expect(columnsOf(file)).toEqual({ target: "sites", ...wanted }));
});

describe("problems", () => {
  const day = (row: number) => `2026-11-${String(row + 1).padStart(2, "0")} 08:30`;
  it.each([
    [
      table({
        序号: count,
        案件号: id,
        问题类别: "占道经营",
        发现时间: day,
        问题描述: "占道",
        问题地点: "某路",
        责任单位: "城管",
        整改时限: day,
        经度: lon,
        纬度: lat,
      }),
      {
        externalId: "案件号",
        category: "问题类别",
        foundAt: "发现时间",
        description: "问题描述",
        place_: "问题地点",
        unit: "责任单位",
        deadlineAt: "整改时限",
      },
    ],
    [
      table({
        序号: count,
        检查时间: day,
        所属街道: "甲",
        点位名称: "清江菜市场",
        类型: "垃圾满溢",
        存在问题: "满溢",
        整改单位: "环卫",
        整改责任人: "王",
        整改完成时间: day,
        坐标: (row) => `${lat(row)},${lon(row)}`,
      }),
      {
        category: "类型",
        foundAt: "检查时间",
        description: "存在问题",
        site: "点位名称",
        unit: "整改单位",
        person: "整改责任人",
        closedAt: "整改完成时间",
      },
    ],
    [
      table({
        工单号: id,
        上报时间: day,
        小类: "乱停车",
        情况描述: "乱停",
        来源: some("12345", "网格员上报"),
        承办单位: "交警",
        办结时间: day,
        GPS经度: lon,
        GPS纬度: lat,
      }),
      {
        externalId: "工单号",
        category: "小类",
        foundAt: "上报时间",
        description: "情况描述",
        source: "来源",
        unit: "承办单位",
        closedAt: "办结时间",
      },
    ],
    [
      table({
        "Case ID": id,
        Category: "litter",
        "Found at": day,
        Description: "x",
        Address: "1 Road",
        Longitude: lon,
        Latitude: lat,
        Deadline: day,
      }),
      {
        externalId: "Case ID",
        category: "Category",
        foundAt: "Found at",
        description: "Description",
        place_: "Address",
        deadlineAt: "Deadline",
      },
    ],
  ])("%#", (file, wanted) => {
    const { fields, place } = guessSpec(file, "problems");
    expect(guessTarget(file)).toBe("problems");
    const found = Object.fromEntries(
      Object.entries(fields).map(([field, source]) => [field === "place" ? "place_" : field, "column" in source && source.column]),
    );
    expect(found).toEqual(wanted);
    expect(place?.kind).not.toBe("address");
  });
});

describe("what stands in the cells decides", () => {
  it("a running number is no id, a repeated one is none", () => {
    expect(guessSpec(table({ 编号: count, 名称: "甲" }), "sites").fields.externalId).toBeUndefined();
    expect(guessSpec(table({ 编号: "A1", 名称: "甲" }), "sites").fields.externalId).toBeUndefined();
    expect(guessSpec(table({ 编号: (row) => `${1000 + row * 3}`, 名称: "甲" }), "sites").fields.externalId).toEqual({ column: "编号" });
  });
  it("axes that are exchanged are noticed and told", () => {
    const { place, notes } = guessSpec(table({ 名称: "甲", 经度: lat, 纬度: lon }), "sites");
    expect(place).toEqual({ kind: "xy", x: "纬度", y: "经度" });
    expect(notes[0]?.zh).toContain("已对调");
    expect(guessSpec(table({ 名称: "甲", 经度: lon, 纬度: lat }), "sites").notes).toEqual([]);
  });
  it("empty or useless columns of coordinates are none", () => {
    expect(guessSpec(table({ 名称: "甲", 经度: "", 纬度: "", 地址: "某路" }), "sites").place).toEqual({ kind: "address", column: "地址" });
    expect(guessSpec(table({ 名称: "甲", 经度: "待采集", 纬度: "待采集" }), "sites").place).toBeNull();
  });
  it("degrees and minutes are coordinates, also in one column of any name", () => {
    const minutes = table({ 名称: "甲", 东经: "119°02′11.5″", 北纬: "33°36′00″" });
    expect(guessSpec(minutes, "sites").place).toEqual({ kind: "xy", x: "东经", y: "北纬" });
    expect(guessSpec(table({ 名称: "甲", 备注一: "北纬33°36′ 东经119°2′" }), "sites").place).toEqual({ kind: "text", column: "备注一" });
  });
  it("the order of day and month is told by a day beyond 12, or not at all", () => {
    const order = (...days: readonly string[]) => guessSpec(table({ 发现时间: some(...days), 问题描述: "x" }), "problems").dateOrder;
    expect(order("2026-11-22", "2026/1/2")).toBeNull();
    expect(order("1/2/2026", "25/2/2026")).toBe("dmy");
    expect(order("1/2/2026 08:30", "2/25/2026 09:00")).toBe("mdy");
    expect(order("1/2/2026")).toBeNull();
  });
  it("a column that holds no days is no time", () => {
    expect(guessSpec(table({ 发现时间: "不详", 检查时间: "2026-11-01", 问题描述: "x" }), "problems").fields.foundAt).toEqual({
      column: "检查时间",
    });
  });
});

describe("words", () => {
  it("of types are known by code, name, part of a name, and what offices call them", () => {
    for (const [code, { zh, en }] of Object.entries(siteTypes))
      expect(guessWords([zh, en, code], "siteType")).toEqual({ [zh]: code, [en]: code, [code]: code });
    const words = {
      ...{ 菜市场: "market", 集贸市场: "market", 生鲜菜市场: "market", 小区: "compound", "居民小区（楼院）": "compound", 楼院: "compound" },
      ...{
        背街里巷: "back_alley",
        主次干道: "arterial_road",
        学校周边: "school_surroundings",
        幼儿园: "school",
        公厕: "public_toilet",
        博物馆: "museum",
      },
      ...{
        行政村: "township",
        村: "township",
        火车站: "station",
        公园广场: "square",
        "乡镇/行政村": "township",
        新时代文明实践所: "civilisation_station",
      },
      ...{
        公园停车场: "car_park",
        社区卫生服务中心: "hospital",
        宾馆饭店: "hotel",
        饭店: "restaurant",
        城乡接合部: "urban_fringe",
        工地: "construction_site",
      },
    };
    expect(guessWords(Object.keys(words), "siteType")).toEqual(words);
    expect(guessWords(["", "其他", "不详", "1"], "siteType")).toEqual({});
  });
  it("of sources and of the district's own categories are known too", () => {
    expect(guessWords(["12345", "12345热线", "网格员上报", "暗访", "第三方测评", "领导交办"], "source")).toEqual({
      ...{ "12345": "12345", "12345热线": "12345", 网格员上报: "patrol", 暗访: "flying", 第三方测评: "mock" },
    });
    const categories = [
      { code: "E01", name_zh: "占道经营", name_en: "street trading" },
      { code: "E02", name_zh: "店外经营", name_en: "trading outside the shop" },
      { code: "P01", name_zh: "路灯", name_en: "street lamp" },
    ];
    expect(
      guessWords(["占道经营", "流动摊点占道经营", "Street Trading", "E02", "路灯不亮", "经营", "乱堆"], "category", categories),
    ).toEqual({
      ...{ 占道经营: "E01", 流动摊点占道经营: "E01", "Street Trading": "E01", E02: "E02", 路灯不亮: "P01" },
    });
  });
  it("are put into the spec with the column", () => {
    const { fields } = guessSpec(table({ 名称: "甲", 类型: some("菜市场", "其他") }), "sites");
    expect(fields.siteType).toEqual({ column: "类型", words: { 菜市场: "market" } });
  });
});

describe("systems", () => {
  const centre: Position = [119.02, 33.6];
  const around = (code: string) => Array.from({ length: 9 }, (_, i) => fromDegrees(code, [119 + i / 200, 33.6]));
  it("of degrees are all possible, GPS first", () => {
    expect(guessSystems(around("GCJ-02"), centre)).toEqual(["EPSG:4326", "GCJ-02", "BD-09", "EPSG:4490"]);
  });
  it("of metres are those whose zone it is, 3° before 6°", () => {
    expect(guessSystems(around("EPSG:4549"), centre)).toEqual(["EPSG:4549"]);
    expect(guessSystems(around("EPSG:4528"), centre)).toEqual(["EPSG:4528"]);
    expect(guessSystems(around("EPSG:4548"), centre)).toEqual(["EPSG:4548", "EPSG:4509"]);
    expect(guessSystems(around("EPSG:3857"), centre)).toEqual(["EPSG:3857"]);
  });
  it("none brings what lies elsewhere near", () => {
    expect(guessSystems([[1, 1]], centre)).toEqual([]);
    expect(guessSystems([], centre)).toEqual([]);
  });
});
