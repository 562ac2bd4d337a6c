import { renderToStaticMarkup } from "react-dom/server";
import { describe, expect, it } from "vitest";
import { definitionOf } from "../../../client/api/places.ts";
import { bookOf } from "../../../client/panels/names.ts";
import { Near } from "../../../client/panels/near/Near.tsx";
import { NearestList } from "../../../client/panels/near/NearestList.tsx";
import { Summed } from "../../../client/panels/near/NearSummary.tsx";
import { figureText, ordered, subjectText, tableText } from "../../../client/panels/near/nearText.ts";
import { wantedSites } from "../../../client/panels/near/SitePicker.tsx";
import { AppContext, type Say, useSay } from "../../../client/panels/useApp.ts";
import { noListing } from "../../../client/state/app.ts";
import type { NearQuestion } from "../../../client/state/view.ts";
import { parseGeo } from "../../../server/contract/geo.ts";
import type { SitesLayer, Surroundings } from "../../../server/contract/types.ts";
import { pageAt } from "./state.ts";

const sites = {
  types: ["school", "market"],
  id: [1, 2, 3, 4],
  type: [1, 1, 0, 1],
  name: ["新民农贸市场", "大同农贸市场", "新民小学", "东门农贸市场"],
  key: [1, 0, 0, 0],
  lon: [119_100_000, 119_200_000, 119_100_000, 119_100_000],
  lat: [33_600_000, 33_600_000, 33_600_000, 33_610_000],
} as unknown as SitesLayer;
const place = { kind: "site", type: "market", lon: 119.1, lat: 33.6 } as const;
const alley = { type: "back_alley", kind: "alley" } as const;
const compound = { type: "compound", kind: "compound" } as const;
const answer: Surroundings = {
  clock: "2026-11-21T10:00:00Z",
  within_m: 500,
  all: {
    problems: 212,
    sites: [
      { ...compound, count: 31, length_m: 0 },
      { ...alley, count: 17, length_m: 4203.4 },
    ],
  },
  anchors: [
    { ...place, id: 1, name: "新民农贸市场", problems: 150, sites: [{ ...alley, count: 9, length_m: 2000.2 }] },
    { ...place, id: 2, name: "=大同\t农贸市场", problems: 100, sites: [{ ...compound, count: 31, length_m: 0 }] },
  ],
  anchorsTotal: 2,
};
const near: NearQuestion = { of: [{ site: 1 }, { site: 2 }], within_m: 500 };
const open = { status: ["open"] as const };

const app = (search: string, part = {}) => pageAt(search, { data: { sites }, ...part });
const draw = (panel: React.ReactNode, search = "?status=open") =>
  renderToStaticMarkup(<AppContext value={app(search)}>{panel}</AppContext>);
let said: Say | null = null;
function Listen() {
  said = useSay();
  return null;
}
/** What a panel says in a language. */
function say(lang: "zh" | "en"): Say {
  draw(<Listen />, `?lang=${lang}`);
  if (!said) throw new Error("nothing was drawn");
  return said;
}
const plain = (html: string) => html.replace(/<[^>]+>/g, "");

describe("everything around these", () => {
  it("is one sentence, in both languages, with each figure to open", () => {
    const zh = draw(<Summed answer={answer} near={near} />);
    expect(plain(zh)).toContain("距这 2 个农贸市场 500 米内：未销号问题 212 个、居民小区 31 个、背街小巷 17 条（4.2 千米）。");
    expect(zh.match(/class="near-figure"/g)).toHaveLength(3);
    const en = plain(draw(<Summed answer={answer} near={near} />, "?status=open&lang=en"));
    expect(en.replaceAll("&#x27;", "'")).toContain(
      "Within 500 m of these 2 farmers' markets: 212 open problems, 31 residential compounds, 17 back alleys (4.2 km).",
    );
  });

  it("says that lengths are clipped and each thing counts once, and sums up place by place", () => {
    const text = plain(draw(<Summed answer={answer} near={near} />));
    expect(text).toContain("每项只计一次");
    expect(text).toContain("只算范围以内的部分");
    expect(text).toContain("合计（各计一次）");
    expect(draw(<Summed answer={answer} near={near} />)).toContain('title="在台账中查看：新民农贸市场：未销号问题 150 个"');
  });

  it("is no summary of nothing where there is nothing to ask around", () => {
    expect(draw(<Summed answer={{ ...answer, anchors: [], anchorsTotal: 0 }} near={near} />)).toContain("本区没有这类点位");
  });

  it("says when not every place is listed", () => {
    expect(plain(draw(<Summed answer={{ ...answer, anchorsTotal: 900 }} near={near} />))).toContain("共 900 处");
  });

  it("counts by the word that belongs to the thing, and names what the filter leaves of the problems", () => {
    const zh = say("zh");
    expect(figureText({ key: "river", count: 2, length_m: 980 }, open, zh)).toBe("河段 2 段（980 米）");
    expect(figureText({ key: "school", count: 1, length_m: 0 }, open, zh)).toBe("学校 1 处");
    expect(figureText({ key: "problem", count: 3, length_m: 0 }, { status: ["overdue"] }, zh)).toBe("超期问题 3 个");
    expect(figureText({ key: "back_alley", count: 1, length_m: 0 }, open, say("en"))).toBe("1 back alley");
  });

  it("names what is asked around", () => {
    const [zh, book] = [say("zh"), bookOf(app("").store.get())];
    const type = (id: number) => (id === 3 ? "school" : "market");
    const of = (...anchors: NearQuestion["of"][number][]) => subjectText(anchors, anchors.length, type, book, zh);
    expect(of({ site: 1 })).toBe("新民农贸市场");
    expect(of({ site: 1 }, { site: 3 })).toBe("这 2 处");
    expect(subjectText([{ type: "market" }], 24, type, book, zh)).toBe("全部 24 个农贸市场");
    expect(of({ type: "market" }, { type: "school" })).toBe("农贸市场、学校");
    expect(of({ draw: { kind: "line", points: [] } })).toBe("手绘线");
  });

  it("becomes a table that a spreadsheet takes: plain numbers, metres apart, no formula and no stray tab", () => {
    const text = tableText(answer, near, open, bookOf(app("").store.get()), say("zh"));
    expect(text.split("\n").map((line) => line.split("\t"))).toEqual([
      ["地点", "未销号问题", "居民小区", "背街小巷", "背街小巷（米）"],
      ["新民农贸市场", "150", "0", "9", "2000"],
      ["'=大同 农贸市场", "100", "31", "0", "0"],
      ["合计（各计一次）", "212", "31", "17", "4203"],
    ]);
  });

  it("is sorted by any column", () => {
    const by = (key: "problem" | "compound" | "name", down: boolean) =>
      ordered(answer.anchors, { by: key, down }, say("zh")).map(({ id }) => id);
    expect(by("problem", true)).toEqual([1, 2]);
    expect(by("compound", true)).toEqual([2, 1]);
    expect(by("problem", false)).toEqual([2, 1]);
  });
});

describe("choosing sites", () => {
  const names = (part: Partial<Parameters<typeof wantedSites>[1]>) =>
    wantedSites(sites, { type: "market", text: "", key: false, view: null, ...part })
      .map((row) => sites.id[row])
      .sort();
  it("finds several at once by name or initials, of one type or of any", () => {
    expect(names({})).toEqual([1, 2, 4]);
    expect(names({ text: "新民、大同" })).toEqual([1, 2]);
    expect(names({ text: "xmn dtn" })).toEqual([1, 2]);
    expect(names({ type: "", text: "新民" })).toEqual([1, 3]);
    expect(names({ text: "没有" })).toEqual([]);
  });
  it("keeps to what is key, and to what is in view", () => {
    expect(names({ key: true })).toEqual([1]);
    expect(names({ view: [119.05, 33.55, 119.15, 33.605] })).toEqual([1]);
  });
});

describe("the panel", () => {
  const answered = { ...noListing, state: "ready" as const, total: 763, took_ms: 81 };
  const panel = (search: string) => renderToStaticMarkup(<AppContext value={app(search, { listing: answered })}>{<Near />}</AppContext>);

  it("offers three ways to answer and marks the one that is chosen", () => {
    const html = panel("?status=open&of=market&within=500&panel=near&around=summary");
    expect(html).toMatch(/aria-pressed="true"[^>]*>汇总</);
    for (const word of ["最近", "范围内", "挑选点位", "存为攻坚区域", "转为筛选条件"]) expect(html).toContain(word);
  });

  it("asks no distance of the nearest, and lets one choose what to look for and how many", () => {
    const html = panel("?status=open&of=market&within=500&panel=near&around=closest");
    expect(html).not.toContain("距离（米）");
    expect(html).toMatch(/aria-pressed="true"[^>]*>未销号问题</);
    expect(html).toContain("几个");
  });

  it("shows chosen sites one by one, each to be taken away", () => {
    const html = panel("?status=open&of=site/1,site/2&within=500&panel=near");
    expect(html).toContain('aria-label="去掉 新民农贸市场"');
    expect(html).toContain('aria-label="去掉 大同农贸市场"');
  });

  it("lists the nearest with distances, and links sites to their pages", () => {
    const rows = [
      {
        kind: "site" as const,
        id: 2,
        name: "大同农贸市场",
        type: "market" as const,
        status: null,
        distance_m: 128.4,
        lon: 119,
        lat: 33,
        length_m: 0,
      },
      {
        kind: "problem" as const,
        id: 9,
        name: "占道",
        type: null,
        status: "overdue" as const,
        distance_m: 1240,
        lon: 119,
        lat: 33,
        length_m: 0,
      },
    ];
    const html = draw(<NearestList rows={rows} />);
    expect(plain(html)).toMatch(/128 米.*大同农贸市场.*1.24 千米.*占道/s);
    expect(html.match(/href="\/site\/2"/g)).toHaveLength(1);
  });

  it("keeps surroundings as a definition that the filter's own codec reads", () => {
    const definition = definitionOf(near);
    expect(definition).toBe("within:500:site/1,site/2");
    expect(parseGeo(definition)).toEqual({ op: "within", distance_m: 500, of: near.of });
  });
});
