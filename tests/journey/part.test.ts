/** A part of the page that this page cannot load any more, although the server is there: it is said, and a page loaded anew has it. */
import type { Page } from "playwright-core";
import { expect, test } from "vitest";
import { journey, keepPicture, visit } from "./visit.ts";

const barOf = (page: Page) => page.locator('.lost-part[role="alert"]');

/** Opens a page of a version of which the server has no more than this: a file that the figures ask for is gone, until a page is loaded anew. */
async function withoutFigures(path: string, size: { width: number; height: number }): Promise<Page> {
  const { page } = await visit(path, { viewport: size });
  await page.locator(".row").first().waitFor();
  const script = { contentType: "text/javascript" };
  // Which files the build lets parts share is its own matter: the figures are given one more.
  await page.route(/\/assets\/FiguresPanel-[^/]*\.js$/, async (route) => {
    if (route.request().method() === "HEAD") return route.continue();
    await route.fulfill({ ...script, body: `import "./nested.js";${await (await route.fetch()).text()}` });
  });
  let gone = true;
  page.on("request", (request) => {
    if (request.isNavigationRequest()) gone = false;
  });
  await page.route(/\/assets\/nested\.js$/, (route) => route.fulfill({ ...script, ...(gone ? { status: 404 } : { body: "" }) }));
  return page;
}

journey("a part of the page that is lost", () => {
  test("is told beside the map, and comes with the page that the button loads", async () => {
    const page = await withoutFigures("/?status=open&panel=ledger", { width: 1366, height: 768 });
    await page.getByRole("tab", { name: "图表" }).click();
    await barOf(page).getByText("页面有一部分没有载入").waitFor();
    await keepPicture(page, "part lost");
    const covered = await page.evaluate(() => {
      const bar = document.querySelector(".lost-part")?.getBoundingClientRect();
      const map = document.querySelector(".map-area")?.getBoundingClientRect();
      return !bar || !map || bar.bottom > map.top;
    });
    expect(covered).toBe(false);
    await barOf(page).getByRole("button", { name: "重新载入" }).click();
    await page.locator("[data-figures-total]").first().waitFor();
    expect(await barOf(page).count()).toBe(0);
  }, 120_000);

  test("fits a phone in English, in the light", async () => {
    const page = await withoutFigures("/?status=open&panel=ledger&lang=en&theme=light", { width: 390, height: 844 });
    await page.getByRole("tab", { name: "Figures" }).click();
    const bar = barOf(page);
    await bar.getByText("A part of the page did not load").waitFor();
    await keepPicture(page, "part lost phone");
    for (const box of [await bar.boundingBox(), await bar.getByRole("button").boundingBox()]) {
      expect(box?.x).toBeGreaterThanOrEqual(0);
      expect((box?.x ?? 0) + (box?.width ?? 999)).toBeLessThanOrEqual(390);
    }
  }, 120_000);
});
