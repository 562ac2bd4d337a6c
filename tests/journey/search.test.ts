/** Finding by name: "/" opens the search, pinyin is enough, Enter goes there. */
import { pinyin } from "pinyin-pro";
import { expect, test } from "vitest";
import type { ProblemList } from "../../server/contract/types.ts";
import { places } from "./columns.ts";
import { ask, cameraOf, journey, keepPicture, until, visitMap } from "./visit.ts";

journey("search", () => {
  test("initials of a market's pinyin find it; Enter goes there and opens its card", async () => {
    const markets = await places("market");
    const market = markets[0];
    if (!market) throw new Error("no market");
    const initials = pinyin(market.name, { pattern: "first", toneType: "none", type: "array" }).join("");
    expect(initials).toMatch(/^[a-z]{3,}$/);
    const { page, watched } = await visitMap("/");
    await page.keyboard.press("/");
    const field = page.getByRole("combobox", { name: "搜索" });
    await until(() => field.evaluate((it) => it === document.activeElement), true);
    await page.keyboard.type(initials);
    const hits = page.getByRole("listbox", { name: "搜索" });
    const first = hits.getByRole("option").first();
    await until(
      async () =>
        (await first
          .locator(".clip")
          .textContent({ timeout: 1000 })
          .catch(() => "")) ?? "",
      market.name,
    );
    await keepPicture(page, "search");
    await page.keyboard.press("Enter");
    await until(async () => cameraOf(page)?.lon.toFixed(4), market.at[0].toFixed(4));
    expect(cameraOf(page)?.lat).toBeCloseTo(market.at[1], 4);
    await until(() => page.locator("article.card h2").textContent(), market.name);
    expect(new URL(page.url()).searchParams.get("selected")).toBe(`site/${market.id}`);
    await until(() => page.getByRole("dialog").count(), 0);

    // A problem by its number, a place by its coordinates, and nothing by nonsense.
    const { rows } = await ask<ProblemList>("/api/problems?status=open&limit=1");
    await page.keyboard.press("Control+k");
    await page.keyboard.type(rows[0]?.code ?? "");
    await until(async () => (await hits.getByRole("option").allTextContents()).length, 1);
    await page.keyboard.press("Enter");
    await until(() => page.locator(".card-code").textContent(), rows[0]?.code ?? "");
    await page.keyboard.press("/");
    await page.keyboard.type("119.08123, 33.60456");
    await hits.getByRole("option", { name: /119\.08123/ }).waitFor();
    await page.keyboard.press("Enter");
    await until(async () => cameraOf(page)?.lon, 119.08123);
    await page.keyboard.press("/");
    await page.keyboard.type("qqqzzzxxx");
    await page.getByText("没有找到“qqqzzzxxx”").waitFor();
    await page.keyboard.press("Escape");
    await until(() => page.getByRole("dialog").count(), 0);
    expect(watched.errors).toEqual([]);
  });
});
