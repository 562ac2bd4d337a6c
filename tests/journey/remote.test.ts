/** The desk's side of the walls: one is added, told what to show, takes it; a tour is put in order, kept, and fought over. */
import type { BrowserContextOptions, Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { Me, WallAnswer, WallTours } from "../../server/contract/types.ts";
import type { Role } from "../../server/contract/vocabulary.ts";
import { barriers } from "./barriers.ts";
import { type Program, startProgram } from "./desk.ts";
import { journey, keepPicture, until, visitAt } from "./visit.ts";

let program: Program;

/** A page of somebody with a duty, at a path. */
async function as(role: Role, path: string, options: BrowserContextOptions = {}): Promise<Page> {
  const { page } = await visitAt(program.address, "/favicon.svg", { bypassCSP: true, ...options });
  const me = (await (await page.request.get(`${program.address}/api/me`)).json()) as Me;
  const person = me.demoPeople.find(({ roles }) => roles.includes(role))?.id;
  expect((await page.request.post(`${program.address}/api/session/demo`, { data: { person } })).ok()).toBe(true);
  await page.goto(program.address + path);
  return page;
}

/** A screen as the server knows it: it signs in with its token and says how it stands. */
async function screen(token: string) {
  const { page } = await visitAt(program.address, "/favicon.svg");
  const post = async (path: string, data: object) => {
    const answer = await page.request.post(program.address + path, { data });
    expect(answer.ok(), await answer.text()).toBe(true);
    return answer.json();
  };
  await post("/api/session/device", { token });
  const say = (taken: number[] = []): Promise<WallAnswer> =>
    post("/api/wall/say", {
      ...{ scene: { index: 0, kind: "overview", title: "问题热力总览" }, paused: false, freshness: "fresh", screen: "1920×1080 16:9" },
      ...{ page: "/assets/wall-test.js", clockOff_s: 0, upSince: "2026-11-01T00:00:00Z", heap_mb: null, faults: [], taken },
    });
  return { say };
}

/** Kinds of the scenes in the editor, in their order. */
const kindsOf = (page: Page) =>
  page.getByLabel("类型").evaluateAll((selects) => selects.map((select) => (select as HTMLSelectElement).value));
const heads = async (page: Page, n: number) => (await kindsOf(page)).slice(0, n);
const toursOf = async (page: Page) => (await (await page.request.get(`${program.address}/api/wallTours`)).json()) as WallTours;

journey("the remote", () => {
  beforeAll(async () => {
    program = await startProgram();
    await program.ready;
  }, 240_000);
  afterAll(() => program?.close());

  test("a wall is added by its address, and takes what the desk tells it", async () => {
    const page = await as("administrator", "/walls");
    await page.getByText("还没有大屏").waitFor();
    await page.getByRole("link", { name: "去添加设备" }).click();
    await page.getByLabel("名称").fill("大厅主屏");
    await page.getByRole("button", { name: "添加", exact: true }).click();
    const address = await page.getByLabel(/大屏的完整地址/).inputValue();
    expect(address.startsWith(`${program.address}/wall#token=`)).toBe(true);

    await page.goto(`${program.address}/walls`);
    const card = page.getByRole("listitem", { name: "大厅主屏" });
    await card.getByText("尚未连接").waitFor();
    const { say } = await screen(address.split("token=")[1] ?? "");
    await say();
    await card.getByText("实时").waitFor();
    await card.getByText("第 1 幕 问题热力总览").waitFor();

    await card.getByRole("button", { name: "切换画面" }).click();
    await card.getByRole("button", { name: "第 2 幕 超期问题" }).click();
    await card.getByText(/等大屏取走：切换画面 第 2 幕 超期问题/).waitFor();
    await card.getByRole("button", { name: "通知" }).click();
    await page.keyboard.type("十分钟后开会");
    await card.getByRole("button", { name: "发送" }).click();
    await card.getByText(/等大屏取走：显示通知“十分钟后开会”/).waitFor();

    const { orders } = await say();
    expect(orders.map(({ kind, scene, message }) => [kind, scene, message])).toContainEqual(["message", null, "十分钟后开会"]);
    await say(orders.map(({ id }) => id));
    await card.getByText("等大屏取走").waitFor({ state: "detached" });
    await keepPicture(page, "remote");
  });

  test("a tour is put in order by keys and by hand, taken back, kept while one looks elsewhere, and saved", async () => {
    const page = await as("leader", "/walls/tours");
    await page.getByRole("button", { name: "从常用轮播开始" }).click();
    await page.getByRole("textbox", { name: "名称" }).fill("周一例会");
    await page.getByRole("button", { name: "下移第 1 幕" }).focus();
    await page.keyboard.press("Enter");
    await page.keyboard.press("Enter");
    expect(await heads(page, 3)).toEqual(["overdue", "today", "overview"]);
    expect(await page.evaluate(() => document.activeElement?.getAttribute("aria-label"))).toBe("下移第 3 幕");
    await page.locator(".scene-handle").nth(3).dragTo(page.locator(".scene-row").first());
    await until(() => heads(page, 2), ["markets", "overdue"]);
    await page.keyboard.press("Control+z");
    await until(() => heads(page, 2), ["overdue", "today"]);

    await page.getByRole("link", { name: "规则" }).click();
    await page.getByText("调度员和系统管理员可以修改；您可以查看。").waitFor();
    await page.getByRole("link", { name: /轮播方案/ }).click();
    expect(await heads(page, 3)).toEqual(["overdue", "today", "overview"]);
    await page.getByLabel("秒数").first().fill("3");
    await page.getByRole("button", { name: "保存方案" }).click();
    await page.getByText("有 1 处要改").waitFor();
    await page.getByLabel("秒数").first().fill("30");
    await page.getByRole("button", { name: "保存方案" }).click();
    await page.getByText("已保存“周一例会”").waitFor();
    const [tour] = (await toursOf(page)).rows;
    expect(tour?.scenes.map(({ kind, seconds }) => `${kind} ${seconds}`).slice(0, 2)).toEqual(["overdue 30", "today 25"]);

    // Somebody else saves it first: what was done here is not lost.
    const other = { id: tour?.id, version: tour?.version, name: "周一例会", scenes: tour?.scenes.slice(0, 1) };
    expect((await page.request.post(`${program.address}/api/wallTours`, { data: other })).ok()).toBe(true);
    await page.getByLabel("秒数").first().fill("45");
    await page.keyboard.press("Control+s");
    await page.getByRole("button", { name: "把我的存为新方案" }).click();
    await page.getByText("已保存“周一例会（我的）”").waitFor();
    const both = (await toursOf(page)).rows.map(({ name, scenes }) => [name, scenes.length]);
    expect(both).toEqual(
      expect.arrayContaining([
        ["周一例会", 1],
        ["周一例会（我的）", 10],
      ]),
    );
  });

  test("nobody is kept out of any of its pages, in either theme, on a desk and on a phone", async () => {
    const phone = { viewport: { width: 390, height: 844 }, isMobile: true, hasTouch: true };
    for (const [theme, options] of [
      ["dark", {}],
      ["light", phone],
    ] as const) {
      const page = await as("dispatcher", `/walls?theme=${theme}`, options);
      for (const [path, ready] of [
        ["", "大厅主屏"],
        ["/tours", "周一例会"],
        ["/alarms", /条待确认|没有待确认/],
        ["/rules", "保存规则"],
      ] as const) {
        await page.goto(`${program.address}/walls${path}?theme=${theme}`);
        await page.getByText(ready).first().waitFor();
        expect(await barriers(page), `${path} ${theme}`).toEqual([]);
        expect(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth), path).toBe(true);
      }
    }
  });
});
