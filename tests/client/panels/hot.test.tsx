import { renderToStaticMarkup } from "react-dom/server";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { hotWords } from "../../../client/look/words/hot.ts";
import { learn } from "../../../client/look/words.ts";
import { CellList, significant } from "../../../client/panels/hot/CellList.tsx";
import { ClusterList } from "../../../client/panels/hot/ClusterList.tsx";
import { HotPanel } from "../../../client/panels/hot/HotPanel.tsx";
import { askFor, keepHot, openFromMap } from "../../../client/panels/hot/keep.ts";
import { boundsOf, cellFilter, clusterFilter } from "../../../client/panels/hot/open.ts";
import { type App, setFilter } from "../../../client/panels/run/app.ts";
import { AppContext } from "../../../client/panels/useApp.ts";
import { defaultHot } from "../../../client/state/hot.ts";
import { emptyFilter, formatFilter } from "../../../server/contract/filter.ts";
import { formatGeo } from "../../../server/contract/geo.ts";
import { clusters, hexagons } from "../map/support/hotPictures.ts";
import { pageAt } from "./state.ts";

learn(hotWords);

const draw = (app: App, panel: React.ReactNode) => renderToStaticMarkup(<AppContext value={app}>{panel}</AppContext>);
const first = clusters.clusters[0] as (typeof clusters)["clusters"][number];
const settled = () => vi.advanceTimersByTimeAsync(0);

describe("what opens", () => {
  const of = { ...emptyFilter, unit: [7], at: "2026-11-20T08:00+08:00" };
  it("is exactly the cluster's problems, as of the same moment", () => {
    expect(formatFilter(clusterFilter(of, first)).map(([name]) => name)).toEqual(["problem", "at"]);
    expect(clusterFilter(of, first).problem).toEqual(first.ids);
  });
  it("is the outline of a cluster with more than can be named, within the filter", () => {
    const outline = { geo: "inside:view/119,33,119.1,33.1", count: 1400 };
    const filter = clusterFilter(of, { ...first, outline });
    expect(filter.unit).toEqual([7]);
    expect(filter.geo.map(formatGeo)).toEqual([outline.geo]);
  });
  it("is the filter's problems in a cell", () => {
    const [clause] = cellFilter(of, hexagons, 0).geo;
    expect(clause && formatGeo(clause)).toMatch(/^inside:draw\/a/);
    expect(cellFilter(of, hexagons, 0).unit).toEqual([7]);
  });
  it("is gone to with a little room", () => {
    const [w, s, e, n] = boundsOf({ kind: "clusters", answer: clusters, chosen: null }, 2) ?? [0, 0, 0, 0];
    expect([w < 119.1, s < 33.6, e > 119.1, n > 33.6]).toEqual([true, true, true, true]);
    expect(boundsOf({ kind: "hexagons", answer: hexagons }, 3)).toBeNull();
  });
});

describe("lists", () => {
  it("of clusters tell count, span, since when, how often again, months in a row and what", () => {
    const html = draw(pageAt(""), <ClusterList answer={clusters} chosen={0} />);
    for (const text of [
      "3 个聚集区，含 49 个问题；零散 11 个，共 60 个",
      "占道经营 30",
      "0999 12",
      "180 米",
      "首次发现 2026-05-04",
      "连续 3 个月",
      "28.6%",
    ])
      expect(html).toContain(text);
    expect(html).toMatch(/class="hot-row chosen" aria-current="true"/);
  });
  it("tell no problems from no clusters", () => {
    const none = { ...clusters, clusters: [], clustersTotal: 0, scattered: 60 };
    expect(draw(pageAt(""), <ClusterList answer={none} chosen={null} />)).toMatch(/没有聚集区.*60 个问题都是零散的/s);
    expect(draw(pageAt(""), <ClusterList answer={{ ...none, total: 0 }} chosen={null} />)).toContain("当前条件没有问题");
  });
  it("of cells put the surest first, with the classes, the edges, the empty and the control in words", () => {
    const many = { level: [1, 3, 0, -3, -1, 2], z: [2, 5, 0, -6, -2, 3] };
    expect([significant(many, 1), significant(many, -1)]).toEqual([
      [1, 5, 0],
      [3, 4],
    ]);
    const html = draw(pageAt(""), <CellList answer={hexagons} />);
    for (const text of [
      "显著热区 1 格，冷区 1 格；共 3 格",
      "纯属偶然的可能不到 1%",
      "边缘格网 2 个",
      "无问题格网 1 个，按 0 计",
      "错误发现率",
      "1 个问题不在任何格网内",
    ])
      expect(html).toContain(text);
    expect(draw(pageAt(""), <CellList answer={{ ...hexagons, level: [0, 0, 0] }} />)).toContain("没有显著的热区或冷区");
  });
  it("speak English throughout", () => {
    const app = pageAt("?lang=en");
    const said = draw(app, <CellList answer={hexagons} />) + draw(app, <ClusterList answer={clusters} chosen={null} />);
    expect(said.replaceAll("；", "")).not.toMatch(/[\u4e00-\u9fff]/);
  });
});

describe("the keeper", () => {
  let asked: string[] = [];
  let fails = false;
  beforeEach(() => {
    asked = [];
    fails = false;
    vi.useFakeTimers();
    vi.stubGlobal("history", { pushState: () => {}, replaceState: () => {} });
    vi.stubGlobal("fetch", async (path: string) => {
      asked.push(path);
      const refusal = { type: "about:blank", title: "too many", status: 422, detail: "narrow it", detail_zh: "请缩小范围" };
      const body = fails ? refusal : path.includes("hotSpots") ? hexagons : clusters;
      return new Response(JSON.stringify(body), { status: fails ? 422 : 200, headers: { "content-type": "application/json" } });
    });
  });
  afterEach(() => {
    vi.useRealTimers();
    vi.unstubAllGlobals();
  });

  it("asks with the filter, once a question, and puts the picture on the map", async () => {
    const app = pageAt("?status=open&hot=clusters:80:5");
    const { kept } = keepHot(app);
    await settled();
    expect(asked).toEqual(["/api/problems/clusters?status=open&within=80&least=5"]);
    expect(kept.get().state).toBe("ready");
    expect(app.store.get().data.hot).toMatchObject({ kind: "clusters", chosen: null });
    app.store.set({ hovered: { kind: "problem", id: 1 } });
    askFor(app, defaultHot.hexagons);
    await settled();
    expect(asked[1]).toBe("/api/problems/hotSpots?status=open&cell=300");
    askFor(app, null);
    expect(app.store.get().data.hot).toBeUndefined();
  });
  it("keeps the picture while it shows the rows of one cluster, and asks anew when the filter is another", async () => {
    const app = pageAt("?status=open&hot=clusters:80:5&panel=hot");
    const keeper = keepHot(app);
    await settled();
    keeper.open(0);
    await settled();
    expect(app.store.get().view).toMatchObject({ panel: "ledger", near: null, filter: { problem: first.ids, status: [] } });
    expect(app.store.get().data.hot).toMatchObject({ chosen: 0 });
    expect(asked).toHaveLength(1);
    keeper.leave();
    await settled();
    expect(app.store.get().view.filter).toMatchObject({ status: ["open"], problem: [] });
    expect(app.store.get().data.hot).toMatchObject({ chosen: null });
    expect(asked).toHaveLength(1);
    setFilter(app, { ...emptyFilter, status: ["overdue"] });
    await settled();
    expect(asked[1]).toContain("status=overdue");
  });
  it("asks again some time after a change, not at each, and waits while the past is played", async () => {
    const app = pageAt("?hot=clusters:80:5");
    keepHot(app);
    await settled();
    for (let turn = 1; turn <= 5; turn++) app.store.set({ live: { ...app.store.get().live, turn } });
    await vi.advanceTimersByTimeAsync(5_000);
    expect(asked).toHaveLength(1);
    await vi.advanceTimersByTimeAsync(20_000);
    expect(asked).toHaveLength(2);
    app.store.set({ playing: true });
    setFilter(app, { ...emptyFilter, unit: [7] });
    await settled();
    expect(asked).toHaveLength(2);
    app.store.set({ playing: false });
    await settled();
    expect(asked).toHaveLength(3);
  });
  it("takes the picture away when it is refused, and says the server's words", async () => {
    const app = pageAt("?hot=clusters:80:5");
    const { kept } = keepHot(app);
    await settled();
    fails = true;
    setFilter(app, { ...emptyFilter, unit: [7] });
    await settled();
    expect(kept.get()).toMatchObject({ state: "failed", failure: { zh: "请缩小范围", en: "narrow it" } });
    expect(app.store.get().data.hot).toBeUndefined();
    expect(draw(app, <HotPanel />)).toMatch(/role="alert".*请缩小范围/s);
  });
  it("opens nothing of a cell that chance explains", async () => {
    const app = pageAt("?hot=hexagons:300");
    keepHot(app);
    await settled();
    openFromMap(app, 1);
    expect(app.store.get().view.filter.geo).toEqual([]);
    openFromMap(app, 0);
    expect(app.store.get().view.filter.geo).toHaveLength(1);
  });
});

describe("the panel", () => {
  it("explains the two methods before one is chosen, and offers repeats", () => {
    const html = draw(pageAt("?panel=hot"), <HotPanel />);
    for (const text of ["聚集区", "显著热区", "反弹热点", "销号后（天）"]) expect(html).toContain(text);
    expect(html).not.toContain("清除");
  });
});
