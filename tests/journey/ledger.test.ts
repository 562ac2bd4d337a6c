/** The ledger and the map are one thing seen twice: what one points at in the one is lit in the other. */
import type { Page } from "playwright-core";
import { beforeAll, expect, test } from "vitest";
import type { ProblemDetail, ProblemList } from "../../server/contract/types.ts";
import { differing, looksUntil, mapPicture, standing } from "./eye.ts";
import { ask, cameraOf, journey, keepPicture, lookAt, until, visitMap } from "./visit.ts";

const rowIds = (page: Page) =>
  page
    .locator(".grid .row")
    .evaluateAll((rows) => rows.map((row) => [Number(row.getAttribute("aria-rowindex")), Number(row.id.slice(4))] as const));
/** Ids of the rows in sight, from the first on. */
const inOrder = async (page: Page) => (await rowIds(page)).sort((a, b) => a[0] - b[0]).map(([, id]) => id);

journey("ledger and map", () => {
  let page: Page;
  let first: ProblemDetail;

  beforeAll(async () => {
    ({ page } = await visitMap("/"));
    const { rows } = await ask<ProblemList>("/api/problems?status=open&limit=1");
    first = await ask<ProblemDetail>(`/api/problems/${rows[0]?.id}`);
    await page.locator(`#row-${first.id}`).waitFor();
  });

  test("a row that is pointed at is ringed on the map, and only while it is", async () => {
    await lookAt(page, first.lon, first.lat, 15);
    const before = await standing(page);
    await page.locator(`#row-${first.id}`).hover();
    const lit = await looksUntil(page, before, { least: 60 }, "row hovered");
    expect(differing(before, lit)).toBeLessThan(6000);
    await page.mouse.move(400, 20);
    await looksUntil(page, before, { most: 10 }, "row left");
  });

  test("a click opens the card with the whole history", async () => {
    await page.locator(`#row-${first.id}`).click();
    const card = page.locator("article.card");
    await until(() => card.locator("h2").textContent(), first.title);
    expect(await card.locator(".card-code").textContent()).toBe(first.code);
    expect(await card.getByRole("heading", { name: "办理过程" }).count()).toBe(1);
    expect(await card.locator(".history li").count()).toBe(first.history.length);
    expect(first.history.length).toBeGreaterThan(0);
    expect(new URL(page.url()).searchParams.get("selected")).toBe(`problem/${first.id}`);
    await keepPicture(page, "ledger card");
  });

  test("Escape clears the selection", async () => {
    await page.keyboard.press("Escape");
    await until(() => page.locator("article.card").count(), 0);
    expect(page.url()).not.toContain("selected=");
  });

  test("a double click goes there", async () => {
    await lookAt(page, 119.03, 33.57, 12);
    await page.getByRole("tab", { name: "台账" }).click();
    await page.locator(`#row-${first.id}`).dblclick();
    await until(async () => cameraOf(page)?.lon.toFixed(4), first.lon.toFixed(4));
    expect(cameraOf(page)?.lat).toBeCloseTo(first.lat, 4);
    expect(cameraOf(page)?.zoom).toBeGreaterThanOrEqual(16);
  });

  test("arrow keys move from row to row, Home and End to the ends, Enter opens", async () => {
    await page.keyboard.press("Escape");
    await page.getByRole("tab", { name: "台账" }).click();
    const grid = page.getByRole("grid", { name: "台账" });
    const [a, b, c] = await inOrder(page);
    await grid.focus();
    const active = () => grid.getAttribute("aria-activedescendant");
    await page.keyboard.press("ArrowDown");
    await until(active, `row-${a}`);
    await page.keyboard.press("ArrowDown");
    await page.keyboard.press("ArrowDown");
    await until(active, `row-${c}`);
    await page.keyboard.press("ArrowUp");
    await until(active, `row-${b}`);
    await page.keyboard.press("End");
    await expect.poll(async () => Number((await page.locator(".row.selected").getAttribute("aria-rowindex")) ?? 0)).toBeGreaterThan(50);
    expect(await page.locator(".row.selected").isVisible()).toBe(true);
    await page.keyboard.press("Home");
    await until(active, `row-${a}`);
    await page.keyboard.press("Enter");
    await until(() => page.getByRole("tab", { name: "详情" }).getAttribute("aria-selected"), "true");
  });

  test("the order by deadline is the server's", async () => {
    await page.getByRole("tab", { name: "台账" }).click();
    await page.getByRole("columnheader", { name: "截止时间" }).getByRole("button").click();
    const { rows } = await ask<ProblemList>("/api/problems?status=open&sort=deadline&limit=5");
    await until(
      async () => (await inOrder(page)).slice(0, 5),
      rows.map((row) => row.id),
    );
    expect(await page.getByRole("columnheader", { name: "截止时间" }).getAttribute("aria-sort")).toBe("ascending");
    expect(new URL(page.url()).searchParams.get("sort")).toBe("deadline");
    const times = rows.map((row) => Date.parse(row.deadline ?? "9999-12-31"));
    expect(times).toEqual([...times].sort((x, y) => x - y));
  });

  test("scrolling loads the following rows", async () => {
    await page.locator(".grid-scroll").evaluate((box) => box.scrollTo({ top: box.scrollHeight }));
    await expect.poll(() => page.locator(".ledger-tools .quiet").textContent(), { timeout: 20_000 }).toMatch(/已载入 [3-9]00/);
  });
});

journey("map and card", () => {
  test("a symbol that is pointed at says what it is; a click opens its card; a double click goes there", async () => {
    const { rows } = await ask<ProblemList>("/api/problems?status=open&limit=100");
    const far = (a: { lon: number; lat: number }, b: typeof a) => Math.hypot((a.lon - b.lon) * 92_000, (a.lat - b.lat) * 111_000) > 200;
    const { rows: all } = await ask<ProblemList>("/api/problems?status=open&limit=500");
    const spot = rows.find((row) => all.every((other) => other.id === row.id || far(row, other)));
    if (!spot) throw new Error("no problem stands alone");
    const { page, watched } = await visitMap(`/?status=open&layers=baseRoads,problems,selection#map=${spot.lon},${spot.lat},17`);
    await standing(page);
    const box = await page.locator(".map-root").boundingBox();
    if (!box) throw new Error("no map");
    const [x, y] = [box.x + box.width / 2, box.y + box.height / 2];
    const before = await mapPicture(page);
    await page.mouse.move(x + 80, y + 80);
    await page.mouse.move(x, y, { steps: 3 });
    const tip = page.getByRole("tooltip");
    await tip.waitFor();
    expect(await tip.locator("p").count()).toBeLessThanOrEqual(5);
    expect(differing(before, await mapPicture(page))).toBeGreaterThan(60);
    await keepPicture(page, "tooltip");
    await page.mouse.click(x, y);
    await until(() => page.locator(".card-code").textContent(), spot.code);
    expect(new URL(page.url()).searchParams.get("selected")).toBe(`problem/${spot.id}`);
    expect(watched.errors).toEqual([]);
  });
});
