/** What leaves the house: rows as files, the map on paper; by mouse and by keys, in both languages. */
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { PDFDocument } from "@cantoo/pdf-lib";
import { strFromU8, unzipSync } from "fflate";
import { Geodesic } from "geographiclib-geodesic";
import type { Page } from "playwright-core";
import { PNG } from "pngjs";
import { expect, test } from "vitest";
import { barriers } from "./barriers.ts";
import { ask, journey, keepPicture, totalOf, until, visit, visitMap } from "./visit.ts";

/** What a press saves. */
async function saved(page: Page, press: () => Promise<unknown>): Promise<{ name: string; bytes: Buffer }> {
  const [download] = await Promise.all([page.waitForEvent("download", { timeout: 100_000 }), press()]);
  const folder = mkdtempSync(join(tmpdir(), "chuangtu-taken-"));
  await download.saveAs(join(folder, "file"));
  const bytes = readFileSync(join(folder, "file"));
  rmSync(folder, { recursive: true });
  return { name: download.suggestedFilename(), bytes };
}

/** Rows of each sheet. */
function rowsOf(workbook: Buffer): number[] {
  const files = unzipSync(new Uint8Array(workbook));
  const sheets = Object.keys(files).filter((name) => /^xl\/worksheets\/sheet\d+\.xml$/.test(name));
  return sheets.sort().map((name) => strFromU8(files[name] as Uint8Array).split("<row ").length - 1);
}

const dialog = (page: Page) => page.locator(".take-out");
/** The worker may have been reading a source of a map that was taken down; the browser notes it, and nothing comes of it. */
const faults = (errors: readonly string[]) => errors.filter((error) => !error.includes("ERR_FILE_NOT_FOUND"));
const openMap = async (page: Page, tab: string) => {
  // Without a graphics card the page draws for seconds, and answers nobody meanwhile.
  page.setDefaultTimeout(100_000);
  await page.keyboard.press("e");
  await dialog(page).getByRole("tab", { name: tab }).click();
  await page.locator(".onpaper-sheet canvas").waitFor({ timeout: 100_000 });
};

journey("rows as files", () => {
  test("the ledger's rows leave as a workbook with as many rows as it says", async () => {
    const { page, watched } = await visit("/?found=2026-11-10..2026-11-12&list=1");
    await expect.poll(() => totalOf(page), { timeout: 60_000 }).toBeGreaterThan(0);
    const total = await totalOf(page);
    await page.getByRole("button", { name: "更多…" }).click();
    await dialog(page).waitFor();
    const { name, bytes } = await saved(page, () =>
      dialog(page)
        .getByRole("link", { name: `导出 ${total} 行` })
        .click(),
    );
    expect(name).toMatch(/\.xlsx$/);
    // One row of headings, whatever stands on the first sheet.
    expect(rowsOf(bytes).map((rows) => rows - 1)).toContain(total);
    expect(watched.errors).toEqual([]);
  });

  test("by keys alone: E opens it, arrows choose, Esc leaves and gives the focus back", async () => {
    const { page } = await visit("/?status=open&list=1&lang=en");
    await expect.poll(() => totalOf(page), { timeout: 60_000 }).toBeGreaterThan(0);
    await page.getByRole("button", { name: "More…" }).focus();
    await page.keyboard.press("e");
    await dialog(page).waitFor();
    expect(await page.evaluate(() => document.activeElement?.id)).toBe("take-tab-data");
    await page.keyboard.press("ArrowRight");
    await page.getByText("List mode has no map").waitFor();
    await page.keyboard.press("ArrowRight");
    expect(await dialog(page).getByRole("link", { name: "Draft with the present filter" }).first().getAttribute("href")).toBe(
      "/briefs/notice?status=open",
    );
    await page.keyboard.press("Escape");
    await dialog(page).waitFor({ state: "detached" });
    expect(await page.evaluate(() => document.activeElement?.textContent)).toBe("More…");
  });

  test("many are made in the background: one is stopped, one comes by itself", async () => {
    const { page, watched } = await visit("/?status=open,closed,rejected&list=1");
    await expect.poll(() => totalOf(page), { timeout: 60_000 }).toBeGreaterThan(10_000);
    await page.keyboard.press("e");
    await dialog(page).getByText("GeoPackage", { exact: true }).click();
    const stateOf = (job: number) => page.locator(".take-job").nth(job).getAttribute("data-state");
    await dialog(page)
      .getByRole("button", { name: /^导出 / })
      .click();
    await dialog(page)
      .getByRole("button", { name: /^取消 / })
      .first()
      .click();
    await until(() => stateOf(0), "cancelled");
    await dialog(page).getByText("责任区", { exact: false }).first().click();
    const { name, bytes } = await saved(page, () =>
      dialog(page)
        .getByRole("button", { name: /^导出 / })
        .click(),
    );
    expect(name).toMatch(/\.gpkg$/);
    expect(bytes.subarray(0, 15).toString()).toBe("SQLite format 3");
    expect(await stateOf(0)).toBe("done");
    expect(watched.errors).toEqual([]);
  });
});

const mm = (points: number) => (points / 72) * 25.4;

journey("the map on paper", () => {
  test("is a picture with the map on it, whose legend and scale are true", async () => {
    const { page, watched } = await visitMap(
      "/?status=open&geo=within:500:market&layers=problems,markets,rings,baseGround,baseRoads,district",
    );
    await openMap(page, "地图");
    await keepPicture(page, "map on paper");
    const sheet = page.locator(".onpaper-sheet [role=img]");
    const told = await sheet.evaluate((it: HTMLElement) => ({ ...it.dataset }));
    const [w = 0, s = 0, e = 0, n = 0] = (told.bounds ?? "").split(",").map(Number);
    const ground = Geodesic.WGS84.Inverse((s + n) / 2, w, (s + n) / 2, e).s12 ?? Number.NaN;
    const perMm = ground / Number(told.mapMm);
    expect(Math.abs(perMm * 1000 - Number(told.scale)) / Number(told.scale)).toBeLessThan(0.02);
    expect(Math.abs(perMm * Number(told.barMm) - Number(told.bar)) / Number(told.bar)).toBeLessThan(0.02);
    const { bounds } = await ask<{ bounds: [number, number, number, number] }>("/api/district");
    expect(w <= bounds[0] && s <= bounds[1] && e >= bounds[2] && n >= bounds[3]).toBe(true);
    const legend = await page.locator(".onpaper-legend li").allTextContents();
    for (const word of ["超期", "农贸市场", "距离圈", "区界", "水面"]) expect(legend).toContain(word);
    for (const word of ["已销号", "河段", "街道", "学校", "所画图形", "选中对象"]) expect(legend).not.toContain(word);

    await page.getByText("150 dpi").click();
    const { name, bytes } = await saved(page, () => page.getByRole("button", { name: "下载 PNG" }).click());
    expect(name).toMatch(/问题分布图\.png$/);
    const picture = PNG.sync.read(bytes);
    expect([picture.width, picture.height]).toEqual([1754, 1240]);
    const colours = new Set<number>();
    // The map alone: left of the legend, inside the frame.
    for (let y = 300; y < 1000; y += 3)
      for (let x = 200; x < 1200; x += 3) colours.add(picture.data.readUInt32BE((y * picture.width + x) * 4));
    expect(colours.size).toBeGreaterThan(200);
    expect(faults(watched.errors)).toEqual([]);
    expect(watched.outside).toEqual([]);
  });

  test.each([
    { paper: "A4", way: "Landscape", width: 297, height: 210 },
    { paper: "A3", way: "Portrait", width: 297, height: 420 },
  ])("is a PDF of exactly $paper, $way", async ({ paper, way, width, height }) => {
    const { page, watched } = await visitMap("/?status=overdue&lang=en&theme=light");
    await openMap(page, "Map");
    await page.getByLabel("Title").fill("A title of one's own");
    await page.getByText(paper, { exact: true }).click();
    await page.getByText(way, { exact: true }).click();
    await page.getByText("150 dpi").click();
    const { name, bytes } = await saved(page, () => page.getByRole("button", { name: "Download PDF" }).click());
    expect(name).toBe("A title of one's own.pdf");
    const file = await PDFDocument.load(bytes, { updateMetadata: false });
    expect(file.getPageCount()).toBe(1);
    const box = file.getPage(0).getMediaBox();
    expect([mm(box.width), mm(box.height)].map((one) => Math.round(one * 1000) / 1000)).toEqual([width, height]);
    expect(file.getTitle()).toBe("A title of one's own");
    expect(faults(watched.errors)).toEqual([]);
  });

  test("can be left while it is drawn", async () => {
    const { page, watched } = await visitMap("/?status=open");
    await openMap(page, "地图");
    await page.getByRole("button", { name: "下载 PDF" }).click();
    await page.getByRole("button", { name: "取消" }).click();
    await page.getByRole("button", { name: "下载 PDF" }).waitFor();
    await until(() => page.locator(".map-aside").count(), 0);
    expect(faults(watched.errors)).toEqual([]);
  });
});

journey("nobody is kept out of the dialog", () => {
  test.each(["dark", "light"])("in its three tabs, %s", async (theme) => {
    const { page } = await visitMap(`/?status=open&theme=${theme}&layers=baseGround,problems`, { bypassCSP: true });
    await page.keyboard.press("e");
    await dialog(page).waitFor();
    expect(await barriers(page), "data").toEqual([]);
    await dialog(page).getByRole("tab", { name: "地图" }).click();
    await page.locator(".onpaper-sheet canvas").waitFor({ timeout: 100_000 });
    expect(await barriers(page), "map").toEqual([]);
    await dialog(page).getByRole("tab", { name: "公文" }).click();
    expect(await barriers(page), "documents").toEqual([]);
  });

  test("says nothing in Chinese to who reads English", async () => {
    const { page } = await visit("/?status=open&lang=en&list=1");
    await page.keyboard.press("e");
    for (const tab of ["Data", "Map", "Documents"]) {
      await dialog(page).getByRole("tab", { name: tab }).click();
      expect(await dialog(page).textContent(), tab).not.toMatch(/\p{Script=Han}/u);
    }
  });
});
