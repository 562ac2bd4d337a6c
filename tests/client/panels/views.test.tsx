/** Saved views: what a row says, what opening one does, and links to what one looks at. */
import { renderToStaticMarkup } from "react-dom/server";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { App } from "../../../client/panels/run/app.ts";
import { AppContext } from "../../../client/panels/useApp.ts";
import { hasCamera, keepView, openedOf, openView, updateView } from "../../../client/panels/views/acts.ts";
import { longest, shareOf } from "../../../client/panels/views/link.ts";
import { openLink } from "../../../client/panels/views/openLink.ts";
import { ViewForm } from "../../../client/panels/views/ViewForm.tsx";
import { ViewRow } from "../../../client/panels/views/ViewRow.tsx";
import { ViewsMenu } from "../../../client/panels/views/ViewsMenu.tsx";
import type { AppState } from "../../../client/state/app.ts";
import { askedBy } from "../../../client/state/keptView.ts";
import type { Me, SavedView } from "../../../server/contract/types.ts";
import { pageAt } from "./state.ts";

const draw = (app: App, panel: React.ReactNode) => renderToStaticMarkup(<AppContext value={app}>{panel}</AppContext>);
const view = (part: Partial<SavedView> = {}): SavedView => ({
  id: 3,
  name: "市场周边超期",
  query: "?status=overdue&geo=within:300:market",
  share: "all",
  owner: "张三",
  mine: true,
  ...part,
});
const nothing = () => {};
const rowOf = (one: SavedView, state: "open" | "changed" | null = null, part: Partial<AppState> = {}) =>
  draw(pageAt("", part), <ViewRow view={one} state={state} opened={nothing} took={nothing} />);

/** What was asked of the server, and what it answers. */
let asked: { path: string; body: unknown }[] = [];
let answers: (path: string) => { status?: number; body: object };
beforeEach(() => {
  asked = [];
  answers = () => ({ body: {} });
  vi.stubGlobal("history", { pushState: vi.fn(), replaceState: vi.fn() });
  vi.stubGlobal("location", { origin: "https://map.example", pathname: "/", search: "", hash: "" });
  vi.stubGlobal("fetch", async (path: string, init?: RequestInit) => {
    asked.push({ path, body: init?.body ? JSON.parse(String(init.body)) : null });
    const { status = 200, body } = answers(path);
    return new Response(JSON.stringify(body), { status });
  });
});
afterEach(() => vi.unstubAllGlobals());

describe("a saved view's row", () => {
  it("says its name, what it asks, whose it is, and whether one is at it", () => {
    const html = rowOf(view());
    for (const text of ["市场周边超期", "超期 · 距农贸市场 300 米内", "张三 保存"]) expect(html).toContain(text);
    expect(html).not.toContain("已打开");
    expect(rowOf(view(), "open")).toContain("已打开");
    expect(rowOf(view(), "changed")).toContain("已改动");
    expect(rowOf(view({ share: "mine" }))).not.toContain("张三");
  });

  it("offers to change it only to who may", () => {
    expect(rowOf(view())).toContain("更多操作");
    expect(rowOf(view({ mine: false }))).not.toContain("更多操作");
  });

  it("of what cannot be read any more names the part, and gives no number", () => {
    const html = rowOf(view({ query: "?status=opne" }));
    expect(html).toMatch(/已不能这样查：.*（status=opne）/);
    expect(html).not.toContain("view-count");
  });

  it("counts nothing by itself that the server must be asked", () => {
    expect(rowOf(view())).toContain('aria-label="正在计数"');
  });
});

describe("the menu", () => {
  it("is one button until it is opened, and asks nothing", () => {
    const html = draw(pageAt(""), <ViewsMenu />);
    expect(html).toContain("视图");
    expect(html).toContain('aria-expanded="false"');
    expect(asked).toEqual([]);
  });

  it("asks for a name and who sees it; one without an office cannot share with it", () => {
    const form = (unit: number | null) =>
      draw(
        pageAt("", { me: { kind: "person", unit, roles: [] } as unknown as Me }),
        <ViewForm first={{ name: "", share: "mine", camera: false }} leave={nothing} send={async () => {}} />,
      );
    for (const text of ["名称", "仅自己", "本单位", "全区", "连同地图位置一起保存"]) expect(form(7)).toContain(text);
    expect(form(7)).not.toContain("您没有所属单位");
    expect(form(null)).toContain("您没有所属单位");
  });
});

describe("opening a view", () => {
  it("asks what it asks, keeps the reader's language, theme and selection's absence, and can be taken back", () => {
    const app = pageAt("?status=open&lang=en&theme=light&sort=id");
    const opened = openView(
      app,
      view({ query: "?status=overdue&geo=within:300:market&of=river&within=50&sort=deadline&layers=problems&panel=near" }),
    );
    const { view: now, undo } = app.store.get();
    expect(now).toMatchObject({
      lang: "en",
      theme: "light",
      sort: "deadline",
      layers: ["problems"],
      panel: "near",
      near: { within_m: 50 },
    });
    expect(now.filter.status).toEqual(["overdue"]);
    expect(opened.asked).toBe(askedBy(now));
    expect(undo.past.length).toBe(1);
  });

  it("goes where it was kept, and stays where one is when it was kept without a place", () => {
    const app = pageAt("");
    const goTo = vi.fn();
    app.map.current = { goTo } as never;
    openView(app, view());
    expect(goTo).not.toHaveBeenCalled();
    openView(app, view({ query: "?status=open#map=119.1,33.6,14" }));
    expect(goTo).toHaveBeenCalledWith({ lon: 119.1, lat: 33.6, zoom: 14 });
  });

  it("with a part that cannot be read opens the rest and says so", () => {
    const app = pageAt("");
    openView(app, view({ query: "?status=opne&sort=deadline" }));
    expect(app.store.get()).toMatchObject({ faults: [{ parameter: "status" }], view: { sort: "deadline" } });
    expect(app.store.get().toast?.zh).toContain("市场周边超期");
  });
});

describe("keeping a view", () => {
  it("sends what is asked now, with the camera only when wanted", async () => {
    const app = pageAt("?status=overdue&lang=en&selected=problem/12");
    app.store.set({ view: { ...app.store.get().view, map: { lon: 119.1, lat: 33.6, zoom: 14 } } });
    answers = () => ({ body: view() });
    await keepView(app, { name: "甲", share: "mine", camera: false });
    await keepView(app, { name: "乙", share: "all", camera: true });
    expect(asked).toEqual([
      { path: "/api/views", body: { name: "甲", share: "mine", query: "?status=overdue" } },
      { path: "/api/views", body: { name: "乙", share: "all", query: "?status=overdue#map=119.1,33.6,14" } },
    ]);
  });

  it("updated to the present, has a camera when it had one", async () => {
    const app = pageAt("?status=closed");
    app.store.set({ view: { ...app.store.get().view, map: { lon: 119.2, lat: 33.7, zoom: 12 } } });
    answers = () => ({ body: view() });
    await updateView(app, view());
    await updateView(app, view({ query: "#map=119.1,33.6,14" }));
    expect(asked.map(({ body }) => body)).toEqual([{ query: "?status=closed" }, { query: "?status=closed#map=119.2,33.7,12" }]);
    expect([hasCamera(view()), hasCamera(view({ query: "#map=119.1,33.6,14" }))]).toEqual([false, true]);
    expect(openedOf(view()).id).toBe(3);
  });
});

describe("a link to what one looks at", () => {
  const place = { origin: "https://map.example", pathname: "/desk" };
  it("is the whole address while that is short", async () => {
    const { view: now } = pageAt("?status=overdue").store.get();
    expect(await shareOf(now, place)).toEqual({ url: "https://map.example/desk?status=overdue", shortened: null });
    expect(asked).toEqual([]);
  });

  it("is a short one when the address is long, and says how long it was", async () => {
    answers = () => ({ body: { code: "abcdEF12", query: "" } });
    const long = `?status=open&geo=within:50:${Array.from({ length: 180 }, (_, i) => `site/${10_000 + i}`).join(",")}`;
    const { view: now } = pageAt(long).store.get();
    const { url, shortened } = await shareOf(now, place);
    expect(url).toBe("https://map.example/?link=abcdEF12");
    expect(shortened).toBe(place.origin.length + place.pathname.length + long.length);
    expect(shortened).toBeGreaterThan(longest);
    expect(asked).toEqual([{ path: "/api/links", body: { query: long } }]);
  });
});

describe("opening a short link", () => {
  /** The address bar of a browser. */
  const addressed = () =>
    vi.stubGlobal("history", {
      replaceState: (_: unknown, __: string, to: string) => {
        const { pathname, search, hash } = new URL(to, "https://map.example");
        vi.stubGlobal("location", { origin: "https://map.example", pathname, search, hash });
      },
    });

  it("restores the view and puts the real address there", async () => {
    addressed();
    answers = () => ({ body: { code: "abcdEF12", query: "?status=overdue&sort=deadline#map=119.1,33.6,14" } });
    const app = pageAt("");
    await openLink(app, "abcdEF12");
    expect(asked[0]?.path).toBe("/api/links?code=abcdEF12");
    expect(app.store.get().view).toMatchObject({
      filter: { status: ["overdue"] },
      sort: "deadline",
      map: { lon: 119.1, lat: 33.6, zoom: 14 },
    });
    expect(location.search + location.hash).toBe("?status=overdue&sort=deadline#map=119.1,33.6,14");
  });

  it("says of an unknown code that there is none, and opens as a bare address does", async () => {
    addressed();
    answers = () => ({
      status: 404,
      body: { type: "x", title: "Not found", status: 404, detail: "no link", detail_zh: "没有代码为 zzzzzzzz 的短链接" },
    });
    const app = pageAt("");
    await openLink(app, "zzzzzzzz");
    expect(app.store.get().faults).toEqual([
      { parameter: "link", value: "zzzzzzzz", expected: { zh: "没有代码为 zzzzzzzz 的短链接", en: "no link" } },
    ]);
    expect(app.store.get().view.filter.status).toEqual(["open"]);
  });

  it("waits until somebody is signed in", async () => {
    addressed();
    let known = false;
    answers = () =>
      known
        ? { body: { code: "abcdEF12", query: "?status=closed" } }
        : { status: 401, body: { type: "x", title: "Not signed in", status: 401 } };
    const app = pageAt("", { me: { kind: "nobody", roles: [] } as unknown as Me });
    const opened = openLink(app, "abcdEF12");
    await vi.waitFor(() => expect(asked.length).toBe(1));
    known = true;
    app.store.set({ me: { kind: "person", person: { id: 1 }, roles: [] } as unknown as Me });
    await opened;
    expect(app.store.get().view.filter.status).toEqual(["closed"]);
    expect(asked.length).toBe(2);
  });
});
