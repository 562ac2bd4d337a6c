/** The handbook at the table and on paper: contents, sheets as they print, who may change what, what is printed, and how a change is taken back. */
import { renderToStaticMarkup } from "react-dom/server";
import { describe, expect, it } from "vitest";
import { said } from "../../../client/look/say.ts";
import { handbookWords } from "../../../client/look/words/handbook.ts";
import { learn } from "../../../client/look/words.ts";
import { handbookAddress, printAddress, readHandbook } from "../../../client/planner/handbook/address.ts";
import { Contents } from "../../../client/planner/handbook/Contents.tsx";
import { adding, takingBack, without } from "../../../client/planner/handbook/holding.ts";
import { PeoplePane } from "../../../client/planner/handbook/PeoplePane.tsx";
import { canSave, draftOf, freshCode, rulesOf } from "../../../client/planner/handbook/rulesDraft.ts";
import { projectionOf, scaleBar } from "../../../client/planner/handbook/sheet/mapPicture.ts";
import { type Imprint, Sheet } from "../../../client/planner/handbook/sheet/Sheet.tsx";
import { sheetsOf } from "../../../client/planner/handbook/sheet/sheets.ts";
import { aboveOf, changedSince, found, type PageRow, printedOf } from "../../../client/planner/handbook/tree.ts";
import type { HandbookPages, HandbookPost, HandbookRules } from "../../../server/contract/types.ts";
import { pageWith } from "./handbookPages.ts";

learn(handbookWords);
const row = (key: string, parent: string | null, since: number | null, more: Partial<PageRow> = {}): PageRow => ({
  ...{ key, parent, since, class: key.startsWith("site") ? "market" : "zone3", type: key.startsWith("site") ? "market" : null },
  ...{ code: key, name: `页${key}`, gaps: 0, sum: key, ...more },
});
/** zone/1 > zone/11 > (zone/111 > site/1, site/2), zone/12; site/9 lies nowhere. */
const rows = [
  row("zone/1", null, 1, { class: "zone1" }),
  row("zone/11", "zone/1", 2, { class: "zone2", gaps: 3 }),
  row("zone/111", "zone/11", 1),
  row("site/1", "zone/111", null),
  row("site/2", "zone/111", 1),
  row("zone/12", "zone/1", 1, { class: "zone2" }),
  row("site/9", null, 3),
];
const byKey = new Map(rows.map((one) => [one.key, one]));
const keys = (list: readonly PageRow[]) => list.map(({ key }) => key);
const pages: HandbookPages = { day: "2026-11-22", edition: { number: 3, day: "2026-11-20" }, rows, gone: [] };

describe("what is printed", () => {
  it("is everything, one page, a branch, or what changed since an edition", () => {
    expect(printedOf(rows, { what: "all" })).toEqual(rows);
    expect(keys(printedOf(rows, { what: "page", key: "zone/11" }))).toEqual(["zone/11"]);
    expect(keys(printedOf(rows, { what: "under", key: "zone/11" }))).toEqual(["zone/11", "zone/111", "site/1", "site/2"]);
    expect(keys(changedSince(rows, 3))).toEqual(["site/1"]);
    expect(keys(changedSince(rows, 1))).toEqual(["zone/11", "site/1", "site/9"]);
    expect(changedSince(rows, 0)).toHaveLength(rows.length);
  });
  it.each([
    { what: "all" } as const,
    { what: "under", key: "zone/12" } as const,
    { what: "page", key: "site/4" } as const,
    { what: "changed", since: 7 } as const,
  ])("$what reads back from its address", (print) => {
    const url = new URL(printAddress(print), "http://chuangtu.test");
    expect(readHandbook(url.pathname, url.search).print).toEqual(print);
  });
  it("the table's own address reads back, and nonsense is left out", () => {
    for (const view of [{ tab: "pages", page: null } as const, { tab: "gaps", page: "site/4" } as const]) {
      const url = new URL(handbookAddress(view), "http://chuangtu.test");
      expect(readHandbook(url.pathname, url.search)).toEqual({ ...view, print: null });
    }
    expect(readHandbook("/handbook", "?tab=kings&page=zone/0")).toEqual({ tab: "pages", page: null, print: null });
  });
});

describe("contents", () => {
  const draw = (chosen: string) =>
    renderToStaticMarkup(<Contents say={said.zh} pages={pages} byKey={byKey} chosen={chosen} open={() => {}} />);
  it("show the top, with what is missing and what folds open", () => {
    const shown = draw("zone/1");
    expect(shown).toContain("页zone/1");
    expect(shown).toContain("页site/9");
    expect(shown).toContain('aria-label="展开 页zone/1"');
    expect(shown).not.toContain("页zone/12");
  });
  it("know what stands above a page, and find by name and code", () => {
    expect(aboveOf(byKey, "site/1")).toEqual(["zone/111", "zone/11", "zone/1"]);
    expect(keys(found(rows, "页 ZONE/11"))).toEqual(["zone/11", "zone/111"]);
  });
});

const post = (how: HandbookPost["how"], names: readonly string[]): HandbookPost => ({
  ...{ role: "cleaner", name: { zh: "保洁员", en: "cleaner" }, level: 3, needed: true, how },
  from: how === "inherited" ? { key: "zone/9", name: "正谊社区" } : null,
  holders: names.map((name, i) => ({
    id: how === "own" ? i + 1 : null,
    person: i === 0 && how === "own" ? 77 : null,
    name,
    phone: i ? "13900000001" : null,
    unit: null,
    note: null,
    since: null,
  })),
});

describe("posts that are changed", () => {
  it("say who was seen, keep who stays, and can be taken back", () => {
    const before = post("own", ["甲", "乙"]);
    const added = adding("zone/4", before, { name: "丙" });
    expect(added).toEqual({
      target: "zone/4",
      role: "cleaner",
      seen: [1, 2],
      holders: [{ person: 77 }, { name: "乙", phone: "13900000001" }, { name: "丙" }],
    });
    expect(without("zone/4", before, 1).holders).toEqual([{ name: "乙", phone: "13900000001" }]);
    const after = [...before.holders, { ...(before.holders[1] as (typeof before.holders)[number]), id: 9, name: "丙" }];
    expect(takingBack("zone/4", before, after)).toEqual({
      target: "zone/4",
      role: "cleaner",
      seen: [1, 2, 9],
      holders: added.holders.slice(0, 2),
    });
  });
  it("who is from the zone above, or on record, is not entered by adding somebody beside", () => {
    for (const how of ["inherited", "registered"] as const)
      expect(adding("site/4", post(how, ["甲"]), { name: "丙" })).toEqual({
        target: "site/4",
        role: "cleaner",
        seen: [],
        holders: [{ name: "丙" }],
      });
  });
  it("are offered to who may change them alone", () => {
    const page = {
      ...pageWith({ holders: 1, sites: 0, checks: 0, duties: 0, neighbours: 0, words: 1 }),
      posts: [post("own", ["甲"]), { ...post("inherited", ["乙"]), role: "b" }],
    };
    const draw = (may: boolean) => renderToStaticMarkup(<PeoplePane say={said.zh} may={may} page={page} round={0} written={() => {}} />);
    expect(draw(true)).toContain("去掉甲");
    expect(draw(true)).not.toContain("去掉乙");
    expect(draw(true)).toContain("指定保洁员");
    expect(draw(false)).not.toMatch(/去掉|指定/);
    expect(draw(false)).toContain("只读");
    expect(draw(false)).toContain("正谊社区兼管");
  });
});

describe("a sheet of paper", () => {
  const imprint: Imprint = {
    ...{ day: "2026-11-22", district: { zh: "云河区", en: "Yunhe" }, notice: null, attribution: null, mapApproval: "GS(2024)1号" },
    edition: { number: 3, day: "2026-11-20" },
  };
  const page = pageWith({ holders: 30, sites: 120, checks: 40, duties: 30, neighbours: 4, words: 10 });
  const drawn = (since: number | null) =>
    sheetsOf({ ...page, since }, said.zh).map((sheet, i, all) =>
      renderToStaticMarkup(<Sheet sheet={sheet} imprint={imprint} say={said.zh} number={i + 5} total={all.length + 9} />),
    );
  it("bears version, day and number; where it goes on it says so", () => {
    const sheets = drawn(1);
    expect(sheets.length).toBeGreaterThan(2);
    sheets.forEach((text, i) => {
      expect(text).toContain("第 3 版（2026-11-20）");
      expect(text).toContain("2026-11-22");
      expect(text).toContain(`第 ${i + 5} 页 / 共 ${sheets.length + 9} 页`);
      expect(text.includes("（续）")).toBe(i > 0);
      expect(text.includes("<svg")).toBe(i === 0);
    });
    expect(sheets[0]).toContain("GS(2024)1号");
  });
  it("does not call itself an edition when it was changed since", () => {
    expect(drawn(null)[0]).toContain("第 3 版之后修订（未定版）");
    expect(drawn(null)[0]).not.toContain("第 3 版（");
  });
  it("has a map with a round scale that fits it", () => {
    for (let n = 0; n < 60; n++) {
      const half = 0.0004 * 1.15 ** n;
      const projection = projectionOf([119 - half * 1.4, 33 - half, 119 + half * 1.4, 33 + half], 112, 80);
      const bar = scaleBar(projection);
      expect(bar.width).toBeGreaterThan(28 / 2.6);
      expect(bar.width).toBeLessThanOrEqual(28);
      expect(bar.width * projection.metres).toBeCloseTo(bar.metres, 6);
      expect(String(bar.metres)).toMatch(/^[125]0*$/);
      const [x, y] = projection.at(119, 33);
      expect([x, y]).toEqual([expect.closeTo(56, 6), expect.closeTo(40, 6)]);
    }
  });
});

describe("rules as they are typed", () => {
  const rules: Pick<HandbookRules, "roles" | "texts"> = {
    roles: [
      {
        code: "role_2",
        name: { zh: "员", en: "x" },
        applies: ["zone3"],
        level: null,
        needed: true,
        registered: false,
        duties: [{ zh: "一", en: "one" }],
      },
    ],
    texts: [
      {
        about: "zone3",
        checklist: [
          { zh: "净", en: "clean" },
          { zh: "齐", en: "neat" },
        ],
        standard: { zh: "", en: "" },
        reward: { zh: "", en: "" },
      },
    ],
  };
  it("come back as they went in, and are refused while a line has no other language", () => {
    const draft = draftOf(rules);
    expect(rulesOf(draft)).toEqual(rules);
    expect(canSave(draft)).toBe(true);
    const half = { ...draft, texts: draft.texts.map((text) => ({ ...text, checklist: { ...text.checklist, zh: "净\n齐\n亮" } })) };
    expect(canSave(half)).toBe(false);
    expect(canSave({ ...draft, roles: draft.roles.map((role) => ({ ...role, name: { zh: "", en: "x" } })) })).toBe(false);
    expect(freshCode(rules.roles)).toBe("role_3");
  });
});
