/** From a phone to a wall of pixels: everything is in the window, nothing lies under anything else. */
import type { Page } from "playwright-core";
import { expect, test } from "vitest";
import type { NearAnswer } from "../../server/contract/types.ts";
import { colours, mapPicture, standing } from "./eye.ts";
import { ask, cameraOf, journey, keepPicture, lookAt, totalOf, until, visitMap } from "./visit.ts";

/** What sticks out of the window, or out of what clips it; scrolling boxes may hold more than they show. */
const stickingOut = (page: Page): Promise<string[]> =>
  page.evaluate(() => {
    const found: string[] = [];
    const { scrollWidth, scrollHeight } = document.documentElement;
    if (scrollWidth > innerWidth) found.push(`the page is ${scrollWidth} wide in a window of ${innerWidth}`);
    if (scrollHeight > innerHeight) found.push(`the page is ${scrollHeight} high in a window of ${innerHeight}`);
    const scrolls = (it: Element | null): boolean => {
      for (let box = it; box; box = box.parentElement) if (/auto|scroll/.test(getComputedStyle(box).overflow)) return true;
      return false;
    };
    for (const it of document.querySelectorAll("header, main, aside, section, button, input, a, h1, h2, output")) {
      const box = it.getBoundingClientRect();
      if (box.width === 0 || getComputedStyle(it).visibility === "hidden" || scrolls(it.parentElement)) continue;
      const out = box.left < -1 || box.top < -1 || box.right > innerWidth + 1 || box.bottom > innerHeight + 1;
      if (out)
        found.push(
          `${it.tagName} ${it.className} ${it.getAttribute("aria-label") ?? ""} ${Math.round(box.left)},${Math.round(box.top)} to ${Math.round(box.right)},${Math.round(box.bottom)}`,
        );
    }
    return found;
  });

/** The desk's parts, which must not overlap. */
const overlaps = (page: Page): Promise<string[]> =>
  page.evaluate(() => {
    const parts = [".top-bar", ".filter-bar", ".left-pane", ".map-area", ".right-pane"];
    const boxes = parts.map((part) => document.querySelector(part)?.getBoundingClientRect());
    const found: string[] = [];
    for (const [i, a] of boxes.entries()) {
      for (const [j, b] of boxes.entries()) {
        if (!a || !b || i >= j) continue;
        const [w, h] = [Math.min(a.right, b.right) - Math.max(a.left, b.left), Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top)];
        if (w > 1 && h > 1) found.push(`${parts[i]} and ${parts[j]}`);
      }
    }
    return found;
  });

journey("sizes", () => {
  test("a phone: the map is seen, the sheet's tabs are reached, the question is asked by touch", async () => {
    const { page, watched } = await visitMap("/", { viewport: { width: 390, height: 844 }, isMobile: true, hasTouch: true });
    expect(await stickingOut(page)).toEqual([]);
    // The sheets come in their order: a later one turns an earlier one's buttons off.
    expect(await page.locator(".desk-only:visible").count()).toBe(0);
    const map = await page.locator(".map-root").boundingBox();
    expect(map?.height).toBeGreaterThan(250);
    expect(colours(await mapPicture(page))).toBeGreaterThan(40);
    await keepPicture(page, "phone");
    const { total } = await ask<NearAnswer>("/api/problems/near?of=market&within=500&status=open&limit=1");
    await page.getByRole("tab", { name: "周边" }).tap();
    await until(async () => (await page.locator(".near-total strong").textContent())?.replaceAll(",", ""), String(total));
    await keepPicture(page, "phone near");
    // A place that is gone to is seen above the sheet, and going back and forth does not drift.
    await page.getByRole("button", { name: "范围内", exact: true }).tap();
    await page.locator(".anchor").first().tap();
    await until(async () => (cameraOf(page)?.zoom ?? 0) >= 16, true);
    const [place, there] = [await ask<NearAnswer>("/api/problems/near?of=market&within=500&status=open&limit=1"), cameraOf(page)];
    expect((place.anchors[0]?.lat ?? 0) - (there?.lat ?? 0)).toBeGreaterThan(0.0005);
    await lookAt(page, 119.1, 33.6, 12);
    await until(async () => cameraOf(page), { lon: 119.1, lat: 33.6, zoom: 12 });
    await page.goBack();
    await until(async () => cameraOf(page), there);
    await page.goForward();
    await until(async () => cameraOf(page), { lon: 119.1, lat: 33.6, zoom: 12 });
    await page.getByRole("button", { name: "图层", exact: true }).tap();
    await page.getByRole("checkbox", { name: /^未销号问题热力/ }).waitFor();
    await page.getByRole("tab", { name: "台账" }).tap();
    await page.locator(".grid .row").first().tap();
    await page.locator("article.card .history li").first().waitFor();
    expect(await stickingOut(page)).toEqual([]);
    await keepPicture(page, "phone card");
    expect(watched.errors).toEqual([]);
  });

  test("targets are 24 px at least, on a phone and at a desk", async () => {
    const small = (page: Page) =>
      page.evaluate(() =>
        [...document.querySelectorAll("button, select, a.mark, .exports a, label.layer-head, label.choice")].flatMap((it) => {
          const { width, height } = it.getBoundingClientRect();
          return width > 0 && (width < 24 || height < 24) && !it.matches("p a, p button")
            ? [
                `${it.className} ${it.getAttribute("aria-label") ?? it.textContent?.slice(0, 20)} ${Math.round(width)} × ${Math.round(height)}`,
              ]
            : [];
        }),
      );
    const { page } = await visitMap("/?status=open&of=market&within=500&panel=near");
    await expect.poll(() => totalOf(page)).toBeGreaterThan(0);
    expect(await small(page)).toEqual([]);
    const { page: phone } = await visitMap("/", { viewport: { width: 390, height: 844 }, isMobile: true, hasTouch: true });
    expect(await small(phone)).toEqual([]);
  });

  test.each([
    [1024, 700],
    [1920, 1080],
    [3840, 2160],
  ])("%i × %i: all of it in the window, no part over another", async (width, height) => {
    const { page } = await visitMap("/?status=open&of=market&within=500&panel=near", { viewport: { width, height } });
    await expect.poll(() => totalOf(page)).toBeGreaterThan(0);
    expect(await stickingOut(page)).toEqual([]);
    expect(await overlaps(page)).toEqual([]);
    const map = await page.locator(".map-root").boundingBox();
    expect((map?.width ?? 0) / width).toBeGreaterThan(0.3);
    await keepPicture(page, `desk ${width}`);
    await page.getByRole("tab", { name: "台账" }).click();
    await page.locator(".grid .row").first().waitFor();
    expect(await stickingOut(page)).toEqual([]);
  });

  test("a window that changes its size keeps its map whole", async () => {
    const { page } = await visitMap("/");
    await page.setViewportSize({ width: 1600, height: 900 });
    const wide = await standing(page);
    const [pane, canvas] = [await page.locator(".map-area").boundingBox(), await page.locator("canvas.maplibregl-canvas").boundingBox()];
    expect(canvas?.width).toBeCloseTo(pane?.width ?? 0, -1);
    expect(colours(wide)).toBeGreaterThan(80);
    await page.getByRole("button", { name: "收起面板" }).click();
    await until(
      async () => ((await page.locator("canvas.maplibregl-canvas").boundingBox())?.width ?? 0) > (canvas?.width ?? 0) + 200,
      true,
    );
    expect(await stickingOut(page)).toEqual([]);
  });
});
