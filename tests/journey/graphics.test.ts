/** Graphics fail in the field: a device without WebGL2 gets the list, a lost context comes back whole. */
import type { Page } from "playwright-core";
import { afterAll, expect, test } from "vitest";
import type { NearAnswer } from "../../server/contract/types.ts";
import { colours, differing, mapPicture, standing, unlike } from "./eye.ts";
import { ask, journey, keepPicture, mapReady, otherBrowser, totalOf, until, visit, visitMap } from "./visit.ts";

const market = "/api/problems/near?of=market&within=500&status=open&limit=1";

journey("without WebGL2", () => {
  const started: { close(): Promise<void> }[] = [];
  afterAll(async () => {
    for (const browser of started) await browser.close();
  });

  test("the page says so and its list answers the market question with the same number", async () => {
    const browser = await otherBrowser(["--no-sandbox", "--disable-gpu", "--disable-3d-apis", "--disable-webgl", "--disable-webgl2"]);
    started.push(browser);
    const { page, watched } = await visit("/", {}, browser);
    await page.getByText("没有 WebGL2").waitFor();
    expect(await page.locator(".map-root").count()).toBe(0);
    await page.locator(".grid .row").first().waitFor();
    await page.getByRole("tab", { name: "周边" }).click();
    const { total } = await ask<NearAnswer>(market);
    await until(() => totalOf(page), total);
    await until(async () => (await page.locator(".near-total strong").textContent())?.replaceAll(",", ""), String(total));
    await keepPicture(page, "no webgl");
    expect(watched.errors).toEqual([]);
    // The map's libraries are not even fetched.
    const files = await page.evaluate(() => performance.getEntriesByType("resource").map((one) => one.name));
    expect(files.filter((name) => /MapArea|maplibre/i.test(name))).toEqual([]);
  });

  test("list mode is a choice as well, and leads back to the map", async () => {
    const { page } = await visitMap("/");
    await page.getByRole("button", { name: "只看列表" }).click();
    await page.getByText("列表模式").waitFor();
    expect(page.url()).toContain("list=1");
    await page.locator(".list-note").getByRole("button", { name: "打开地图" }).click();
    await mapReady(page);
    expect(colours(await standing(page))).toBeGreaterThan(80);
  });
});

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

const question = "/?status=open&geo=within:500:market#map=119.0953,33.6023,13.4";

/** Looks until the map is as it was: nearly all pixels. */
async function comesBack(page: Page, before: Awaited<ReturnType<typeof mapPicture>>, limit_ms: number): Promise<void> {
  await expect
    .poll(async () => unlike(before, await mapPicture(page)), { timeout: limit_ms, interval: 300 })
    .toBeLessThan(before.width * before.height * 0.01);
}

journey("a lost context", () => {
  test("the overlay's, then the map's own: all is back within 10 s: base map, heat, problems, rings", async () => {
    const { page, watched } = await visitMap(question);
    const before = await standing(page);
    expect(await page.locator(".map-root canvas").count()).toBe(2);
    await lose(page, 1, true);
    await comesBack(page, before, 10_000);
    await lose(page, 0, true);
    await page.getByText("显卡断开，地图正在恢复").or(page.getByText("地图已恢复")).waitFor();
    await comesBack(page, before, 10_000);
    await keepPicture(page, "context back");
    // It still lives: the camera moves and the picture follows.
    await page.keyboard.press("7");
    await expect.poll(async () => differing(before, await mapPicture(page)), { timeout: 10_000 }).toBeGreaterThan(10_000);
    expect(watched.errors.filter((error) => !/context ?lost/i.test(error))).toEqual([]);
  });

  test("one that never comes back: the page loads itself anew and shows the same", async () => {
    const { page } = await visitMap(question);
    const before = await standing(page);
    await lose(page, 0, false);
    await page.getByText("显卡断开，地图正在恢复").waitFor();
    await page.waitForEvent("framenavigated", { timeout: 15_000 });
    await mapReady(page);
    await comesBack(page, before, 20_000);
  });
});
