/** What a tried import says: what it would be, and each thing that it mended, with how much and where; in both languages. */
import { renderToStaticMarkup } from "react-dom/server";
import { describe, expect, it } from "vitest";
import { ImportPlan } from "../../../client/planner/importing/ImportPlan.tsx";
import type { Chosen, Feature } from "../../../client/planner/importing/layer.ts";
import { Result } from "../../../client/planner/importing/Result.tsx";
import type { PlannerPage } from "../../../client/planner/page.ts";
import { firstState } from "../../../client/planner/state.ts";
import { PlannerContext } from "../../../client/planner/usePlanner.ts";
import { readView } from "../../../client/planner/view.ts";
import { createStore } from "../../../client/state/store.ts";
import type { ZonePlanImported } from "../../../server/contract/types.ts";

function shown(element: React.ReactNode, lang: "zh" | "en"): string {
  const page = { store: createStore(firstState(readView("/planner", ""), lang, "light")), map: { current: null } } as PlannerPage;
  return renderToStaticMarkup(<PlannerContext value={page}>{element}</PlannerContext>);
}
const cells = (html: string): string[][] =>
  [...html.matchAll(/<tr data-kind.*?<\/tr>/g)].map(([row]) => [...row.matchAll(/<td[^>]*>(.*?)<\/td>/g)].map(([, text]) => text ?? ""));

const tried: ZonePlanImported = {
  ...{ plan: null, zones: [8, 1296], faces: 1300 },
  mended: [
    { kind: "gap", level: 2, zones: ["甲", "乙"], area_m2: 12.345, lon: 119.0312345, lat: 33.5 },
    { kind: "overlapLeft", level: 2, zones: ["丙", "丁"], area_m2: 44_794.7, lon: 119, lat: 33.5 },
    { kind: "gap", level: 2, zones: ["戊"], area_m2: 0.001, lon: 119.1, lat: 33.4 },
    { kind: "dropped", level: 1, zones: ["己"], area_m2: null, lon: null, lat: null },
  ],
};

const ring = [
  [119, 33.4],
  [119.1, 33.4],
  [119.1, 33.5],
  [119, 33.4],
];
const feature: Feature = { type: "Feature", properties: {}, geometry: { type: "Polygon", coordinates: [ring] } };
const chosen: readonly Chosen[] = [
  {
    layer: { name: "街道", features: [feature], columns: [], encoding: null },
    level: 1,
    fields: { code: "", name: "", parent: "", person: "" },
  },
];

describe("a tried import", () => {
  it("lists what was mended, how much, and where, and draws the places", () => {
    const html = shown(<Result tried={tried} chosen={chosen} />, "zh");
    expect(html).toContain("街道 8 个 · 社区 1,296 个；1,300 块");
    expect(cells(html)).toEqual([
      ["缝隙已填", "2", "甲、乙", "12.35 平方米", "119.03123, 33.50000"],
      ["重叠过宽，待定", "2", "丙、丁", "44,795 平方米", "119.00000, 33.50000"],
      ["缝隙已填", "2", "戊", "不足 0.01 平方米", "119.10000, 33.40000"],
      ["无法使用，未导入", "1", "己", "–", "无"],
    ]);
    expect(html.match(/<circle/g)).toHaveLength(3);
    expect(cells(shown(<Result tried={tried} chosen={chosen} />, "en"))[1]?.slice(2, 4)).toEqual(["丙, 丁", "44,795 m²"]);
  });
  it("says that nothing needed mending, which is not an empty list", () => {
    const html = shown(<Result tried={{ ...tried, mended: [] }} chosen={[]} />, "en");
    expect(html).toContain("Nothing needed mending");
    expect(html).not.toContain("<table");
  });
});

describe("the sheet", () => {
  it("begins with the files, and cannot be tried or imported without them", () => {
    const html = shown(<ImportPlan done={() => {}} close={() => {}} />, "zh");
    expect(html).toContain('type="file"');
    expect([...html.matchAll(/<button([^>]*)>([^<]*)/g)].map(([, tag, text]) => [text, tag?.includes("disabled")])).toEqual([
      ["取消", false],
      ["试算", true],
      ["导入为新草稿", true],
    ]);
  });
});
