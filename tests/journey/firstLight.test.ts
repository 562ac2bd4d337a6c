/** The leader opens the page: the district is there, at once, whole, and nothing leaves the house. */
import { expect, test } from "vitest";
import type { CountAnswer } from "../../server/contract/types.ts";
import { at, colours, standing, unlike } from "./eye.ts";
import { ask, journey, keepPicture, mapReady, totalOf, until, visitMap } from "./visit.ts";

const group = (by: CountAnswer["by"], name: string, key: string) => by[name]?.find((one) => one.key === key)?.count ?? 0;

journey("first light", () => {
  test("a bare address opens the district's open problems; every figure agrees with the server's", async () => {
    const { page, watched } = await visitMap("/");
    const { by } = await ask<CountAnswer>("/api/problems/count?by=status");
    const open = group(by, "status", "open");
    expect(open).toBeGreaterThan(100);
    await until(() => totalOf(page), open);
    const map = page.locator(".map-root");
    await until(() => map.getAttribute("data-total"), String(open));
    await until(() => map.getAttribute("data-drawn"), String(open));
    expect(await page.title()).toContain("创图");
    await standing(page);
    await keepPicture(page, "first light");
    expect(watched.outside).toEqual([]);
    expect(watched.errors).toEqual([]);
    // One round: the district, its four layers, the ledger; and the counts of its one chip.
    expect(watched.asked.length).toBeLessThanOrEqual(8);
  });

  test("the picture is a map: many colours, and heat among them", async () => {
    const { page } = await visitMap("/");
    const picture = await standing(page);
    expect(colours(picture)).toBeGreaterThan(80);
    let warm = 0;
    for (let y = 0; y < picture.height; y++) {
      for (let x = 0; x < picture.width; x++) {
        const [r, g, b] = at(picture, x, y);
        if (r > 60 && r > g && g > b && r - b > 30) warm++;
      }
    }
    expect(warm / (picture.width * picture.height)).toBeGreaterThan(0.02);
  });

  test("a return visit asks the same and sees the same; the light theme is another picture of the same map", async () => {
    const { page, watched } = await visitMap("/");
    const first = await standing(page);
    const asked = watched.asked.length;
    await page.reload();
    await mapReady(page);
    expect(watched.asked.length - asked).toBeLessThanOrEqual(asked);
    expect(unlike(first, await standing(page))).toBeLessThan(first.width * first.height * 0.03);
    await page.getByRole("button", { name: "浅色界面" }).click();
    await mapReady(page);
    const light = await standing(page);
    const bright = (picture: typeof light) => at(picture, 8, picture.height - 8).reduce((sum, n) => sum + n, 0);
    expect(bright(light)).toBeGreaterThan(bright(first) + 300);
    await keepPicture(page, "first light, light");
    expect(watched.errors).toEqual([]);
  });
});
