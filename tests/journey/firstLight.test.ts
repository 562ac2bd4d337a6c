/** The leader opens the page: the district is there, at once, whole, and nothing leaves the house. */
import { beforeAll, expect, test } from "vitest";
import type { CountAnswer } from "../../server/contract/types.ts";
import { apart, at, colours, standing, unlike } from "./eye.ts";
import { ask, journey, keepPicture, mapReady, totalOf, until, visitMap } from "./visit.ts";

const group = (by: CountAnswer["by"], name: string, key: string) => by[name]?.find((one) => one.key === key)?.count ?? 0;

journey("first light", () => {
  let visited: Awaited<ReturnType<typeof visitMap>>;
  let first: Awaited<ReturnType<typeof standing>>;

  beforeAll(async () => {
    visited = await visitMap("/");
    first = await standing(visited.page);
  });

  test("a bare address opens the district's open problems; every figure agrees with the server's", async () => {
    const { page, watched } = visited;
    const { by } = await ask<CountAnswer>("/api/problems/count?by=status");
    const open = group(by, "status", "open");
    expect(open).toBeGreaterThan(100);
    await until(() => totalOf(page), open);
    const map = page.locator(".map-root");
    await until(() => map.getAttribute("data-total"), String(open));
    await until(() => map.getAttribute("data-drawn"), String(open));
    expect(await page.title()).toContain("创图");
    await keepPicture(page, "first light");
    // One round: who one is, the district, its four layers, the ledger; and the counts of its one chip and of one's queue.
    expect(watched.asked.length).toBeLessThanOrEqual(10);
  });

  test("the picture is a map that fills its room: many colours, and heat among them", () => {
    const { width, height } = first;
    expect(colours(first)).toBeGreaterThan(80);
    const ground = at(first, 100, height - 8);
    let warm = 0;
    const drawn = { upper: 0, lower: 0 };
    for (let y = 0; y < height; y++) {
      // Left of it are the tools, right of it the zoom buttons.
      for (let x = 80; x < width - 80; x++) {
        const [r, g, b] = at(first, x, y);
        if (r > 60 && r > g && g > b && r - b > 30) warm++;
        if (apart([r, g, b], ground) > 24) drawn[y < height / 2 ? "upper" : "lower"]++;
      }
    }
    expect(warm / (width * height)).toBeGreaterThan(0.02);
    const share = drawn.lower / (drawn.lower + drawn.upper);
    expect(share).toBeGreaterThan(0.3);
    expect(share).toBeLessThan(0.7);
  });

  test("a return visit sees the same; the light theme is another picture of the same map", async () => {
    const { page } = visited;
    await page.reload();
    await mapReady(page);
    expect(unlike(first, await standing(page))).toBeLessThan(first.width * first.height * 0.03);
    await page.getByRole("button", { name: "浅色界面" }).click();
    await mapReady(page);
    const light = await standing(page);
    const bright = (picture: typeof light) => at(picture, 8, picture.height - 8).reduce((sum, n) => sum + n, 0);
    expect(bright(light)).toBeGreaterThan(bright(first) + 300);
    await keepPicture(page, "first light, light");
  });

  test("nothing was asked of another host, and nothing went wrong", () => {
    expect(visited.watched.outside).toEqual([]);
    expect(visited.watched.errors).toEqual([]);
  });
});
