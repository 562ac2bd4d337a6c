/** The staff member's question: all open problems within 500 m of a farmers' market. */
import { readFileSync } from "node:fs";
import { parse } from "csv-parse/sync";
import type { Download, Page } from "playwright-core";
import { beforeAll, expect, test } from "vitest";
import type { NearAnswer, ProblemList } from "../../server/contract/types.ts";
import { countWithin, openProblems, places } from "./columns.ts";
import { looksUntil, standing, unlike } from "./eye.ts";
import { ask, cameraOf, journey, keepPicture, lookAt, totalOf, until, visit, visitMap } from "./visit.ts";

const sentence = "未销号 · 距农贸市场 500 米内";
const number = (text: string | null) => Number((text ?? "").replaceAll(",", ""));
const chipsOf = (page: Page) => page.locator(".chip-text").allTextContents();

journey("the market question", () => {
  let page: Page;
  let answer: NearAnswer;
  let allOpen: number;

  beforeAll(async () => {
    answer = await ask<NearAnswer>("/api/problems/near?of=market&within=500&status=open&limit=1");
    allOpen = (await ask<ProblemList>("/api/problems?status=open&limit=1")).total;
    ({ page } = await visitMap("/"));
  });

  test("the answer is the server's, and an independent count of the map's own columns finds the same", async () => {
    await page.getByRole("tab", { name: "周边" }).click();
    await until(async () => number(await page.locator(".near-answer:not(.stale) .near-total strong").textContent()), answer.total);
    await until(() => totalOf(page), answer.total);
    await until(() => page.locator(".map-root").getAttribute("data-total"), String(answer.total));
    const markets = await places("market");
    expect(answer.anchors).toHaveLength(markets.length);
    const { least, most } = countWithin(
      await openProblems(),
      markets.flatMap((market) => market.shapes),
      500,
    );
    expect(least).toBeGreaterThan(50);
    expect(answer.total).toBeGreaterThanOrEqual(least);
    expect(answer.total).toBeLessThanOrEqual(most);
  });

  test("each market has its own count; together they are at least the total", async () => {
    await page.getByRole("button", { name: "范围内", exact: true }).click();
    await page.locator(".anchor").first().waitFor();
    const shown = (await page.locator(".anchor-count").allTextContents()).map(number);
    expect(shown).toEqual(answer.anchors.filter((one) => one.count > 0).map((one) => one.count));
    expect(shown.reduce((sum, n) => sum + n, 0)).toBeGreaterThanOrEqual(answer.total);
    const markets = await places("market");
    const spots = await openProblems();
    for (const one of answer.anchors.slice(0, 3)) {
      const { least, most } = countWithin(spots, markets.find((market) => market.id === one.id)?.shapes ?? [], 500);
      expect(one.count).toBeGreaterThanOrEqual(least);
      expect(one.count).toBeLessThanOrEqual(most);
    }
  });

  test("rings are drawn around the markets", async () => {
    const [first] = answer.anchors;
    await lookAt(page, first?.lon ?? 0, first?.lat ?? 0, 13);
    const ringed = await standing(page);
    await keepPicture(page, "market question");
    const rings = page.getByRole("checkbox", { name: /^距离圈$/ });
    await rings.uncheck();
    await looksUntil(page, ringed, { least: 1500 }, "without rings");
    await rings.check();
    await looksUntil(page, ringed, { most: 80 }, "with rings again");
  });

  test("a market of the list is gone to, and its rows open under it", async () => {
    const [first] = answer.anchors;
    if (!first) throw new Error("no market");
    await page.locator(".anchor").first().click();
    await until(async () => cameraOf(page)?.lon.toFixed(4), first.lon.toFixed(4));
    expect(cameraOf(page)?.lat).toBeCloseTo(first.lat, 4);
    expect(cameraOf(page)?.zoom).toBeGreaterThanOrEqual(16);
    await page.locator(".anchor-rows li").first().waitFor();
    expect(await page.locator(".anchor-rows button:has(.status)").count()).toBe(Math.min(50, first.count));
  });

  test("it becomes a filter: a chip, a sentence, an address; the ledger holds the same number", async () => {
    await page.getByRole("button", { name: "转为筛选条件" }).click();
    await until(() => page.locator(".ledger-head .sentence").textContent(), sentence);
    expect(await chipsOf(page)).toEqual(["未销号", "距农贸市场 500 米内"]);
    expect(new URL(page.url()).searchParams.getAll("geo")).toEqual(["within:500:market"]);
    await until(() => totalOf(page), answer.total);
    expect(await page.getByRole("grid", { name: "台账" }).getAttribute("aria-rowcount")).toBe(String(answer.total));
    await until(() => page.locator(".map-root").getAttribute("data-drawn"), String(answer.total));
  });

  test("the address brings another person the same count, chips, camera and picture", async () => {
    const mine = await standing(page);
    const { page: theirs } = await visitMap(new URL(page.url()).pathname + new URL(page.url()).search + new URL(page.url()).hash);
    await until(() => totalOf(theirs), answer.total);
    expect(await chipsOf(theirs)).toEqual(await chipsOf(page));
    const same = await standing(theirs);
    expect(cameraOf(theirs)).toEqual(cameraOf(page));
    expect(theirs.url()).toMatch(/#map=\d+\.\d{1,5},\d+\.\d{1,5},/);
    expect(unlike(mine, same)).toBeLessThan(mine.width * mine.height * 0.03);
  });

  test("the chip comes off and Ctrl+Z puts it back", async () => {
    await page.getByRole("button", { name: "去掉条件：距农贸市场 500 米内" }).click();
    await until(() => totalOf(page), allOpen);
    await page.keyboard.press("Control+z");
    await until(() => totalOf(page), answer.total);
    expect(await chipsOf(page)).toEqual(["未销号", "距农贸市场 500 米内"]);
    await page.keyboard.press("Control+Shift+Z");
    await until(() => totalOf(page), allOpen);
    await page.keyboard.press("Control+z");
    await until(() => totalOf(page), answer.total);
  });

  test("the exported file says what was asked and holds as many rows", async () => {
    const [download] = await Promise.all([page.waitForEvent("download"), page.getByRole("link", { name: "CSV" }).click()]);
    expect(await download.failure()).toBeNull();
    const text = readFileSync(await saved(download), "utf8").replace(/^\uFEFF/, "");
    const [head = "", ...lines] = text.split(/\r?\n/);
    expect(head).toContain(sentence);
    expect(head).toMatch(/\d{4}-\d\d-\d\d \d\d:\d\d/);
    const rows = parse(lines.join("\n"), { columns: true, skip_empty_lines: true }) as Record<string, string>[];
    expect(rows).toHaveLength(answer.total);
    expect(new Set(rows.map((row) => row.编号)).size).toBe(answer.total);
  });

  test("another distance is another question, asked once", async () => {
    const { page: other, watched } = await visit("/?status=open&of=market&within=500&panel=near");
    await until(() => totalOf(other), answer.total);
    const before = watched.asked.length;
    await other.getByRole("button", { name: "300", exact: true }).click();
    const nearer = await ask<NearAnswer>("/api/problems/near?of=market&within=300&status=open&limit=1");
    expect(nearer.total).toBeLessThan(answer.total);
    await until(() => totalOf(other), nearer.total);
    // Beside it the page may hear of something that fell due meanwhile.
    const asked = () => watched.asked.slice(before).filter((path) => path.includes("within=300"));
    await until(
      async () =>
        asked()
          .map((path) => path.split("?")[0])
          .sort(),
      ["/api/problems/near", "/api/surroundings"],
    );
  });
});

async function saved(download: Download): Promise<string> {
  const file = ".build/journey/export.csv";
  await download.saveAs(file);
  return file;
}
