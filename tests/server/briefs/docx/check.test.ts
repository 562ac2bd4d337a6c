/** Templates of offices, good and hostile: what is wrong is said in words; nothing is thrown, nothing grows without end. */
import fc from "fast-check";
import { strToU8, zipSync } from "fflate";
import { describe, expect, it } from "vitest";
import { checkTemplate, ownTemplate, renderBrief } from "../../../../server/briefs/docx/render.ts";
import { type BriefKind, briefKinds, mostTemplate_bytes, templateFields, templateLoops } from "../../../../server/contract/brief.ts";
import { pageOf } from "./fixture.ts";
import { documentXml, p, partsOf, templateOf, textOf } from "./read.ts";

const kinds = Object.keys(briefKinds) as BriefKind[];
const told = async (bytes: Uint8Array): Promise<string> => {
  const words = await checkTemplate(Buffer.from(bytes), "daily");
  for (const { zh, en } of words) expect(zh !== "" && en !== "").toBe(true);
  return words.map(({ zh }) => zh).join("|");
};
const ofBody = (...body: readonly string[]): Promise<string> => told(templateOf(body.join("")));

describe("a template that can be used", () => {
  it.each(kinds)("is the program's own of a %s, whole or edited", async (kind) => {
    expect(await checkTemplate(await ownTemplate(kind), kind)).toEqual([]);
  });

  it("names any field of the contract, and any of a loop within it", async () => {
    const fields = Object.keys(templateFields).map((name) => p(`{${name}}`));
    const inside = (names: readonly string[], depth: number): string =>
      names
        .map((name) => {
          if (!name.startsWith("#")) return p(`{${name}}`);
          const loop = name.slice(1) as keyof typeof templateLoops;
          return depth > 3 ? "" : [p(`{${name}}`), inside(templateLoops[loop], depth + 1), p(`{/${loop}}`)].join("");
        })
        .join("");
    const all = inside(
      Object.keys(templateLoops).map((name) => `#${name}`),
      0,
    );
    const bytes = templateOf([...fields, all].join(""));
    expect(await told(bytes)).toBe("");
    const page = pageOf("daily", { areas: 1, places: 1 });
    const made = await renderBrief(page, bytes, { map: null, photos: new Map() });
    // Every one of them is known to what fills it, too.
    expect(textOf(made)).not.toMatch(/[{}]|undefined/);
  });

  it("may use a field of the document inside a loop, and a field as a condition", async () => {
    expect(
      await ofBody(
        p(
          "{#镇街}{镇街名}{区县}{/镇街}{#抄送}抄送：{抄送}{/抄送}{#镇街}{#点位}{镇街名}{/}{/}{#交办}{#工作要求段}{段}{/}{/}{#问题}{#责任单位}有{/}{/}",
        ),
      ),
    ).toBe("");
  });
});

describe("a template that cannot be used", () => {
  it.each([
    ["a field nobody knows", p("{标题}{标提}"), /没有字段 \{标提\}/],
    ["a field of a loop outside it", p("{标题}{镇街名}"), /没有字段 \{镇街名\}/],
    ["a loop that is not closed", p("{#镇街}{镇街名}"), /\{#镇街\} 没有结束标记/],
    ["a loop that was not opened", p("{标题}{/镇街}"), /\{\/镇街\} 没有对应的开始标记/],
    ["loops that cross", p("{#镇街}{#点位}{/镇街}{/点位}"), /\{#点位\} 以 \{\/镇街\} 结束/],
    ["a loop that is written as a field", p("{标题}{镇街}"), /是循环，应写作 \{#镇街\}/],
    [
      "all units for each of all problems",
      p("{#问题}{#责任单位}x{/}{/}{#镇街}{#本期单位}{单位}{/}{/}"),
      /\{#本期单位\} 不能放在 \{#镇街\} 里/,
    ],
    ["a loop within itself", p("{#问题}{#问题}x{/}{/}{#分类}{#分类}x{/}{/}"), /\{#分类\} 不能放在/],
    ["a name that every object has", p("{标题}{constructor}{#toString}x{/}"), /没有字段 \{constructor\}.*\{#toString\}/],
    ["more signs than can be read in time", p("{标题}".repeat(5001)), /标记过多/],
    ["a field in the braces of a Chinese keyboard", p("{文号}｛标", "题｝"), /｛标题｝ 要用半角/],
    ["an unknown loop", p("{标题}{#街镇}{/街镇}"), /没有循环或条件 \{#街镇\}/],
    ["a brace that is not closed", p("{标题"), /^\{标题 少一个括号$/],
    ["a field that lacks its second brace, among others that have it", p("{文号}{标", "题") + p("{期间}"), /^\{标题 少一个括号$/],
    ["a brace before another", p("{甲{标题}"), /^\{甲 少一个括号$/],
    ["a field that lacks its first brace", p("{文号}/镇街}"), /镇街\} 少一个括号/],
    ["no field at all", p("通报"), /没有字段/],
  ])("%s is named", async (_what, body, words) => {
    expect(await ofBody(body)).toMatch(words);
  });

  it("is named by the name in two languages", async () => {
    const [word] = await checkTemplate(templateOf(p("{标题}{#何}{/何}")), "daily");
    expect(word).toEqual({ zh: "没有循环或条件 {#何}", en: "There is no loop or condition {#何}." });
  });
});

const notDocx = /不是完好的 DOCX/;

describe("a hostile file", () => {
  it("is told when it is none: empty, text, another archive, cut off", async () => {
    const good = templateOf(p("{标题}"));
    for (const bytes of [Buffer.alloc(0), Buffer.from("PK"), Buffer.from("标题"), Buffer.from(zipSync({ "a.txt": strToU8("a") }))])
      expect(await told(bytes)).toMatch(notDocx);
    expect(await told(good.subarray(0, good.length - 400))).toMatch(notDocx);
    expect(await told(templateOf(p("{标题}</w:t>")))).toMatch(notDocx);
  });

  it("is told when its document is missing", async () => {
    const { "word/document.xml": _gone, ...rest } = partsOf(templateOf(p("{标题}")));
    expect(await told(zipSync({ ...rest }))).toMatch(notDocx);
  });

  it("holds no file whose name leads out of it", async () => {
    for (const name of ["../../evil.txt", "/etc/evil", "word/../../x", "word\\x.xml", "c:x"])
      expect(await told(templateOf(p("{标题}"), { [name]: strToU8("x") })), name).toMatch(notDocx);
  });

  it("is not unpacked beyond what a template takes", async () => {
    const zeros = new Uint8Array(60 * 1024 * 1024);
    const before = process.memoryUsage().arrayBuffers;
    const bomb = templateOf(p("{标题}"), { "word/media/a.bin": zeros });
    expect(bomb.length).toBeLessThan(mostTemplate_bytes);
    expect(await told(bomb)).toMatch(/解开后过大/);
    expect(await told(templateOf(p("{标题}"), { "word/styles.xml": zeros.subarray(0, 7 * 1024 * 1024) }))).toMatch(/解开后过大/);
    expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(400 * 1024 * 1024);
    expect(await told(Buffer.alloc(mostTemplate_bytes + 1))).toMatch(/模板不超过 4 MB/);
  });

  it("declares no entities, holds no macros, and fetches nothing from elsewhere", async () => {
    const bomb = `<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;&a;">]><x>&b;</x>`;
    expect(await told(templateOf(p("{标题}"), { "word/settings.xml": strToU8(bomb) }))).toMatch(notDocx);
    expect(await told(templateOf(p("{标题}"), { "word/vbaProject.bin": strToU8("x") }))).toMatch(/宏/);
    const links = (type: string): Uint8Array =>
      strToU8(
        `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/${type}" Target="http://example.invalid/x" TargetMode="External"/></Relationships>`,
      );
    const withLinks = (type: string) => told(templateOf(p("{标题}"), { "word/_rels/document.xml.rels": links(type) }));
    expect(await withLinks("attachedTemplate")).toMatch(/外部文件/);
    expect(await withLinks("image")).toMatch(/外部文件/);
    expect(await withLinks("hyperlink")).toBe("");
  });

  it("is answered in words whatever its bytes", async () => {
    const any = fc.asyncProperty(fc.uint8Array({ maxLength: 3000 }), async (bytes) => {
      expect(await told(bytes)).not.toBe("");
    });
    await fc.assert(any, { numRuns: 100 });
  });

  it("is answered in words wherever a good one is spoilt", async () => {
    const good = await ownTemplate("daily");
    const spoilt = fc.tuple(fc.nat(good.length - 1), fc.integer({ min: 1, max: 255 }), fc.nat(40));
    await fc.assert(
      fc.asyncProperty(spoilt, async ([at, by, length]) => {
        const bytes = Buffer.from(good);
        for (let i = at; i < Math.min(bytes.length, at + length + 1); i++) bytes[i] = (bytes[i] as number) ^ by;
        expect(Array.isArray(await checkTemplate(bytes, "daily"))).toBe(true);
      }),
      { numRuns: 60 },
    );
  });

  it("is answered in words whatever signs its text holds; what passes can be filled", async () => {
    const sign = fc.constantFrom(
      "{",
      "}",
      "#",
      "/",
      "{#镇街}",
      "{/镇街}",
      "{镇街名}",
      "{标题}",
      "{/}",
      "[",
      "]",
      '{#点位[loopOver: "row"]}',
      "x",
    );
    const page = pageOf("daily", { areas: 2, places: 1 });
    await fc.assert(
      fc.asyncProperty(fc.array(fc.array(sign, { maxLength: 5 }), { maxLength: 5 }), async (paragraphs) => {
        const bytes = templateOf(paragraphs.map((signs) => p(...signs)).join(""));
        if ((await told(bytes)) !== "") return;
        expect(documentXml(await renderBrief(page, bytes, { map: null, photos: new Map() }))).toContain("<w:body");
      }),
      { numRuns: 300 },
    );
  });
});
