/** The shortlist's panel, its keeping in the browser, and its sheet. */
import { renderToStaticMarkup } from "react-dom/server";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { App } from "../../../client/panels/run/app.ts";
import { ListedButton } from "../../../client/panels/shortlist/ListedButton.tsx";
import { addStops, addVisible, followShortlist, setStart, setStops, toggleSelected } from "../../../client/panels/shortlist/list.ts";
import { Shortlist } from "../../../client/panels/shortlist/Shortlist.tsx";
import { StartForm } from "../../../client/panels/shortlist/StartForm.tsx";
import { StopList } from "../../../client/panels/shortlist/StopList.tsx";
import type { Listed } from "../../../client/panels/shortlist/useStops.ts";
import { AppContext } from "../../../client/panels/useApp.ts";
import type { Stop } from "../../../client/state/shortlist.ts";
import type { Me, ProblemsLayer, SitesLayer } from "../../../server/contract/types.ts";
import { pageAt, row } from "./state.ts";

const draw = (app: App, panel: React.ReactNode) => renderToStaticMarkup(<AppContext value={app}>{panel}</AppContext>);
const problem = (id: number): Stop => ({ kind: "problem", id });
const site = (id: number): Stop => ({ kind: "site", id });
const sites = {
  types: ["market"],
  id: [9],
  type: [0],
  name: ["新民农贸市场"],
  unit: [7],
  lon: [119_101_000],
  lat: [33_600_000],
} as unknown as SitesLayer;

describe("the shortlist's panel", () => {
  it("empty, says how to fill it; without a map, that it takes what the question means", () => {
    const html = draw(pageAt("?panel=shortlist"), <Shortlist />);
    for (const text of ["清单还是空的", "快捷", "加入当前结果中的问题"].filter((one) => one !== "快捷")) expect(html).toContain(text);
    expect(draw(pageAt("?panel=shortlist&lang=en", { mapReady: true }), <Shortlist />)).toContain("Add the problems in the picture");
  });

  it("lists sites from their columns, and says over what the way is measured", () => {
    const html = draw(pageAt("?panel=shortlist", { shortlist: [site(9)], data: { sites }, walkFrom: [119.1, 33.6] }), <Shortlist />);
    for (const text of ["1 项", "新民农贸市场", "农贸市场 · 距起点 93 米", "全程 93 米", "直线距离，不是道路距离", "清空"])
      expect(html).toContain(text);
    // A site alone fills no ledger.
    expect(html).toMatch(/disabled=""[^>]*title="清单里只有点位，没有问题"/);
  });

  it("shows each stop's number, status, place and leg, and every way to move it by hand", () => {
    const known = {
      stop: problem(12),
      name: row.title,
      note: `${row.code} · ${row.place}`,
      at: [119.1, 33.6],
      unit: "城管局",
      row,
      gone: false,
    } as const;
    const gone: Listed = { stop: problem(13), name: "问题 13", note: "", at: null, unit: null, row: null, gone: true };
    const html = draw(pageAt(""), <StopList stops={[known, gone]} legs={[null, null]} />);
    for (const text of [
      "超期",
      row.title,
      "淮海南路 12 号",
      "看不到：可能已删除，或不在您的范围内",
      `下移 ${row.title}`,
      `上移 问题 13`,
      "移出 问题 13",
    ])
      expect(html).toContain(text);
    expect(html).toMatch(/disabled=""[^>]*aria-label="上移 东门外占道经营"/);
    expect(html).toMatch(/disabled=""[^>]*aria-label="下移 问题 13"/);
  });

  it("begins at the first, or at a typed place", () => {
    expect(draw(pageAt(""), <StartForm />)).not.toContain("WGS84");
    expect(draw(pageAt("", { walkFrom: [119.12, 33.61] }), <StartForm />)).toContain('value="119.12000,33.61000"');
  });

  it("on a card says whether it is listed, and where", () => {
    expect(draw(pageAt(""), <ListedButton stop={problem(12)} />)).toContain("加入清单");
    expect(draw(pageAt("", { shortlist: [site(12), problem(12)] }), <ListedButton stop={problem(12)} />)).toMatch(
      /aria-pressed="true".*第 2 位/s,
    );
  });
});

describe("what is put on it", () => {
  const columns = {
    count: 3,
    id: [1, 2, 3],
    lon: [119_100_000, 119_110_000, 119_500_000],
    lat: [33_600_000, 33_600_000, 33_600_000],
  } as unknown as ProblemsLayer;
  const inPicture = (part: object = {}) => {
    const app = pageAt("", { data: { problems: columns }, bounds: [119, 33.5, 119.2, 33.7], ...part });
    app.map.current = {} as never;
    return app;
  };

  it("is what the picture shows of the filter, from its middle", () => {
    const app = inPicture();
    addVisible(app);
    expect(app.store.get().shortlist).toEqual([problem(1), problem(2)]);
    expect(app.store.get().toast?.zh).toBe("已加入清单 2 项");
    const filtered = inPicture({ mask: Uint8Array.of(0, 1, 1) });
    addVisible(filtered);
    expect(filtered.store.get().shortlist).toEqual([problem(2)]);
  });

  it("of nothing says that there is nothing, and of too much how much was left", () => {
    const app = inPicture({ mask: Uint8Array.of(0, 0, 1) });
    addVisible(app);
    expect(app.store.get().toast?.zh).toContain("没有符合当前筛选的问题");
    addStops(
      app,
      Array.from({ length: 203 }, (_, i) => problem(i + 1)),
    );
    expect(app.store.get().toast?.zh).toBe("已加入清单 200 项；清单至多 200 项，其余 3 项没有加入");
    addStops(app, [problem(1)]);
    expect(app.store.get().toast?.zh).toBe("已加入清单 0 项，另有 1 项原已在清单中");
  });

  it("by the key is the selection, and off again; a zone is nothing one walks to", () => {
    const app = pageAt("?selected=site/9");
    toggleSelected(app);
    expect(app.store.get().shortlist).toEqual([site(9)]);
    toggleSelected(app);
    expect(app.store.get().shortlist).toEqual([]);
    const zone = pageAt("?selected=zone/9");
    toggleSelected(zone);
    expect(zone.store.get()).toMatchObject({ shortlist: [], toast: { zh: "先选中一个问题或点位，再加入清单" } });
  });
});

describe("kept in the browser", () => {
  const store = new Map<string, string>();
  beforeEach(() => {
    store.clear();
    vi.stubGlobal("localStorage", {
      getItem: (key: string) => store.get(key) ?? null,
      setItem: (key: string, text: string) => store.set(key, text),
    });
  });
  afterEach(() => vi.unstubAllGlobals());
  const me = (id: number) =>
    ({ kind: "person", person: { id, name: "甲", account: "a" }, roles: ["dispatcher"], unit: null }) as unknown as Me;
  const nobody = { ...me(1), kind: "nobody", person: null } as Me;

  it("for each person by themselves: another finds their own, and whoever comes back finds theirs", () => {
    const app = pageAt("", { me: me(1) });
    followShortlist(app);
    setStops(app, [problem(1), site(2)]);
    setStart(app, [119.1, 33.6]);
    app.store.set({ me: nobody });
    expect(app.store.get()).toMatchObject({ shortlist: [], walkFrom: null });
    app.store.set({ me: me(2) });
    expect(app.store.get().shortlist).toEqual([]);
    setStops(app, [problem(5)]);
    app.store.set({ me: me(1) });
    expect(app.store.get()).toMatchObject({ shortlist: [problem(1), site(2)], walkFrom: [119.1, 33.6] });
    const reloaded = pageAt("", { me: me(2) });
    followShortlist(reloaded);
    expect(reloaded.store.get().shortlist).toEqual([problem(5)]);
  });

  it("keeps what was added before anybody was known, after what was there", () => {
    store.set("chuangtu.shortlist.1", '{"stops":["problem/1"],"from":null}');
    const app = pageAt("", { shortlist: [problem(2), problem(1)] });
    followShortlist(app);
    app.store.set({ me: me(1) });
    expect(app.store.get().shortlist).toEqual([problem(1), problem(2)]);
    expect(store.get("chuangtu.shortlist.1")).toContain("problem/2");
  });

  it("a browser that keeps nothing still has a list", () => {
    vi.stubGlobal("localStorage", {
      getItem: () => {
        throw new Error("refused");
      },
      setItem: () => {
        throw new Error("refused");
      },
    });
    const app = pageAt("", { me: me(1) });
    followShortlist(app);
    setStops(app, [problem(1)]);
    expect(app.store.get().shortlist).toEqual([problem(1)]);
  });
});
