/**
 * The wall, and everything that goes wrong with one in the field: revoked, cut off, its graphics lost, a clock that is wrong, a build that is
 * old, a picture that is not what the server counts. On a program of its own, since it is killed.
 */
import type { Page } from "playwright-core";
import { expect, test } from "vitest";
import type { Alarms, CountAnswer, Headline, NewDevice, ProblemDetail, Walls } from "../../server/contract/types.ts";
import { Cable } from "./cable.ts";
import { colours, mapPicture, standing, unlike } from "./eye.ts";
import { type Own, ownProgram } from "./own.ts";
import { journey, keepPicture, until } from "./visit.ts";
import { tell } from "./wallPage.ts";
import { hang, saysOf, wallReady } from "./wallVisit.ts";

let own: Own;
const ask = <T>(path: string): Promise<T> => own.ask<T>(path);

/** Done by somebody of the demo's people, or by its dispatcher. */
async function post<T>(path: string, body: object, cookie = ""): Promise<T> {
  const headers = { "content-type": "application/json", ...(cookie && { cookie }) };
  const answer = await fetch(own.address + path, { method: "POST", headers, body: JSON.stringify(body) });
  if (!answer.ok) throw new Error(`${path}: ${answer.status} ${await answer.text()}`);
  return (await answer.json()) as T;
}
/** The Cookie header of one of the demo's people. */
async function cookieAs(role: string): Promise<string> {
  const person = own.me.demoPeople.find((one) => one.roles.some((held) => held === role));
  const answer = await fetch(`${own.address}/api/session/demo`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ person: person?.id }),
  });
  return (answer.headers.get("set-cookie") ?? "").split(";")[0] ?? "";
}
const newWall = async (name: string): Promise<NewDevice> =>
  post<NewDevice>("/api/devices", { name, kind: "wall" }, await cookieAs("administrator"));

/** A page that would show a reload: what was marked on it is gone after one. */
const mark = (page: Page) => page.evaluate(() => Object.assign(window, { marked: true }));
const marked = (page: Page) => page.evaluate(() => "marked" in window);
const figure = (page: Page, name: string) => page.locator(`[data-figure="${name}"]`);
const told = async (page: Page, name: string) => Number(await figure(page, name).getAttribute("data-value"));
const still = [{ kind: "overview", seconds: 600 }] as const;
const lit = (page: Page) => page.evaluate(() => document.querySelector<HTMLElement>(".map-root")?.dataset.drawn ?? null);

/** Takes the context of a canvas away, as a driver's reset does. */
const lose = (page: Page, which: number, restore: boolean) =>
  page.evaluate(
    ({ which, restore }) => {
      const canvas = document.querySelectorAll<HTMLCanvasElement>(".map-root canvas")[which];
      const lost = canvas?.getContext("webgl2")?.getExtension("WEBGL_lose_context");
      if (!lost) throw new Error(`canvas ${which} has no context to lose`);
      lost.loseContext();
      if (restore) setTimeout(() => lost.restoreContext(), 400);
    },
    { which, restore },
  );
/** Looks until the map is as it was: nearly all pixels. */
const comesBack = (page: Page, before: Awaited<ReturnType<typeof mapPicture>>, limit_ms: number) =>
  expect
    .poll(async () => unlike(before, await mapPicture(page)), { timeout: limit_ms, interval: 300 })
    .toBeLessThan(before.width * before.height * 0.01);

journey("the wall", () => {
  own = ownProgram("wall");

  test("opens by itself with the figures the desk has, each opening the rows it counts", async () => {
    const { page, watched } = await hang(own.address, { scenes: still });
    await wallReady(page);
    await until(() => figure(page, "open").count(), 1);
    for (const name of ["open", "overdue", "nearlyDue", "foundToday", "closedToday"] as const) {
      await figure(page, name).and(page.locator("[data-value]")).waitFor();
      // Time goes on: what falls due in this minute is in the figures of the next.
      const off = async () => {
        const query = await figure(page, name).getAttribute("data-query");
        return (await told(page, name)) - (await ask<CountAnswer>(`/api/problems/count?${query}`)).total;
      };
      await expect.poll(off, { timeout: 100_000, interval: 1000, message: name }).toBe(0);
    }
    await until(() => lit(page), String((await ask<Headline>("/api/problems/headline")).open.now));
    expect(colours(await mapPicture(page))).toBeGreaterThan(80);
    expect(await page.locator("[data-figure]").count()).toBeLessThanOrEqual(7);
    await keepPicture(page, "wall overview");
    expect([watched.outside, watched.errors]).toEqual([[], []]);
  }, 300_000);

  test("is led by keys: pause, step, pick; any other key leaves the tour", async () => {
    const scenes = [{ kind: "overview" }, { kind: "overdue" }, { kind: "markets" }] as const;
    const { page } = await hang(own.address, { scenes: scenes.map((one) => ({ ...one, seconds: 600 })) });
    await wallReady(page);
    await until(() => saysOf(page, "sceneKind"), "overview");
    await page.keyboard.press("ArrowRight");
    await until(() => saysOf(page, "sceneKind"), "overdue");
    await page.keyboard.press("ArrowLeft");
    await until(() => saysOf(page, "sceneKind"), "overview");
    await page.keyboard.press("3");
    await until(() => saysOf(page, "sceneKind"), "markets");
    const asked = await ask<CountAnswer>("/api/problems/count?status=open&geo=within:500:market");
    await until(() => lit(page), String(asked.total));
    await page.keyboard.press("Escape");
    await until(() => saysOf(page, "mode"), "going");
    await page.keyboard.press(" ");
    await until(() => saysOf(page, "mode"), "paused");
    await page.keyboard.press(" ");
    await until(() => saysOf(page, "mode"), "going");
    await page.keyboard.press("q");
    await until(() => saysOf(page, "mode"), "left");
    await page.keyboard.press("Escape");
    await until(() => saysOf(page, "mode"), "going");
    expect(await page.locator(".map-root").count()).toBe(1);
  }, 120_000);

  test("follows what happens, and calls out what needs a decision, until the desk has said that it knows", async () => {
    const { page } = await hang(own.address, { scenes: [{ kind: "today", seconds: 600 }] });
    await wallReady(page);
    const found = await told(page, "foundToday").catch(() => 0);
    const made = await post<ProblemDetail>("/api/problems", {
      ...{ category: "0101", lon: 119.1002, lat: 33.6003, source: "patrol", noPhoto: "现场不便拍照" },
    });
    await expect.poll(() => told(page, "foundToday"), { timeout: 40_000 }).toBeGreaterThan(found);
    const card = page.locator("[data-alarm]", { hasText: "井盖缺失" }).first();
    await card.waitFor({ timeout: 20_000 });
    await keepPicture(page, "wall alarm");
    const { rows } = await ask<Alarms>("/api/alarms");
    const alarm = rows.find(({ problems }) => problems.includes(made.id));
    expect(alarm?.kind).toBe("immediate");
    await post("/api/alarms/acknowledge", { ids: rows.map(({ id }) => id), note: "已派人处置" });
    await page.locator("[data-alarm]").first().waitFor({ state: "detached" });
  }, 120_000);

  test("a device's token is taken from the address at once; it tells the desk how it stands, does what it is told, and ends when it is revoked", async () => {
    const { device, token } = await newWall("指挥中心主屏");
    const scenes = [{ kind: "overview" }, { kind: "overdue" }] as const;
    const { page } = await hang(own.address, {
      scenes: scenes.map((one) => ({ ...one, seconds: 600 })),
      path: `/wall#token=${token}`,
    });
    await wallReady(page);
    expect(page.url()).not.toContain(token);
    expect(await page.evaluate(() => localStorage.getItem("chuangtu.wall"))).toContain(token);
    const wall = async () => (await ask<Walls>("/api/walls")).rows.find(({ id }) => id === device.id);
    await until(async () => (await wall())?.word?.scene?.kind, "overview");
    expect((await wall())?.silent_s).toBeLessThan(60);
    // The remote.
    await post(`/api/walls/${device.id}/order`, { kind: "message", message: "十分钟后检查组到达", seconds: 5 });
    await page.getByText("十分钟后检查组到达").waitFor();
    await keepPicture(page, "wall message");
    await page.getByText("十分钟后检查组到达").waitFor({ state: "detached" });
    await post(`/api/walls/${device.id}/order`, { kind: "scene", scene: 1 });
    await until(() => saysOf(page, "sceneKind"), "overdue");
    await until(async () => (await wall())?.word?.scene?.kind, "overdue");
    await until(async () => (await wall())?.waiting, null);
    await expect.poll(async () => (await wall())?.picture, { timeout: 90_000 }).not.toBe(null);
    const picture = await fetch(`${own.address}/api/walls/${device.id}/picture`);
    expect([picture.status, picture.headers.get("content-type")]).toEqual([200, "image/jpeg"]);
    // Started anew it is the same wall, without an address that gives it away.
    await page.reload();
    await wallReady(page);
    await post(`/api/devices/${device.id}/revoke`, {}, await cookieAs("administrator"));
    await until(() => saysOf(page, "phase"), "refused");
    expect(await page.locator(".map-root").count()).toBe(0);
    expect(await page.locator("[data-figure]").count()).toBe(0);
    await keepPicture(page, "wall revoked");
  }, 240_000);

  test("a scene that names a deleted zone, and a tour that holds nothing else, are said in words", async () => {
    const scenes = [
      { kind: "view", title: "老城", seconds: 600, query: "?status=open&geo=inside:zone/999999" },
      { kind: "overview", seconds: 600 },
    ] as const;
    const { page, watched } = await hang(own.address, { scenes });
    await wallReady(page);
    // Stepped over.
    await until(() => saysOf(page, "sceneKind"), "overview");
    await page.keyboard.press("1");
    await page
      .getByText(/999999/)
      .first()
      .waitFor();
    await keepPicture(page, "wall deleted zone");
    expect(watched.errors.filter((error) => !/400/.test(error))).toEqual([]);
  }, 120_000);

  test("absurd seams are not taken, and the setting page says why", async () => {
    const absurd = { seams: { columns: 40, rows: 40, bezel_px: 900 } };
    const { page } = await hang(own.address, { settings: absurd, scenes: still });
    await wallReady(page);
    await until(() => figure(page, "open").count(), 1);
    const { page: setting } = await hang(own.address, { settings: absurd, path: "/wall/setting" });
    await setting.locator(".set-faults li").first().waitFor();
    await keepPicture(setting, "wall setting");
  }, 120_000);

  test("a clock two hours wrong changes nothing that is shown, and is said", async () => {
    const { page } = await hang(own.address, {
      scenes: still,
      prepare: async (page) => {
        await page.addInitScript(() => {
          const now = Date.now;
          Date.now = () => now() + 7_200_000;
        });
      },
    });
    await wallReady(page);
    const { clock } = await ask<Headline>("/api/problems/headline");
    const [hours] = new Date(Date.parse(clock) + 8 * 3_600_000).toISOString().slice(11).split(":");
    expect(await page.locator(".wall-time").textContent()).toMatch(new RegExp(`^${hours}:`));
    await page.getByText(/时钟/).first().waitFor();
  }, 120_000);

  test("what is drawn is held against what the server counts, and a difference is said until it is mended", async () => {
    let more = 7;
    const { page } = await hang(own.address, {
      scenes: still,
      prepare: async (page) => {
        await page.clock.install();
        await page.route("**/api/layers/counts?*", async (route) => {
          const answer = await route.fetch();
          const counts = await answer.json();
          await route.fulfill({
            response: answer,
            json: { ...counts, problems: { ...counts.problems, hits: counts.problems.hits + more } },
          });
        });
      },
    });
    await wallReady(page);
    for (let i = 0; i < 20 && (await saysOf(page, "differences")) === "0"; i++) {
      await page.clock.runFor(10_000);
      await page.waitForTimeout(300);
    }
    await page
      .getByText(/不一致/)
      .first()
      .waitFor();
    await keepPicture(page, "wall differs");
    more = 0;
    for (let i = 0; i < 20 && (await saysOf(page, "differences")) !== "0"; i++) {
      await page.clock.runFor(10_000);
      await page.waitForTimeout(300);
    }
    await page
      .getByText(/不一致/)
      .first()
      .waitFor({ state: "detached" });
  }, 180_000);

  test("a newer build is taken at a quiet moment", async () => {
    const scenes = [
      { kind: "overview", seconds: 5 },
      { kind: "overdue", seconds: 5 },
    ] as const;
    let page_ = "";
    const { page } = await hang(own.address, {
      scenes,
      prepare: async (page) => {
        await page.route("**/api/wall", async (route) => {
          const answer = await route.fetch();
          const programme = await answer.json();
          await route.fulfill({
            response: answer,
            json: { ...programme, page: page_ || programme.page, scenes: scenes.map((one) => ({ title: null, query: "", ...one })) },
          });
        });
      },
    });
    await wallReady(page);
    await mark(page);
    page_ = "/assets/wall-another.js";
    await tell(page, "layer", { revision: 0, clock: new Date().toISOString(), layer: "walls" });
    await expect.poll(() => marked(page).catch(() => true), { timeout: 60_000 }).toBe(false);
    // The build it now runs is not the one that is named: it does not load itself again and again.
    await wallReady(page);
    await mark(page);
    await page.waitForTimeout(12_000);
    expect(await marked(page)).toBe(true);
  }, 150_000);

  test("a lost context: the overlay's, then the map's own; all is back, and the map was never made anew", async () => {
    const scenes = [{ kind: "view", seconds: 600, query: "?status=open&geo=within:500:site/280#map=119.0953,33.6023,13.4" }] as const;
    const { page } = await hang(own.address, { scenes });
    await wallReady(page);
    await until(() => page.locator(".map-root canvas").count(), 2);
    const before = await standing(page);
    await lose(page, 1, true);
    await comesBack(page, before, 15_000);
    await lose(page, 0, true);
    await comesBack(page, before, 15_000);
    await mark(page);
    await page.waitForTimeout(6000);
    expect(await marked(page)).toBe(true);
  }, 150_000);

  test("one that never comes back: the last good picture stands, and the page loads itself anew", async () => {
    const { page } = await hang(own.address, { scenes: still });
    await wallReady(page);
    await standing(page);
    await mark(page);
    await lose(page, 0, false);
    await expect.poll(() => marked(page).catch(() => true), { timeout: 30_000 }).toBe(false);
    await wallReady(page);
    expect(colours(await standing(page))).toBeGreaterThan(80);
  }, 150_000);

  test("the server is killed: the picture stays with its time and says so; back again within seconds, with what was missed, without a reload", async () => {
    const { page } = await hang(own.address, { scenes: still });
    await wallReady(page);
    await mark(page);
    await until(() => saysOf(page, "freshness"), "fresh");
    const open = await told(page, "open");
    await own.kill();
    await expect.poll(() => saysOf(page, "freshness"), { timeout: 60_000 }).toBe("late");
    expect(await told(page, "open")).toBe(open);
    await expect.poll(() => saysOf(page, "freshness"), { timeout: 90_000 }).toBe("stale");
    await keepPicture(page, "wall cut off");
    expect(colours(await mapPicture(page))).toBeGreaterThan(80);
    await own.comeBack();
    const back = Date.now();
    const made = await post<ProblemDetail>("/api/problems", {
      ...{ category: "0301", lon: 119.1002, lat: 33.6003, source: "patrol", noPhoto: "现场不便拍照" },
    });
    expect(made.id).toBeGreaterThan(0);
    await until(() => saysOf(page, "freshness"), "fresh");
    // Five seconds by design; the rest is what a busy machine may take.
    expect(Date.now() - back).toBeLessThan(15_000);
    await until(() => lit(page), String((await ask<Headline>("/api/problems/headline")).open.now));
    expect(await marked(page)).toBe(true);
  }, 300_000);

  test("the network is cut: the picture says since when; back within seconds of its return", async () => {
    const cable = new Cable(own.address);
    await cable.plug();
    const { page } = await hang(cable.address, { scenes: still });
    await wallReady(page);
    await mark(page);
    cable.pull();
    await expect.poll(() => saysOf(page, "freshness"), { timeout: 60_000 }).toBe("late");
    // Long enough for streams and questions to have been begun into nothing.
    await page.waitForTimeout(20_000);
    expect(colours(await mapPicture(page))).toBeGreaterThan(80);
    cable.mend();
    const back = Date.now();
    await until(() => saysOf(page, "freshness"), "fresh");
    expect(Date.now() - back).toBeLessThan(15_000);
    expect(await marked(page)).toBe(true);
    cable.close();
  }, 150_000);

  test("a screen that is up before the server says so by itself, and goes on when the server is there", async () => {
    const { page } = await hang(own.address);
    await wallReady(page);
    await page.evaluate(() => navigator.serviceWorker.ready.then(() => {}));
    await own.kill();
    await page.goto(`${own.address}/wall`);
    await until(() => saysOf(page, "phase"), "waiting");
    await keepPicture(page, "wall waiting");
    await own.comeBack();
    await wallReady(page);
    expect(colours(await standing(page))).toBeGreaterThan(80);
  }, 180_000);

  test("50,000 changes after a night's cut are one step: the problems are fetched once", async () => {
    const { page, watched } = await hang(own.address, { scenes: still });
    await wallReady(page);
    const loads = () => watched.asked.filter((path) => path.startsWith("/api/layers/problems")).length;
    const before = loads();
    const { revision } = await ask<{ revision: number }>("/api/health");
    const clock = new Date().toISOString();
    await page.evaluate(
      (hello) => {
        const { streams } = window as unknown as { streams: EventSource[] };
        streams.at(-1)?.dispatchEvent(new MessageEvent("hello", { data: JSON.stringify(hello) }));
      },
      { revision: revision + 50_000, clock, layers: { problems: revision + 50_000 }, resumed: false },
    );
    await expect.poll(loads, { timeout: 20_000 }).toBe(before + 1);
    await page.waitForTimeout(3000);
    expect(loads()).toBe(before + 1);
  }, 120_000);
});
