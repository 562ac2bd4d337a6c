/** The sheet of a document: each figure leads to its rows, tables close with their sums, what is not there is not drawn. */
import { renderToStaticMarkup } from "react-dom/server";
import { describe, expect, it } from "vitest";
import { briefsWords } from "../../../../client/look/words/briefs.ts";
import { learn } from "../../../../client/look/words.ts";
import { fieldMeanings, loopMeanings } from "../../../../client/panels/briefs/fieldMeanings.ts";
import { overviewParts } from "../../../../client/panels/briefs/overview.ts";
import { PageFacts } from "../../../../client/panels/briefs/PageFacts.tsx";
import { Sheet } from "../../../../client/panels/briefs/Sheet.tsx";
import { slipsOf } from "../../../../client/panels/briefs/Slips.tsx";
import { unequal } from "../../../../client/panels/briefs/sums.ts";
import { fileFault } from "../../../../client/panels/briefs/TemplateDrop.tsx";
import { AppContext } from "../../../../client/panels/useApp.ts";
import { mostTemplate_bytes, templateFields, templateLoops } from "../../../../server/contract/brief.ts";
import type { BriefPage } from "../../../../server/contract/types.ts";
import { pageAt } from "../state.ts";
import { facts, figure, page } from "./facts.ts";

learn(briefsWords);
const draw = (panel: React.ReactNode, search = "") => renderToStaticMarkup(<AppContext value={pageAt(search)}>{panel}</AppContext>);
const sheet = (of: BriefPage = page) => draw(<Sheet page={of} words={of.words} map="/api/briefs/map.png?kind=daily" />);

/** Every figure of a page, with its question. */
function figuresIn(value: unknown): { value: number; query: string | null }[] {
  if (typeof value !== "object" || value === null) return [];
  if ("value" in value && "query" in value) return [value as { value: number; query: string | null }];
  return Object.values(value).flatMap(figuresIn);
}

describe("the sheet", () => {
  it("has every figure of the facts as a link to exactly its question", () => {
    const html = sheet();
    const figures = figuresIn(facts);
    expect(figures.length).toBeGreaterThan(30);
    for (const { value, query } of figures) if (query) expect(html).toMatch(new RegExp(`href="/\\?${query}"[^>]*>${value}</a>`));
  });

  it("shows a figure that no filter lists as a number, and no link to something else", () => {
    const html = sheet();
    expect(html).toContain('<span data-figure="1"');
    expect(html).not.toContain("/?null");
  });

  it("goes from sub-district to numbered place to （1）（2）, and says what became of each", () => {
    const text = sheet().replace(/<[^>]+>/g, "");
    for (const part of [
      "（一）城东街道",
      "1．东门市场（农贸市场）",
      "（1）占道经营（占道经营；测试区城市管理局；●整改中，期限11月3日；P0000001）。",
    ])
      expect(text).toContain(part);
    expect(text).toContain("（2）占道经营（占道经营；测试区城市管理局；▲超期");
    expect(text).toContain("（二）城西街道");
    expect(text).toContain("未派单；✓已销号，11月1日");
  });

  it("ranks units, gives flags a word, and writes rates and dashes", () => {
    const html = sheet();
    for (const part of ["授予红旗：测试区城市管理局。", "红旗", "92.3%", "—", "满10件方参与排名"]) expect(html).toContain(part);
    expect(html).not.toContain("蓝旗警示");
  });

  it("has what an officer wrote, in its place; what is not written leaves no heading", () => {
    expect(sheet()).not.toContain("工作要求");
    const words = { ...page.words, number: "创〔2026〕1号", to: "各镇街：", demands: "一要快。\n二要好。", copies: "区委办" };
    const html = sheet({ ...page, words });
    for (const part of ["创〔2026〕1号", "各镇街：</p>", "四、工作要求", "<p>二要好。</p>", "抄送：区委办。", "2026年11月1日"])
      expect(html).toContain(part);
  });

  it("of a day without anything says so, without empty tables", () => {
    const none = figure(0);
    const quiet = { ...facts, found: none, closed: none, foundClosed: none, foundOpen: none, foundRejected: none };
    const html = sheet({
      ...page,
      facts: { ...quiet, siteTypes: [], categories: [], areas: [], units: [], photos: [], points: [] },
      overview: "11月1日，全区没有发现问题。",
    });
    expect(html).toContain("本期未发现问题。");
    for (const part of ["各类点位", "各镇街问题", "责任单位", "附件"]) expect(html).not.toContain(part);
  });

  it("names sub-districts where nothing was found in one sentence, and lists none of them", () => {
    const none = { found: figure(0), closed: figure(0), open: figure(0), rejected: figure(0), places: [] };
    const quiet = [
      { ...none, zone: 8, name: "城南街道" },
      { ...none, zone: 9, name: "城北镇" },
    ];
    const text = sheet({ ...page, facts: { ...facts, areas: [...facts.areas, ...quiet] } }).replace(/<[^>]+>/g, "");
    expect(text).toContain("城南街道、城北镇未发现问题。");
    expect(text).not.toContain("（三）");
    expect(sheet()).not.toContain("未发现问题");
  });

  it("has the document's own map, and says in words what is on it", () => {
    const html = sheet();
    expect(html).toContain('src="/api/briefs/map.png?kind=daily"');
    expect(html).toMatch(/alt="问题点位分布图，1 个点；1 城东街道（2 件）/);
  });

  it("says that problems are not listed one by one rather than listing some", () => {
    expect(sheet({ ...page, facts: { ...facts, cut: true } })).toContain("不逐条列出");
  });

  it("shows photos by pairs, as everybody may see them", () => {
    const html = sheet();
    expect(html).toContain('src="/api/photos/31/picture"');
    expect(html).toContain('src="/api/photos/32/picture"');
  });
});

describe("the paragraph of figures", () => {
  it("links each number whose words say whose it is; differences stay numbers", () => {
    const parts = overviewParts(page.overview, facts);
    expect(parts.map((part) => (typeof part === "string" ? part : String(part.figure.value))).join("")).toBe(page.overview);
    const linked = parts.filter((part) => typeof part !== "string").map((part) => part.figure.query);
    const { found, foundClosed, foundOpen, closed, open, overdue, siteTypes, categories } = facts;
    expect(linked).toEqual(
      [found, foundClosed, foundOpen, siteTypes[0]?.found, categories[0]?.found, closed, open, overdue].map((one) => one?.query),
    );
  });

  it("never links a number to a figure that differs", () => {
    expect(overviewParts("全区共发现问题9件。", facts)).toEqual(["全区共发现问题9件。"]);
  });
});

describe("sums", () => {
  it("finds nothing where rows add up, and names the table where they do not", () => {
    expect(unequal(facts)).toEqual([]);
    const wrong = { ...facts, overdue: figure(5) };
    expect(unequal(wrong)).toEqual([{ table: "units", figure: "overdue", rows: 4, total: 5 }]);
    const html = draw(<PageFacts page={{ ...page, facts: wrong }} unscope={null} />);
    expect(html).toContain("“责任单位”各行相加是 4，合计是 5");
  });
});

describe("beside the sheet", () => {
  it("says until when it speaks, what it is narrowed to, and that a period still runs", () => {
    const scope = { sentence: { zh: "农贸市场", en: "markets" }, query: "siteType=market" };
    const html = draw(<PageFacts page={{ ...page, facts: { ...facts, running: true, scope } }} unscope={() => {}} />);
    for (const part of ["截至 2026-11-01 23:59 的情况", "数字还会变", "农贸市场", "取消这个限定", "自带模板"]) expect(html).toContain(part);
    expect(draw(<PageFacts page={page} unscope={null} />, "?lang=en")).toContain("in Chinese");
  });
});

describe("slips", () => {
  it("are one a unit in the units' order, what is nobody's last, every problem once", () => {
    const slips = slipsOf(facts);
    expect(slips.map(({ unit, rows }) => [unit, rows.map(({ id }) => id)])).toEqual([
      ["测试区城市管理局", [1, 2]],
      [null, [3]],
    ]);
    const html = sheet({ ...page, facts: { ...facts, kind: "handover" } });
    expect(html.match(/<article/g)).toHaveLength(2);
    for (const part of ["测试区城市管理局：", "（尚未派单）：", "签收人"]) expect(html).toContain(part);
  });
});

describe("templates", () => {
  it("every field and loop has a meaning in both languages", () => {
    for (const name of Object.keys(templateFields))
      expect([name, fieldMeanings[name]?.zh, fieldMeanings[name]?.en]).not.toContain(undefined);
    for (const name of Object.keys(templateLoops)) expect([name, loopMeanings[name]?.zh, loopMeanings[name]?.en]).not.toContain(undefined);
    expect(Object.keys(fieldMeanings).filter((name) => !(name in templateFields))).toEqual([]);
    expect(Object.keys(loopMeanings).filter((name) => !(name in templateLoops))).toEqual([]);
  });

  it("takes a DOCX that is not too large", () => {
    expect(fileFault({ name: "通报.docx", size: 10 })).toBeNull();
    expect(fileFault({ name: "通报.doc", size: 10 })).toBe("type");
    expect(fileFault({ name: "通报.DOCX", size: mostTemplate_bytes + 1 })).toBe("size");
  });
});
