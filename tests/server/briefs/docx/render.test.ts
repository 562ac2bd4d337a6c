/** Documents made of made-up pages: every figure is in them, nothing of the template is left, the same input is the same bytes. */
import { execFile } from "node:child_process";
import { createHash } from "node:crypto";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { ownTemplate, renderBrief } from "../../../../server/briefs/docx/render.ts";
import { type BriefKind, briefKinds } from "../../../../server/contract/brief.ts";
import type { BriefFacts, BriefPage } from "../../../../server/contract/types.ts";
import { pageOf, picturesFor } from "./fixture.ts";
import { documentXml, mustParse, p, partsOf, templateOf, textOf } from "./read.ts";

const kinds = Object.keys(briefKinds) as BriefKind[];
const noPictures = { map: null, photos: new Map<number, Buffer>() };
const withFacts = (page: BriefPage, facts: Partial<BriefFacts>): BriefPage => ({ ...page, facts: { ...page.facts, ...facts } });
const own = async (page: BriefPage): Promise<string> => textOf(await renderBrief(page, null, noPictures));
const by = async (page: BriefPage, ...body: readonly string[]): Promise<string> =>
  textOf(await renderBrief(page, templateOf(body.join("")), noPictures));
const lines = (text: string): readonly string[] => text.split("\n").filter((line) => line.trim() !== "");

describe.each(kinds)("a %s", (kind) => {
  it("says its title, who, when and every problem, and leaves no sign of its template", async () => {
    const page = pageOf(kind);
    const bytes = await renderBrief(page, null, await picturesFor(page));
    mustParse(bytes);
    const text = textOf(bytes);
    expect(text.replaceAll("\n", "")).toContain(page.title);
    expect(text).toContain(page.words.issuer);
    expect(text).toContain("2026年11月21日");
    expect(text).not.toMatch(/[{}\uF8F0\uF8F1]|undefined|\[object|chuangtu-loop|NaN/);
    const problems = page.facts.areas.flatMap(({ places }) => places.flatMap((place) => place.problems));
    const said = problems[0]?.text.replace(/。$/, "") as string;
    const same = problems.filter((one) => one.text === problems[0]?.text).length;
    expect(text.split("\n").filter((line) => line.includes(said) && !line.includes("：门前") && !/^\d+\..*：/.test(line))).toHaveLength(
      same,
    );
  });

  it("is whole without problems, units, words, photos and a map", async () => {
    const page = withFacts(pageOf(kind, { areas: 0, pairs: 0 }), { units: [], siteTypes: [], categories: [], outlines: [], points: [] });
    const words = { number: "", issuer: "", to: "", opening: "", demands: "", copies: "" };
    const bytes = await renderBrief({ ...page, words }, null, noPictures);
    mustParse(bytes);
    const text = textOf(bytes);
    expect(text).toMatch(kind === "handover" ? /没有需要交办的问题/ : /本期未发现问题/);
    expect(text).not.toMatch(/附件|抄送|主送|工作要求|[{}]/);
    // A table without a row, or a cell without a paragraph, is damaged to a word processor.
    expect(documentXml(bytes)).not.toMatch(/<\/w:tblGrid><\/w:tbl>|<\/w:tcPr><\/w:tc>/);
  });

  it("takes any words, and shows them as they are", async () => {
    await fc.assert(
      fc.asyncProperty(fc.string({ unit: "binary", maxLength: 60 }), fc.string({ unit: "grapheme", maxLength: 60 }), async (wild, fair) => {
        const page = pageOf(kind, { areas: 1, places: 1, pairs: 0 });
        const bytes = await renderBrief(
          { ...page, title: `{#镇街}${wild}${fair}{`, words: { ...page.words, issuer: `<&>{标题}${wild}${fair}` } },
          null,
          noPictures,
        );
        mustParse(bytes);
        expect(textOf(bytes)).toContain("<&>{标题}");
      }),
      { numRuns: 8 },
    );
  });
});

describe("what a document says", () => {
  it("goes by sub-district, numbered place, (1)(2)(3), and leaves no empty lines between", async () => {
    const text = await own(pageOf("notice"));
    const from = text.indexOf("二、存在问题");
    const list = text.slice(from, text.indexOf("三、整改情况")).split("\n");
    expect(list.slice(0, 5)).toEqual([
      "二、存在问题",
      expect.stringMatching(/^（一）新华街道（发现\d+件，已销号\d+件，未销号\d+件）$/),
      "1.中心农贸市场",
      expect.stringMatching(/^（1）.+（.+）。$/),
      "2.幸福里小区",
    ]);
    expect(list.slice(0, -1)).not.toContain("");
  });

  it("names sub-districts where nothing was found in one sentence after those that are listed", async () => {
    const none = { value: 0, query: null };
    const empty = { found: none, closed: none, open: none, rejected: none, places: [] };
    for (const kind of ["daily", "weekly", "notice"] as const) {
      const page = pageOf(kind, { areas: 2 });
      const quiet = ["丰泽街道", "望云镇"].map((name, at) => ({ ...empty, zone: 900 + at, name }));
      const [first, second] = page.facts.areas as [BriefFacts["areas"][number], BriefFacts["areas"][number]];
      const text = await own(withFacts(page, { areas: [first, ...quiet.slice(0, 1), second, ...quiet.slice(1)] }));
      expect(text).toContain("丰泽街道、望云镇未发现问题。");
      expect(text).not.toMatch(/（[三四]）|发现0件/);
      expect(text).toContain(`（二）${second.name}（`);
      // Nothing found anywhere is said once.
      const calm = await own(withFacts(page, { areas: quiet, found: none, siteTypes: [], categories: [] }));
      expect(calm).toContain("本期未发现问题。");
      expect(calm).not.toMatch(/丰泽街道|\n问题清单/);
    }
  });

  it("has a row for each unit with each of its figures, in order", async () => {
    const page = pageOf("weekly");
    const text = await own(page);
    const rows = page.facts.units.map(({ rank, name, found, closed, open, overdue, rate, reworked, repeated, flag }) => [
      rank ?? "—",
      name,
      ...[found, closed, open, overdue].map(({ value }) => value),
      rate === null ? "—" : `${(rate * 100).toFixed(1)}%`,
      reworked.value,
      repeated.value,
      flag === null ? "" : flag === "red" ? "红旗" : "蓝旗",
    ]);
    expect(text).toContain(rows.map((row) => row.join("\n")).join("\n"));
  });

  it("says midnight as the end of the day, and any other moment as it is", async () => {
    const page = pageOf("daily");
    expect(await by(page, p("{截至}"))).toContain("2026年11月21日24时");
    const running = withFacts(page, { asOf: "2026-11-21T15:30:00+08:00", running: true });
    expect(await by(running, p("{截至}"))).toContain("2026年11月21日15时30分");
  });

  it("accounts for every problem by the type of its site, also those at none", async () => {
    const text = await by(pageOf("notice"), p("{点位分布}"));
    expect(text).toContain("问题涉及点位66个");
    expect([...text.matchAll(/[（点位上的](\d+)件/g)].reduce((sum, [, n]) => sum + Number(n), 0)).toBe(12 + 9 + 3 + 4);
  });

  it("says what was rejected, so that an area's counts add up", async () => {
    const page = pageOf("daily", { areas: 1 });
    const areas = page.facts.areas.map((area) => ({ ...area, rejected: { value: 2, query: null } }));
    expect(await own(withFacts(page, { areas }))).toContain("不予立案2件）");
  });

  it("makes a slip of its own for each unit, with its problems only", async () => {
    const page = pageOf("handover", { areas: 3 });
    const problems = page.facts.areas.flatMap(({ places }) => places.flatMap((place) => place.problems));
    const units = new Set(problems.map(({ unit }) => unit));
    const text = await own(page);
    expect(text.split(page.title)).toHaveLength(units.size + 1);
    for (const slip of text.split(page.title).slice(1)) {
      const unit = /承办单位\n(.+)/.exec(slip)?.[1] as string;
      const theirs = problems.filter((one) => (one.unit ?? "（尚未派单）") === unit).map(({ code }) => code);
      expect([...slip.matchAll(/编号：(\S+)/g)].map(([, code]) => code)).toEqual(theirs);
      expect(slip).toContain(`${theirs.length}件`);
    }
  });

  it("tells of a photo that was withdrawn, and leaves out pairs of which nothing is left", async () => {
    const page = pageOf("daily", { pairs: 3 });
    const pictures = await picturesFor(page);
    const [first, second] = page.facts.photos as [BriefFacts["photos"][number], BriefFacts["photos"][number]];
    const photos = new Map([...pictures.photos].filter(([id]) => ![first.after, second.before, second.after].includes(id)));
    const bytes = await renderBrief(page, null, { ...pictures, photos });
    expect(textOf(bytes).split("（照片已撤回或缺失）")).toHaveLength(2);
    expect(Object.keys(partsOf(bytes)).filter((name) => name.startsWith("word/media/"))).toHaveLength(1 + 3);
  });
});

describe("a template that an office edited", () => {
  const page = pageOf("daily", { areas: 2, places: 2 });

  it("works when the word processor cut its signs into runs, in another order", async () => {
    const cut = `<w:p><w:r><w:t>{#镇</w:t></w:r><w:proofErr w:type="spellStart"/><w:r><w:rPr><w:b/></w:rPr><w:t>街</w:t></w:r><w:r><w:t>}</w:t></w:r></w:p>`;
    const text = await by(
      page,
      p("{落", "款", "}：", "{", " 标题 }"),
      cut,
      p("— {镇街", "名} ", "{发现数}"),
      p("{/", "镇街", "}"),
      p("完"),
    );
    const areas = page.facts.areas.map(({ name, found }) => `— ${name} ${found.value}`);
    expect(lines(text)).toEqual([`${page.words.issuer}：${page.title}`, ...areas, "完"]);
  });

  it("may write a loop within a line, and in a table's rows", async () => {
    const cell = (text: string): string => `<w:tc><w:tcPr/>${p(text)}</w:tc>`;
    const table = `<w:tbl><w:tblPr/><w:tblGrid/><w:tr>${cell("{#责任单位}{单位}")}${cell("{发现数}{/责任单位}")}</w:tr></w:tbl>`;
    const text = await by(page, p("{#镇街}{镇街名}、{/镇街}等"), table, p("完"));
    const units = page.facts.units.flatMap(({ name, found }) => [name, String(found.value)]);
    expect(lines(text)).toEqual([`${page.facts.areas.map(({ name }) => `${name}、`).join("")}等`, ...units, "完"]);
  });

  it("begins a page where the word processor broke it after a loop's sign, without an empty page before", async () => {
    const broken = `<w:p><w:r><w:t>{#镇街}</w:t></w:r><w:r><w:br w:type="page"/></w:r></w:p>`;
    const styled = `<w:p><w:pPr><w:pStyle w:val="a"/><w:jc w:val="center"/></w:pPr><w:r><w:t>{镇街名}</w:t></w:r></w:p>`;
    const bytes = await renderBrief(page, templateOf([broken, styled, p("{/镇街}"), p("完")].join("")), noPictures);
    const xml = documentXml(bytes);
    expect(xml).not.toContain("<w:br");
    expect(xml.match(/<w:pStyle w:val="a"\/><w:pageBreakBefore\/><w:jc/g)).toHaveLength(2);
    expect(xml.match(/<w:p[ >]/g)).toHaveLength(3);
  });

  it("keeps two tables apart that only a loop's sign parts", async () => {
    const table = `<w:tbl><w:tblPr/><w:tblGrid/><w:tr><w:tc><w:tcPr/>${p("{镇街名}")}</w:tc></w:tr></w:tbl>`;
    const bytes = await renderBrief(page, templateOf([p("{#镇街}"), table, p("{/镇街}"), p("完")].join("")), noPictures);
    expect(documentXml(bytes)).not.toContain("</w:tbl><w:tbl>");
    expect(documentXml(bytes).match(/<w:tbl>/g)).toHaveLength(2);
  });

  it("drops a table all of whose rows an empty loop took", async () => {
    const table = `<w:tbl><w:tblPr/><w:tblGrid/><w:tr><w:tc>${p("{#红旗}{单位}")}</w:tc><w:tc>${p("x{/红旗}")}</w:tc></w:tr></w:tbl>`;
    const none = withFacts(page, { units: [] });
    const bytes = await renderBrief(none, templateOf(`${table}${p("完")}`), noPictures);
    expect(documentXml(bytes)).not.toContain("w:tbl");
  });
});

const SUMS = fileURLToPath(new URL("./sums.ts", import.meta.url));
const ROOT = fileURLToPath(new URL("../../../../", import.meta.url));

describe("the same input", () => {
  const run = promisify(execFile);
  const sums = async (TZ: string, LANG: string): Promise<string> =>
    (await run(process.execPath, ["--import", "tsx", SUMS], { cwd: ROOT, env: { ...process.env, TZ, LANG } })).stdout;

  it("is the same bytes in another process, time zone and language", async () => {
    const [here, there] = await Promise.all([sums("America/St_Johns", "de_DE"), sums("Asia/Shanghai", "zh_CN.UTF-8")]);
    expect(here).toMatch(/^(\S+ [0-9a-f]{64}\n){8}$/);
    expect(there).toBe(here);
  });

  it("says the page's moment as the time it was made, and every file in it is of 1980", async () => {
    const bytes = await renderBrief(pageOf("daily"), null, noPictures);
    const core = Buffer.from(partsOf(bytes)["docProps/core.xml"] ?? []).toString();
    expect([...core.matchAll(/W3CDTF">([^<]+)/g)].map(([, at]) => at)).toEqual(["2026-11-21T16:00:00Z", "2026-11-21T16:00:00Z"]);
    const signature = Buffer.from([0x50, 0x4b, 1, 2]);
    let entries = 0;
    for (let at = bytes.indexOf(signature); at >= 0; at = bytes.indexOf(signature, at + 4), entries++)
      expect(bytes.readUInt32LE(at + 12)).toBe(0x00210000);
    expect(entries).toBe(Object.keys(partsOf(bytes)).length);
  });

  it("is the same bytes twice in one process, and other facts are other bytes", async () => {
    const sum = (bytes: Buffer): string => createHash("sha256").update(bytes).digest("hex");
    const page = pageOf("notice");
    const [one, two] = [await renderBrief(page, null, noPictures), await renderBrief(page, await ownTemplate("notice"), noPictures)];
    expect(sum(one)).toBe(sum(two));
    expect(sum(await renderBrief(pageOf("notice", { seed: 8 }), null, noPictures))).not.toBe(sum(one));
  });
});
