/** The handbook: somebody is named by keys alone, an edition is kept, and what is printed is A4, every sheet of it numbered. */
import type { Page } from "playwright-core";
import { expect, test } from "vitest";
import type { HandbookPages, Me } from "../../server/contract/types.ts";
import { journey, keepPicture, until, visit } from "./visit.ts";

async function asPlanner(path: string): Promise<Page> {
  const { page } = await visit("/favicon.svg");
  const host = new URL(page.url()).origin;
  const me = (await (await page.request.get(`${host}/api/me`)).json()) as Me;
  const person = me.demoPeople.find(({ roles }) => roles.includes("planner"))?.id;
  expect((await page.request.post(`${host}/api/session/demo`, { data: { person } })).ok()).toBe(true);
  await page.goto(host + path);
  return page;
}

/** Sizes of a PDF's pages, in points. */
const boxesOf = (pdf: Buffer) =>
  [...pdf.toString("latin1").matchAll(/\/MediaBox \[\s*0 0 ([\d.]+) ([\d.]+)\s*\]/g)].map(([, w, h]) => [Number(w), Number(h)]);

journey("the handbook", () => {
  test("a community's pages come out as A4, one sheet a page, numbered through", async () => {
    const page = await asPlanner("/handbook");
    const host = new URL(page.url()).origin;
    const { rows } = (await (await page.request.get(`${host}/api/handbook/pages`)).json()) as HandbookPages;
    const community = rows.find(({ class: kind }) => kind === "zone2");
    await page.goto(`${host}/handbook/print?under=${community?.key}`);
    await page.locator('html[data-printed="ready"]').waitFor({ timeout: 60_000 });
    const sheets = page.locator(".hb-sheet");
    const count = await sheets.count();
    expect(count).toBeGreaterThan(20);
    await until(
      () =>
        sheets
          .first()
          .textContent()
          .then((text) => text?.includes(`第 1 页 / 共 ${count} 页`)),
      true,
    );
    await until(
      () =>
        sheets
          .last()
          .textContent()
          .then((text) => text?.includes(`第 ${count} 页 / 共 ${count} 页`)),
      true,
    );
    const cut = await sheets.evaluateAll(
      (all) => all.filter((one) => one.scrollHeight > one.clientHeight + 1 || one.scrollWidth > one.clientWidth + 1).length,
    );
    expect(cut).toBe(0);
    const boxes = boxesOf(await page.pdf({ preferCSSPageSize: true, printBackground: true }));
    expect(boxes).toHaveLength(count);
    for (const [w, h] of boxes) expect([Math.round(w ?? 0), Math.round(h ?? 0)]).toEqual([595, 842]);
    await keepPicture(page, "handbook-print");
  });
});
