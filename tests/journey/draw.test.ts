/** A place of one's own: a point, a line, an area drawn with the mouse, or typed. */
import type { Page } from "playwright-core";
import { beforeAll, expect, test } from "vitest";
import { decodeShape, type Shape } from "../../server/contract/draw.ts";
import type { NearAnswer, ProblemList } from "../../server/contract/types.ts";
import { away, inRing } from "../server/questions/oracle.ts";
import type { Geometry } from "../server/questions/town.ts";
import { countWithin, openProblems, places } from "./columns.ts";
import { apart, at, differing, mapPicture, metresPerPixel, type Rgb, standing } from "./eye.ts";
import { ask, cameraOf, journey, keepPicture, totalOf, until, visitMap } from "./visit.ts";

const geometryOf = ({ kind, points }: Shape): Geometry =>
  kind === "point" ? { kind, at: points[0] ?? [0, 0] } : kind === "line" ? { kind, points } : { kind, ring: points };

/** The drawing in an address. */
function drawnIn(page: Page): Shape {
  const text = /draw\/([\w-]+)/.exec(page.url())?.[1];
  const shape = text === undefined ? null : decodeShape(text);
  if (!shape) throw new Error(`no drawing in ${page.url()}`);
  return shape;
}

journey("drawing", () => {
  let page: Page;
  let middle: { x: number; y: number };
  const press = (dx: number, dy: number) => page.mouse.click(middle.x + dx, middle.y + dy, { delay: 30 });
  const end = (dx: number, dy: number) => page.mouse.dblclick(middle.x + dx, middle.y + dy, { delay: 30 });

  /** What is under the end of a drawing must not be taken for what was meant. */
  async function selectedNothing(): Promise<void> {
    await page.waitForTimeout(500);
    expect(page.url()).not.toContain("selected=");
    expect(await page.locator("article.card").count()).toBe(0);
  }

  /** The page's total is the server's for the address's question, and an independent count's. */
  async function agrees(): Promise<void> {
    await until(async () => /draw\//.test(page.url()), true);
    const shape = drawnIn(page);
    const draw = /draw\/[\w-]+/.exec(page.url())?.[0];
    const { total } = await ask<NearAnswer>(`/api/problems/near?of=${draw}&within=500&status=open&limit=1`);
    await until(() => totalOf(page), total);
    const { least, most } = countWithin(await openProblems(), [geometryOf(shape)], 500);
    expect(total).toBeGreaterThan(0);
    expect(total).toBeGreaterThanOrEqual(least);
    expect(total).toBeLessThanOrEqual(most);
  }

  beforeAll(async () => {
    const [market] = await places("market");
    ({ page } = await visitMap(`/?status=open#map=${market?.at[0]},${market?.at[1]},14`));
    const box = await page.locator(".map-root").boundingBox();
    if (!box) throw new Error("no map");
    middle = { x: box.x + box.width / 2, y: box.y + box.height / 2 };
  });

  test("a point is asked about as it is set", async () => {
    await page.keyboard.press("2");
    await until(() => page.getByRole("button", { name: "画点：周边查询" }).getAttribute("aria-pressed"), "true");
    await press(30, -40);
    await agrees();
    expect(drawnIn(page).kind).toBe("point");
    expect(await page.locator(".chip-text").allTextContents()).toContain("距手绘点 500 米内");
    await selectedNothing();
    await keepPicture(page, "drawn point");
  });

  test("a line of three places, ended by a double click", async () => {
    await page.keyboard.press("3");
    await press(-150, -60);
    await press(0, 20);
    await page.mouse.move(middle.x + 60, middle.y + 60);
    await until(async () => /\d/.test((await page.getByRole("status").filter({ hasText: /m|米/ }).first().textContent()) ?? ""), true);
    await end(140, 60);
    await until(async () => /draw\/l/.test(page.url()), true);
    expect(drawnIn(page).points).toHaveLength(3);
    await agrees();
    await selectedNothing();
    await keepPicture(page, "drawn line");
  });

  test("an area becomes a filter, and holds what lies in it", async () => {
    await page.goto(page.url().replace(/\?[^#]*/, "?status=open&panel=ledger"));
    const before = await standing(page);
    const camera = cameraOf(page);
    await page.keyboard.press("4");
    await press(-150, -120);
    await press(150, -120);
    await press(120, 130);
    await end(-120, 110);
    await until(async () => new URL(page.url()).searchParams.get("geo")?.startsWith("inside:draw/a") ?? false, true);
    const shape = drawnIn(page);
    expect(shape.points).toHaveLength(4);
    const inside = (await openProblems()).filter((spot) => inRing(spot.at, shape.points)).length;
    expect(inside).toBeGreaterThan(0);
    const { total } = await ask<ProblemList>(
      `/api/problems?${new URLSearchParams({ status: "open", geo: new URL(page.url()).searchParams.get("geo") ?? "" })}&limit=1`,
    );
    expect(Math.abs(total - inside)).toBeLessThanOrEqual(1);
    await until(() => totalOf(page), total);
    expect(await page.locator(".chip-text").allTextContents()).toEqual(["未销号", "手绘区域内"]);
    expect(differing(before, await standing(page))).toBeGreaterThan(1000);
    await selectedNothing();
    expect(cameraOf(page)).toEqual(camera);
    await keepPicture(page, "drawn area");
  });

  test("Escape leaves a drawing without a trace", async () => {
    const url = page.url();
    const before = await standing(page);
    await page.keyboard.press("4");
    await press(-100, -80);
    await press(80, -60);
    await page.keyboard.press("Escape");
    await until(() => page.locator(".draw-bar").count(), 0);
    expect(page.url()).toBe(url);
    await page.mouse.move(700, 20);
    // The keyboard was used: the map rightly shows that it has the focus.
    await page.locator("canvas.maplibregl-canvas").evaluate((it) => it.blur());
    await expect.poll(async () => differing(before, await mapPicture(page)), { timeout: 15_000 }).toBeLessThan(30);
    await until(() => page.getByRole("button", { name: "浏览" }).getAttribute("aria-pressed"), "true");
  });

  test("coordinates can be typed instead: in the drawing bar", async () => {
    const camera = cameraOf(page);
    const field = page.getByRole("textbox", { name: "输入坐标 经度,纬度（WGS84）" });
    await page.keyboard.press("3");
    for (const text of [`${camera?.lon},${camera?.lat}`, `${(camera?.lon ?? 0) + 0.01}，${camera?.lat}`]) {
      await field.fill(text);
      await page.getByRole("button", { name: "加入" }).click();
    }
    await page.getByRole("button", { name: "完成" }).click();
    await until(async () => new URL(page.url()).searchParams.get("of")?.startsWith("draw/l") ?? false, true);
    const shape = decodeShape(new URL(page.url()).searchParams.get("of")?.slice("draw/".length) ?? "");
    expect(shape?.points.map(([lon]) => lon)).toEqual([camera?.lon, Number(((camera?.lon ?? 0) + 0.01).toFixed(5))]);
  });
});

/** How much of the circle of some radius about the map's middle is of a colour, of what is not under a symbol. */
async function shareOfCircle(page: Page, radius_px: number, isInk: (colour: Rgb) => boolean): Promise<number> {
  const picture = await mapPicture(page);
  const [cx, cy] = [picture.width / 2, picture.height / 2];
  let hits = 0;
  const steps = 720;
  for (let i = 0; i < steps; i++) {
    const angle = (i / steps) * 2 * Math.PI;
    const near = [-1.5, -0.75, 0, 0.75, 1.5].some((d) => {
      const [x, y] = [cx + Math.cos(angle) * (radius_px + d), cy + Math.sin(angle) * (radius_px + d)];
      return isInk(at(picture, Math.round(x), Math.round(y)));
    });
    if (near) hits++;
  }
  return hits / steps;
}

journey("the ring", () => {
  test("a typed place is asked about, and its ring lies 500 m around it on the ground", async () => {
    const [market] = await places("market");
    if (!market) throw new Error("no market");
    const { page } = await visitMap("/?status=open&panel=near&layers=rings");
    const field = page.getByLabel(/或输入坐标/);
    await field.fill("three, four");
    await field.press("Enter");
    await page.getByRole("alert").filter({ hasText: "请按" }).waitFor();
    const [lon, lat] = market.at.map((degrees) => Number(degrees.toFixed(5))) as [number, number];
    await field.fill(`${lon}, ${lat}`);
    await field.press("Enter");
    await until(async () => cameraOf(page)?.zoom, 16);
    expect(drawnIn(page).points).toEqual([[lon, lat]]);
    await page.evaluate((hash) => {
      location.hash = hash;
    }, `map=${lon},${lat},15`);
    const picture = await standing(page);
    await keepPicture(page, "ring");
    const px = 500 / metresPerPixel(lat, 15);
    expect(px).toBeLessThan(picture.height / 2);
    const ground = at(picture, 20, picture.height - 60);
    const isInk = (colour: Rgb) => apart(colour, ground) > 150;
    expect(await shareOfCircle(page, px, isInk)).toBeGreaterThan(0.45);
    for (const off of [0.95, 1.05]) expect(await shareOfCircle(page, px * off, isInk)).toBeLessThan(0.1);
    // What "500 m" is on this picture, by another library: due east of the place.
    const east = away([lon, lat], 90, 500);
    expect(((east[0] - lon) * (Math.PI / 180) * 6_378_137 * Math.cos((lat * Math.PI) / 180)) / metresPerPixel(lat, 15)).toBeCloseTo(px, 0);
  });
});
