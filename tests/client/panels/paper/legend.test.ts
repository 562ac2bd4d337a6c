/** The legend lists what the sheet shows and nothing else; the facts say what the sheet is. */
import { describe, expect, it } from "vitest";
import { said } from "../../../../client/look/say.ts";
import { mapWords } from "../../../../client/look/words/map.ts";
import { takeOutWords } from "../../../../client/look/words/takeOut.ts";
import { learn } from "../../../../client/look/words.ts";
import { factsOf, titleOf } from "../../../../client/panels/paper/facts.ts";
import { legendOf, problemsIn } from "../../../../client/panels/paper/legend.ts";
import { paperScene } from "../../../../client/panels/paper/scene.ts";
import type { AppState } from "../../../../client/state/app.ts";
import { emptyFilter } from "../../../../server/contract/filter.ts";
import type { BaseLayer, ProblemsLayer, SitesLayer } from "../../../../server/contract/types.ts";
import { problemStates } from "../../../../server/contract/vocabulary.ts";
import { pageAt } from "../state.ts";

learn(mapWords);
learn(takeOutWords);

const states = Object.keys(problemStates);
const clock = 1_000_000;
/** Two in the picture (one overdue, one closed and masked out), one outside it. */
const problems = {
  count: 3,
  id: [1, 2, 3],
  states,
  state: [states.indexOf("handling"), states.indexOf("closed"), states.indexOf("handling")],
  lon: [119_100_000, 119_101_000, 119_900_000],
  lat: [33_600_000, 33_601_000, 33_600_000],
  due: [clock - 10, 0, clock + 100],
  nearlyDue: [0, 0, 0],
} as unknown as ProblemsLayer;
const sites = {
  count: 2,
  types: ["market", "school"],
  type: [0, 1],
  id: [1, 2],
  lon: [119_100_000, 119_900_000],
  lat: [33_600_000, 33_600_000],
  geometry: [null, null],
} as unknown as SitesLayer;
/** A road through the picture whose ends both lie outside, and water elsewhere. */
const base = {
  count: 2,
  classes: ["arterial", "water"],
  class: [0, 1],
  lon: [119_100_000, 120_000_000],
  lat: [33_600_000, 34_000_000],
  geometry: [
    { l: [[118_000_000, 33_600_000, 2_000_000, 0]] },
    { a: [[[120_000_000, 34_000_000, 10_000, 0, 0, 10_000, -10_000, -10_000]]] },
  ],
} as unknown as BaseLayer;
const bounds = [119, 33.5, 119.2, 33.7] as const;
const mask = new Uint8Array([1, 0, 1]);

const stateAt = (search: string, part: Partial<AppState> = {}): AppState =>
  pageAt(search, { data: { problems, sites, base }, mask, clock, ...part }).store.get();
const wordsOf = (state: AppState, zoom = 14) =>
  Object.fromEntries(
    legendOf(paperScene(state, said.zh), bounds, zoom).map(({ id, lines }) => [
      id,
      lines.map(({ label, n }) => (n === null ? label.zh : `${label.zh} ${n}`)),
    ]),
  );

describe("the legend of a sheet", () => {
  it("has the statuses, sites and roads that are on it, with the problems counted", () => {
    expect(wordsOf(stateAt("?status=open"))).toEqual({
      problems: ["超期 1"],
      heat: ["每公顷未销号问题（250 米范围内平滑）"],
      sites: ["农贸市场"],
      base: ["主干道"],
    });
  });

  it("explains the ring with a number where there can be one", () => {
    expect(wordsOf(stateAt("", { mask: null })).problems?.at(-1)).toBe("多个问题及其个数");
  });

  it("leaves out layers that are off, and what the sheet's scale does not show", () => {
    expect(wordsOf(stateAt("?layers=markets,baseRoads"))).toEqual({ sites: ["农贸市场"], base: ["主干道"] });
    expect(wordsOf(stateAt("?layers=baseRoads"), 7)).toEqual({});
  });

  it("names rings and shapes only when a question draws them, and never what is selected", () => {
    expect(wordsOf(stateAt("?geo=within:500:market")).analysis).toEqual(["距离圈"]);
    expect(wordsOf(stateAt("?selected=problem/1")).analysis).toBeUndefined();
  });

  it("has ground that the whole picture lies in, and not a border that only goes around it", () => {
    const square = [[118_000_000, 33_000_000, 2_000_000, 0, 0, 1_000_000, -2_000_000, 0, 0, -1_000_000]];
    const around = { ...base, classes: ["district", "built"], geometry: [{ a: [square] }, { a: [square] }] } as unknown as BaseLayer;
    const state = stateAt("?layers=district,baseGround", { data: { problems, sites, base: around } });
    expect(wordsOf(state)).toEqual({ base: ["建成区"] });
    const edge = [119.9, 33.5, 120.1, 33.7] as const;
    expect(legendOf(paperScene(state, said.zh), edge, 14).flatMap(({ lines }) => lines.map(({ label }) => label.zh))).toEqual([
      "区界",
      "建成区",
    ]);
  });

  it("counts what the scene lights", () => {
    expect([...problemsIn(paperScene(stateAt(""), said.zh), bounds)]).toEqual([["overdue", 1]]);
    expect([...problemsIn(paperScene(stateAt("", { mask: null }), said.zh), bounds)].length).toBe(2);
  });
});

describe("the scene of a sheet", () => {
  it("is the desk's in the light, without the pointer and the selection", () => {
    const scene = paperScene(stateAt("?theme=dark&selected=problem/1", { hovered: { kind: "problem", id: 1 } }), said.zh);
    expect(scene).toMatchObject({ theme: "light", hovered: null, selected: null, mask });
  });
});

describe("what a sheet says of itself", () => {
  it("is named after its question, in both languages, while that is short", () => {
    expect(titleOf(stateAt("?status=open"), said.zh)).toBe("测试区未销号问题分布图");
    expect(titleOf(stateAt("?status=open"), said.en)).toBe("Test District: problems, open");
    expect(titleOf(stateAt("?unit=7&status=open&q=abcdefghijklmnopqrstuvwxyz"), said.zh)).toBe("测试区问题分布图");
  });

  it("says plainly that there is no approval number, and that the data is made up", () => {
    const facts = factsOf(stateAt("?status=open"), said.zh, 1, clock);
    expect(facts).toMatchObject({ approval: "未标注审图号，仅供内部使用", approved: false, madeUp: "演示用虚构数据" });
    expect(facts.question).toBe("筛选：未销号　图内 1 个问题");
    expect(facts.crs).toContain("EPSG:4326");
    // Closed long ago: no question means them too, the map draws the working set.
    const since = "2026-08-24T00:00:00Z";
    const at = (query: string, total: number) => {
      const state = stateAt(query);
      return {
        ...state,
        data: { problems: { ...problems, since } },
        mask: null,
        listing: { ...state.listing, state: "ready" as const, total },
      };
    };
    const nothing = at("", 9);
    const plain = { ...nothing, view: { ...nothing.view, filter: emptyFilter } };
    expect(factsOf(plain, said.zh, 2, clock).question).toContain("（图上只有未销号的，和 2026-08-24 以后办结的）");
    // Asked for, they are drawn from the server's tiles.
    expect(factsOf(at("?status=open,closed", 9), said.zh, 2, clock).question).toBe("筛选：未销号、已销号　共 9 个问题，图内 2 个");
    const state = stateAt("");
    const district = state.district && { ...state.district, madeUp: false, mapApproval: "GS(2026)1号", attribution: "测绘院" };
    expect(factsOf({ ...state, district }, said.zh, 1, clock)).toMatchObject({
      approved: true,
      approval: "审图号 GS(2026)1号",
      madeUp: null,
      source: "底图与数据：测绘院",
    });
  });

  it("of the past, says of when", () => {
    const at = "2026-11-20T08:00:00+08:00";
    expect(factsOf(stateAt(`?at=${encodeURIComponent(at)}`), said.zh, 0, clock).asOf).toBe("数据为 2026-11-20 08:00 时的状况");
  });
});
