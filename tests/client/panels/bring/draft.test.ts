/** How a file is going to be read: guesses, what is lacking, the spec, and what was kept of last time. */
import { describe, expect, it } from "vitest";
import { begin } from "../../../../client/panels/bring/begin.ts";
import { type Draft, draftOf, lacksOf, nothing, rawAt, specOf } from "../../../../client/panels/bring/draft.ts";
import { guessDraft, guessTarget, hasAmbiguousDates } from "../../../../client/panels/bring/guessing.ts";
import { knownOf, placesByName } from "../../../../client/panels/bring/known.ts";
import { templateText } from "../../../../client/panels/bring/template.ts";
import { geometryColumn } from "../../../../server/contract/importing/importing.ts";
import type { SitesLayer } from "../../../../server/contract/types.ts";
import { pageAt } from "../state.ts";
import { officeTable, tableOf } from "./table.ts";

const { district } = pageAt("").store.get();
const office = (): Draft => guessDraft(officeTable, "sites", district);
const columnOf = (draft: Draft) => Object.fromEntries(Object.entries(draft.fields).map(([key, field]) => [key, field?.column]));

describe("a guess", () => {
  it("knows offices' headings and words, says that it is one, and leaves the coordinate system to be said", () => {
    const draft = office();
    expect(columnOf(draft)).toEqual({ name: "点位名称", siteType: "点位类型", unit: "责任单位" });
    expect(Object.values(draft.fields).every((field) => field?.guessed)).toBe(true);
    expect([draft.place, draft.x, draft.y, draft.crs]).toEqual(["xy", "经度", "纬度", null]);
    expect(draft.fields.siteType?.words).toEqual({ 公厕: "public_toilet", 学校: "school" });
    // “城市管理局” is the end of exactly one unit's name; of 教育局 there is none.
    expect(draft.fields.unit?.words).toEqual({ 城市管理局: "测试区城市管理局" });
  });

  it("takes a running number for no number of the thing", () => {
    expect(office().fields.externalId).toBeUndefined();
    expect(guessDraft(tableOf(["点位编号", "名称"], [["A1", "x"]]), "sites", district).fields.externalId?.column).toBe("点位编号");
  });

  it.each([
    [["名称", "X", "Y"], ["a", "119.1", "33.6"], "xy", "X", "Y", ""],
    [["名称", "东经", "北纬"], ["a", "119°06′", "33°36′"], "xy", "东经", "北纬", ""],
    [["名称", "经度(GCJ02)", "纬度(GCJ02)"], ["a", "119.1", "33.6"], "xy", "经度(GCJ02)", "纬度(GCJ02)", ""],
    [["名称", "lng", "lat"], ["a", "119.1", "33.6"], "xy", "lng", "lat", ""],
    [["名称", "经纬度"], ["a", "119.1,33.6"], "text", "", "", "经纬度"],
    [["名称", "在哪"], ["a", "33.6 N, 119.1 E"], "text", "", "", "在哪"],
    [["名称", geometryColumn], ["a", "POINT (119.1 33.6)"], "text", "", "", geometryColumn],
  ] as const)("finds the position in %j", (columns, row, place, x, y, text) => {
    const draft = guessDraft(tableOf(columns, [row]), "sites", district);
    expect([draft.place, draft.x, draft.y, draft.text]).toEqual([place, x, y, text]);
  });

  it("takes what the file states for the system", () => {
    expect(guessDraft(tableOf(["名称"], [["a"]], { crs: "EPSG:4549" }), "sites", district).crs).toBe("EPSG:4549");
  });

  it("chooses sites or problems by the headings, of what this person may bring", () => {
    const problems = tableOf(["发现时间", "问题描述", "问题类别", "整改期限"], [["2026-11-01", "x", "占道经营", ""]]);
    expect(guessTarget(problems, ["sites", "problems"])).toBe("problems");
    expect(guessTarget(problems, ["sites"])).toBe("sites");
    expect(guessTarget(officeTable, ["sites", "problems"])).toBe("sites");
    expect(guessDraft(problems, "problems", district).fields.category?.words).toEqual({ 占道经营: "0101" });
  });

  it("reads the order of dates where one of them tells it, and else asks", () => {
    const order = (...dates: string[]) =>
      guessDraft(
        tableOf(
          ["发现时间"],
          dates.map((date) => [date]),
        ),
        "problems",
        district,
      ).dateOrder;
    expect(order("03/04/2026", "25/04/2026")).toBe("dmy");
    expect(order("03/04/2026", "04/25/2026")).toBe("mdy");
    expect(order("03/04/2026")).toBe(null);
    expect(order("2026-04-03")).toBe(null);
    expect([hasAmbiguousDates("3/4/2026 8:00"), hasAmbiguousDates("2026/3/4")]).toEqual([true, false]);
  });
});

describe("where a row lies", () => {
  const raw = (place: Draft["place"], cells: readonly string[], text = "c") =>
    rawAt(tableOf(["x", "y", text], [cells]), { place, x: "x", y: "y", text }, 0);
  it("is read as it is written; nothing, nonsense and null island are nowhere", () => {
    expect(raw("xy", ["119.1", "33.6", ""])).toEqual([119.1, 33.6]);
    expect(raw("xy", ["119°6′", "33°36′", ""])).toEqual([119.1, 33.6]);
    for (const cells of [["", "", ""], ["abc", "33", ""], ["0", "0", ""], []]) expect(raw("xy", cells)).toBe(null);
    expect(raw("text", ["", "", "119.1,33.6"])).toEqual([119.1, 33.6]);
    expect(raw("text", ["", "", "LINESTRING (119.1 33.6, 119.2 33.7)"])).toEqual([119.1, 33.6]);
    expect(raw("text", ["", "", "MULTIPOLYGON (((500000.5 3.7e6, 1 1, 2 2)))"], geometryColumn)).toEqual([500000.5, 3.7e6]);
    expect(raw("text", ["", "", "POINT EMPTY"], geometryColumn)).toBe(null);
    expect(raw("address", ["", "", "人民路 1 号"])).toBe(null);
  });

  it("is held against the site a row names; a name that two sites have tells nothing", () => {
    const sites = {
      count: 3,
      name: ["东门公厕", "重名", "重名"],
      lon: [119_105_000, 1, 2],
      lat: [33_599_000, 1, 2],
    } as unknown as SitesLayer;
    const places = placesByName(sites);
    expect(knownOf(officeTable, office(), [0, 1], places)).toEqual([[119.105, 33.599], null]);
    expect(places.get("重名")).toBe(null);
  });
});

describe("a spec", () => {
  it("is whole or none: needed fields, place and system are asked for by name", () => {
    expect(lacksOf(office())).toEqual([{ what: "crs" }]);
    expect(specOf(office())).toBe(null);
    const bare = guessDraft(tableOf(["甲", "乙"], [["1", "2"]]), "sites", district);
    expect(lacksOf(bare).map(({ what }) => what)).toEqual(["field", "field", "place", "crs"]);
  });

  it("says columns, words, and one value for all; a word that is refused is left to be refused, one that stands for nothing is sent", () => {
    const draft = office();
    const unit = { column: "责任单位", value: "", words: { 教育局: nothing, 城市管理局: "" }, guessed: false };
    const spec = specOf({
      ...draft,
      crs: "GCJ-02",
      fields: { ...draft.fields, unit, person: { column: null, value: " 张三 ", words: {}, guessed: false } },
    });
    expect(spec).toEqual({
      into: "sites",
      crs: "GCJ-02",
      place: { kind: "xy", x: "经度", y: "纬度" },
      fields: {
        name: { column: "点位名称" },
        siteType: { column: "点位类型", words: { 公厕: "public_toilet", 学校: "school" } },
        unit: { column: "责任单位", words: { 教育局: " " } },
        person: { value: "张三" },
      },
      dateOrder: null,
      existing: "skip",
    });
  });

  it("that was kept comes back the same; columns that are gone are to be said anew", () => {
    const spec = specOf({ ...office(), crs: "GCJ-02" });
    if (!spec) throw new Error("no spec");
    const again = draftOf(spec, officeTable.columns, "2026-11-01T00:00:00Z");
    expect(specOf(again)).toEqual(spec);
    expect(again.kept).toBe("2026-11-01T00:00:00Z");
    const other = draftOf(spec, ["点位名称"], "2026-11-01T00:00:00Z");
    expect(lacksOf(other).map(({ what }) => what)).toEqual(["field", "place"]);
  });

  it("begins with a guess where nothing was kept, or the server does not say", async () => {
    const draft = await begin(officeTable, null, { me: null, district }, new AbortController().signal);
    expect(draft.kept).toBe(null);
    expect(draft.fields.name?.guessed).toBe(true);
  });
});

it("a template's headings are guessed right when it comes back", () => {
  for (const into of ["sites", "problems"] as const) {
    const columns = templateText(into, "zh")
      .replace(/^\uFEFF/, "")
      .trim()
      .split(",");
    const row = columns.map((column) => (column === "经度" ? "119.1" : column === "纬度" ? "33.6" : ""));
    const draft = guessDraft(tableOf(columns, [row]), into, district);
    expect(Object.keys(draft.fields).length).toBe(columns.length - 2);
    for (const column of Object.values(columnOf(draft))) expect(columns).toContain(column);
    expect([draft.x, draft.y]).toEqual(["经度", "纬度"]);
  }
});
