import { renderToStaticMarkup } from "react-dom/server";
import { beforeEach, describe, expect, it, vi } from "vitest";
import { drawnOf, editOf, nearAround, ringsOf } from "../../../client/map/question.ts";
import { Chips } from "../../../client/panels/filter/Chips.tsx";
import { RefusedPart } from "../../../client/panels/filter/RefusedPart.tsx";
import { UndoButtons } from "../../../client/panels/filter/UndoButtons.tsx";
import { type App, cameraMoved, changeView, setFilter, takeBack } from "../../../client/panels/run/app.ts";
import { nextAreaTool, takeEdit, takeShape } from "../../../client/panels/run/drawing.ts";
import { AppContext } from "../../../client/panels/useApp.ts";
import { foundZones } from "../../../client/panels/where/places.ts";
import { readShape } from "../../../client/panels/where/TypedShape.tsx";
import { WherePanel } from "../../../client/panels/where/WherePanel.tsx";
import { noListing } from "../../../client/state/app.ts";
import { sameFilter } from "../../../client/state/undo.ts";
import { encodeShape, type Shape } from "../../../server/contract/draw.ts";
import { formatGeo } from "../../../server/contract/geo.ts";
import type { NamedShape, SitesLayer } from "../../../server/contract/types.ts";
import { pageAt } from "./state.ts";

const draw = (app: App, panel: React.ReactNode) => renderToStaticMarkup(<AppContext value={app}>{panel}</AppContext>);
const square: Shape = {
  kind: "area",
  points: [
    [119.1, 33.5],
    [119.2, 33.5],
    [119.2, 33.6],
    [119.1, 33.6],
  ],
};
const geoOf = (app: App) => app.store.get().view.filter.geo.map(formatGeo);
const named = (id: number, definition: string): NamedShape => ({
  id,
  name: `常用${id}`,
  definition,
  campaign: null,
  share: "mine",
  owner: null,
  mine: true,
});

beforeEach(() => {
  vi.stubGlobal("history", { pushState: () => {}, replaceState: () => {} });
  vi.stubGlobal("localStorage", { getItem: () => null, setItem: () => {} });
});

describe("saying where", () => {
  it("offers every way, and without a map what can be typed", () => {
    const html = draw(pageAt("?status=open", { bounds: [119, 33.5, 119.2, 33.7] }), <WherePanel close={() => {}} />);
    for (const word of ["当前视野", "矩形", "套索", "多边形", "点＋半径", "画线＋两侧", "农贸市场", "责任区", "以外", "之外", "常用图形"])
      expect(html).toContain(word);
    const list = draw(pageAt("?list=1"), <WherePanel close={() => {}} />);
    expect(list).not.toContain("套索");
    expect(list).toContain("WGS84");
  });

  it("takes what was drawn for what it was drawn for", () => {
    const app = pageAt("");
    takeShape(app, square, "filter");
    takeShape(app, { kind: "line", points: square.points.slice(0, 2) }, { within_m: 50 });
    expect(geoOf(app)).toEqual([`inside:draw/${encodeShape(square)}`, expect.stringMatching(/^within:50:draw\/l/)]);
    takeShape(app, { kind: "point", points: [[119.1, 33.5]] }, "near");
    expect(app.store.get().view.near?.of).toEqual([{ draw: { kind: "point", points: [[119.1, 33.5]] } }]);
  });

  it("reads shapes that are typed, and says which line is none", () => {
    expect(readShape("rectangle", "119.1,33.5\n119.2 33.6")).toEqual({ shape: square });
    expect(readShape("area", "119.1,33.5\n\nabc")).toEqual({ word: "where.badLine", values: { n: 3, text: "abc" } });
    expect(readShape("line", "119.1,33.5")).toMatchObject({ word: "where.tooFew" });
    expect(readShape("area", "119.1,33.5;119.2,33.5;119.3,33.5")).toMatchObject({ word: "where.noArea" });
    expect(readShape("point", "119.1,33.5\n1,1")).toMatchObject({ word: "where.tooMany" });
    expect(readShape("rectangle", "119.1,33.5\n119.2,33.6\n1,1")).toEqual({ word: "where.twoCorners" });
  });

  it("finds zones by name and by initials, those that begin so first", () => {
    const zone = (id: number, level: number, name: string) => ({ id, level, name, code: "", parent: null }) as never;
    const zones = [zone(1, 0, "测试区"), zone(2, 1, "云门街道"), zone(3, 2, "裕民社区"), zone(4, 3, "大云门网格")];
    const ids = (text: string, level = 1) => foundZones(zones, text, level).map(({ id }) => id);
    expect(ids("")).toEqual([2]);
    expect(ids("ym")).toEqual([2, 3, 4]);
    expect(ids("云门")).toEqual([2, 4]);
    expect(ids("测试")).toEqual([]);
  });

  it("goes through the area tools with one key, and remembers the last", () => {
    const app = pageAt("");
    app.map.current = { draw: () => new Promise(() => {}), cancelDraw: () => {} } as never;
    const tools = [1, 2, 3, 4].map(() => {
      nextAreaTool(app);
      return app.store.get().drawing;
    });
    expect(tools).toEqual(["area", "rectangle", "lasso", "area"]);
    expect(app.store.get().areaTool).toBe("area");
  });
});

describe("a condition of where", () => {
  it("is a chip that can be opened, and tells whether it is", () => {
    const html = draw(pageAt("?status=open&geo=within:500:market&geo=inside:zone/3", { editing: 1 }), <Chips />);
    expect(html.match(/data-clause/g)).toHaveLength(2);
    expect(html).toMatch(/aria-expanded="false">距农贸市场 500 米内/);
    expect(html).toMatch(/aria-expanded="true">责任区 3内/);
  });

  it("is shown under the hand and asked when the hand lets go", () => {
    const app = pageAt(`?geo=within:500:market&geo=inside:draw/${encodeShape(square)}`, { editing: 1 });
    const { filter } = app.store.get().view;
    const moved = { ...square, points: [[119, 33.5], ...square.points.slice(1)] } as Shape;
    takeEdit(app, { shape: moved, distance_m: null }, false);
    expect(app.store.get().view.filter).toBe(filter);
    expect(app.store.get().preview?.geo.map(formatGeo)[1]).toBe(`inside:draw/${encodeShape(moved)}`);
    takeEdit(app, { shape: moved, distance_m: null }, true);
    expect(geoOf(app)).toEqual(["within:500:market", `inside:draw/${encodeShape(moved)}`]);
    expect(app.store.get()).toMatchObject({ preview: null, editing: 1 });
  });

  it("of a view stays a view, of several drawings changes the first alone, of sites its distance", () => {
    const view = pageAt("?geo=inside:view/119.1,33.5,119.2,33.6", { editing: 0 });
    takeEdit(view, { shape: { ...square, points: square.points.map(([x, y]) => [x === 119.2 ? 119.3 : x, y]) }, distance_m: null }, true);
    expect(geoOf(view)).toEqual(["inside:view/119.1,33.5,119.3,33.6"]);
    const two = `draw/${encodeShape(square)}`;
    const more = pageAt(`?geo=within:5:draw/pAA,draw/pCC`, { editing: 0 });
    takeEdit(more, { shape: { kind: "point", points: [[1, 1]] }, distance_m: 9 }, true);
    expect(geoOf(more)).toEqual([`within:9:draw/${encodeShape({ kind: "point", points: [[1, 1]] })},draw/pCC`]);
    const sites = pageAt(`?geo=beyond:500:market,${two}`, { editing: 0 });
    takeEdit(sites, { shape: null, distance_m: 700 }, true);
    expect(geoOf(sites)).toEqual([`beyond:700:market,${two}`]);
  });

  it("is edited no more once one before it is gone", () => {
    const app = pageAt("?geo=within:500:market&geo=inside:zone/3", { editing: 1 });
    const { filter } = app.store.get().view;
    setFilter(app, { ...filter, unit: [7] });
    expect(app.store.get().editing).toBe(1);
    setFilter(app, { ...filter, geo: filter.geo.slice(1) });
    expect(app.store.get().editing).toBeNull();
  });

  it("that names something gone can be taken away by one press, and nothing else with it", () => {
    const failure = { zh: "没有这个责任区（可能已撤销）", en: "no such zone" };
    const listing = { ...noListing, state: "failed" as const, failure, refused: { parameter: "geo", value: "99" } };
    const html = draw(pageAt("?geo=inside:zone/3,zone/99&status=open", { listing }), <RefusedPart />);
    expect(html).toContain(failure.zh);
    expect(html).toContain("去掉“责任区 99内”");
    expect(draw(pageAt("?status=open", { listing: { ...listing, refused: null } }), <RefusedPart />)).toBe("");
    expect(draw(pageAt("?status=open", { listing }), <RefusedPart />)).toContain("清除全部");
  });
});

describe("what is drawn of a question", () => {
  const sites = {
    id: [1, 2, 3],
    types: ["market", "school"],
    type: [0, 0, 1],
    lon: [119_100_000, 119_500_000, 119_200_000],
    lat: [33_500_000, 33_500_000, 33_600_000],
  } as unknown as SitesLayer;
  const shapes = [named(3, `draw/${encodeShape(square)}`), named(4, "within:300:market,site/3"), named(5, "what a later server says")];
  const of = (search: string, editing: number | null = null) => drawnOf(pageAt(search).store.get().view.filter.geo, shapes, editing);
  const label = (n: number) => `${n} m`;

  it("are its drawings, views, zones, and named shapes as what they stand for", () => {
    expect(of(`?geo=inside:draw/${encodeShape(square)}&geo=outside:view/119.1,33.5,119.2,33.6`).shapes).toEqual([square, square]);
    expect(of("?geo=inside:zone/7,shape/3&geo=beyond:50:zone/8")).toMatchObject({ shapes: [square], zones: [7, 8] });
    expect(of("?geo=inside:shape/4").around).toEqual([{ distance_m: 300, of: [{ type: "market" }, { site: 3 }] }]);
    expect(of("?geo=inside:shape/5,shape/9&geo=inside:shape/5").shapes).toEqual([]);
  });
  it("are rings around every site, once each", () => {
    const rings = ringsOf(of("?geo=within:500:market,site/3&geo=within:100:shape/3").around, null, [], sites, label);
    expect(rings.map(({ kind, id, distance_m }) => [kind, id, distance_m])).toEqual([
      ["site", 3, 500],
      ["site", 1, 500],
      ["site", 2, 500],
      ["draw", 0, 100],
    ]);
    const near = { of: [{ site: 3 }], within_m: 500 };
    const anchors = [{ kind: "site" as const, id: 3, type: null, name: "", lon: 0, lat: 0, count: 1 }];
    expect(ringsOf(nearAround(near), near, anchors, sites, label)).toHaveLength(1);
  });
  it("leave what is under the hand to the hand", () => {
    const search = `?geo=within:500:market&geo=inside:draw/${encodeShape(square)}`;
    expect(of(search, 1).shapes).toEqual([]);
    const { filter } = pageAt(search).store.get().view;
    expect(editOf(filter, 1, sites, [119, 33])).toEqual({ shape: square, distance_m: null });
    expect(editOf(filter, 0, sites, [119.49, 33.5])).toEqual({ shape: null, distance_m: 500, around: { kind: "site", id: 2 } });
    expect(editOf(filter, null, sites, [119, 33])).toBeNull();
    expect(editOf(pageAt("?geo=inside:zone/3").store.get().view.filter, 0, sites, [119, 33])).toBeNull();
  });
});

describe("going back", () => {
  it("takes back a movement of the map, then the filter, and says which", () => {
    const app = pageAt("?status=open");
    const places: unknown[] = [];
    app.map.current = { goTo: (target: unknown) => places.push(target) } as never;
    const camera = { lon: 119.1, lat: 33.6, zoom: 12 };
    cameraMoved(app, camera, false);
    expect(app.store.get().undo.past).toEqual([]);
    const { filter } = app.store.get().view;
    setFilter(app, { ...filter, unit: [7] });
    cameraMoved(app, { ...camera, lon: 119.2 }, true);
    expect(draw(app, <UndoButtons />)).toContain("撤销：平移地图");
    takeBack(app, "undo");
    expect(places).toEqual([camera]);
    expect(draw(app, <UndoButtons />)).toContain("撤销：加上“城管局”");
    takeBack(app, "undo");
    expect(sameFilter(app.store.get().view.filter, filter)).toBe(true);
    expect(draw(app, <UndoButtons />)).toContain("重做：加上“城管局”");
    changeView(app, { panel: "near" });
    expect(app.store.get().undo.future).toHaveLength(2);
    changeView(app, { near: { of: [{ type: "market" }], within_m: 500 } });
    expect(draw(app, <UndoButtons />)).toContain("撤销：周边查询");
    expect(app.store.get().undo.future).toEqual([]);
  });
});
