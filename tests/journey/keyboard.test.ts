/** Without a mouse: everything is reached by Tab, in the order of the page, and seen to be reached. */
import type { Page } from "playwright-core";
import { expect, test } from "vitest";
import { cameraOf, journey, keepPicture, until, visitMap } from "./visit.ts";

interface Stop {
  readonly part: string;
  readonly name: string;
  /** One sees that it has the focus, and nothing lies over it. */
  readonly seen: boolean;
}

/** Where the focus is, and whether a person sees it. */
const stopHere = (page: Page): Promise<Stop> =>
  page.evaluate(() => {
    const parts = {
      filter: ".filter-bar",
      layers: ".left-pane",
      tools: ".tool-bar",
      map: ".map-root",
      panel: ".right-pane",
      top: ".top-bar",
    };
    const it = document.activeElement ?? document.body;
    const part = Object.entries(parts).find(([, selector]) => it.closest(selector))?.[0] ?? "";
    const style = getComputedStyle(it);
    const box = it.getBoundingClientRect();
    const over = document.elementFromPoint(box.x + box.width / 2, box.y + Math.min(box.height / 2, 60));
    const marked = (style.outlineStyle !== "none" && Number.parseFloat(style.outlineWidth) >= 1) || style.boxShadow !== "none";
    const uncovered =
      over !== null && (it.contains(over) || over.contains(it) || over.closest("label")?.contains(it) === true || it.matches("canvas"));
    return { part, name: it.getAttribute("aria-label") ?? it.textContent ?? "", seen: marked && uncovered };
  });

journey("keyboard only", () => {
  test("Tab reaches filter, layers, map and ledger in this order, and the focus is always seen", async () => {
    const { page } = await visitMap("/");
    const stops: Stop[] = [];
    for (let i = 0; i < 90; i++) {
      await page.keyboard.press("Tab");
      const stop = await stopHere(page);
      if (stop.part === "" && stops.length > 0) break;
      stops.push(stop);
    }
    const order = ["top", "filter", "layers", "map", "panel"].map((part) => stops.findIndex((stop) => stop.part === part));
    expect(
      order.every((place) => place >= 0),
      JSON.stringify([...new Set(stops.map((s) => s.part))]),
    ).toBe(true);
    expect(order).toEqual([...order].sort((a, b) => a - b));
    expect(stops.some((stop) => stop.part === "tools")).toBe(true);
    expect(stops.some((stop) => stop.part === "panel" && stop.name.includes("台账"))).toBe(true);
    expect(stops.filter((stop) => !stop.seen).map((stop) => `${stop.part}: ${stop.name.slice(0, 30)}`)).toEqual([]);
  });

  test("the map itself moves and zooms by keys", async () => {
    const { page } = await visitMap("/#map=119.1,33.6,13");
    await page.locator(".map-root canvas.maplibregl-canvas").focus();
    await page.keyboard.press("ArrowRight");
    await expect.poll(() => cameraOf(page)?.lon).toBeGreaterThan(119.1);
    await page.keyboard.press("+");
    await expect.poll(() => cameraOf(page)?.zoom).toBeGreaterThan(13);
  });

  test("a filter is chosen without a mouse, and Escape closes it where one was", async () => {
    const { page } = await visitMap("/");
    const status = page.locator(".filter-bar").getByRole("button", { name: "状态", exact: true });
    await status.focus();
    await page.keyboard.press("Enter");
    await page.getByRole("dialog", { name: "状态" }).waitFor();
    await until(() => page.getByRole("checkbox", { name: /^超期/ }).first().isEnabled(), true);
    await page.getByRole("checkbox", { name: /^超期/ }).first().focus();
    await page.keyboard.press("Space");
    await until(async () => new URL(page.url()).searchParams.get("status"), "open,overdue");
    await page.keyboard.press("Escape");
    await until(() => page.getByRole("dialog").count(), 0);
    expect(await status.evaluate((it) => it === document.activeElement)).toBe(true);
  });

  test("? opens the sheet of shortcuts, Escape closes it; while typing they are dead", async () => {
    const { page } = await visitMap("/");
    await page.keyboard.press("?");
    const sheet = page.getByRole("dialog", { name: "快捷键" });
    await sheet.waitFor();
    await keepPicture(page, "keys");
    for (const key of ["/", "Ctrl+K", "?", "Esc", "Ctrl+Z", "Ctrl+Shift+Z", "Ctrl+Y", "1", "2", "3", "4", "5", "6", "7"]) {
      expect(await sheet.locator("kbd").getByText(key, { exact: true }).count(), key).toBeGreaterThan(0);
    }
    for (let i = 0; i < 4; i++) await page.keyboard.press("Tab");
    expect(await sheet.evaluate((it) => it.contains(document.activeElement)), "Tab stays in an open dialog").toBe(true);
    await page.keyboard.press("Escape");
    await until(() => sheet.count(), 0);
    const url = page.url();
    await page.keyboard.press("/");
    await page.keyboard.type("?234567/");
    expect(await page.getByRole("combobox", { name: "搜索" }).inputValue()).toBe("?234567/");
    expect(await sheet.count()).toBe(0);
    expect(await page.locator(".draw-bar").count()).toBe(0);
    expect(page.url()).toBe(url);
    await page.keyboard.press("Escape");
    await page.keyboard.press("6");
    await until(() => page.getByRole("tab", { name: "周边" }).getAttribute("aria-selected"), "true");
    await page.keyboard.press("7");
    await until(async () => cameraOf(page) !== null, true);
  });
});
