/** The other language and the other light: complete, and readable for everybody (axe). */
import type { BrowserContextOptions, Page } from "playwright-core";
import { expect, test } from "vitest";
import { barriers } from "./barriers.ts";
import { journey, keepPicture, mapReady, totalOf, visitMap } from "./visit.ts";

/** Words of the page itself that hold a Chinese character. Names out of the data (sites, units, zones, titles) stay as they are. */
const hanInChrome = (page: Page): Promise<string[]> =>
  page.evaluate(() => {
    const data =
      "noscript, .grid .row, .anchor, .anchor-rows, .near-table tbody, .near-chip, .nearest, .near-sites h3, .choice-word, .card h2, .card dd, .card p, .history, .letter, .hit, .top-bar h1, .sentence";
    const words: string[] = [];
    const add = (it: Element, text: string | null) => {
      if (text && /\p{Script=Han}/u.test(text) && !it.closest(data))
        words.push(`${it.tagName} ${it.className}: ${text.trim().slice(0, 60)}`);
    };
    for (const it of document.querySelectorAll("body *")) {
      for (const name of ["aria-label", "title", "placeholder", "alt"]) add(it, it.getAttribute(name));
      for (const node of it.childNodes) if (node.nodeType === Node.TEXT_NODE) add(it, node.textContent);
    }
    return words;
  });

journey("English", () => {
  test("no word of the page is left in Chinese, whatever is opened", async () => {
    const { page, watched } = await visitMap("/?status=open&lang=en&of=market&within=500&panel=near");
    expect(await page.getAttribute("html", "lang")).toBe("en");
    await expect.poll(() => totalOf(page)).toBeGreaterThan(0);
    expect(await hanInChrome(page)).toEqual([]);
    await keepPicture(page, "english near");
    for (const name of ["Status", "Category", "Unit", "Place", "Time", "Source", "Campaign", "More", "Words"]) {
      await page.locator(".filter-bar").getByRole("button", { name, exact: true }).click();
      await page.getByRole("dialog", { name }).waitFor();
      expect(await hanInChrome(page), name).toEqual([]);
      await page.keyboard.press("Escape");
    }
    await page.getByRole("tab", { name: "Ledger" }).click();
    await page.locator(".grid .row").first().click();
    await page.locator("article.card .history li").first().waitFor();
    expect(await hanInChrome(page)).toEqual([]);
    await keepPicture(page, "english card");
    await page.keyboard.press("?");
    await page.getByRole("dialog", { name: "Keyboard shortcuts" }).waitFor();
    expect(await hanInChrome(page)).toEqual([]);
    await page.keyboard.press("Escape");
    await page.keyboard.press("/");
    await page.keyboard.type("park");
    expect(await hanInChrome(page)).toEqual([]);
    await page.keyboard.press("Escape");
    expect(await page.locator(".ledger-head .sentence").textContent()).toMatch(/^open · within 500 m of a/);
    expect(watched.errors).toEqual([]);
  });

  test("the switch turns the page over and is remembered", async () => {
    const { page } = await visitMap("/");
    await page.getByRole("button", { name: "切换为英文" }).click();
    await page.getByRole("tab", { name: "Ledger" }).waitFor();
    await page.goto(`${new URL(page.url()).origin}/`);
    await mapReady(page);
    expect(await page.getAttribute("html", "lang")).toBe("en");
  });
});

const desk: BrowserContextOptions = { bypassCSP: true };
const phone: BrowserContextOptions = { bypassCSP: true, viewport: { width: 390, height: 844 }, isMobile: true, hasTouch: true };

const themes = ["浅色界面", "深色界面"] as const;

journey("axe finds no barrier", () => {
  /** Looks in both themes: the button to the other one is pressed between. */
  async function bothThemes(page: Page, what: string): Promise<void> {
    for (const theme of themes) {
      expect(await barriers(page), what).toEqual([]);
      const button = page.getByRole("button", { name: theme });
      // A phone has it in the account's menu.
      const menu = page.locator(".top-end .chooser");
      const hidden = !(await button.isVisible());
      if (hidden) await menu.click();
      await button.click();
      if (hidden) await page.keyboard.press("Escape");
      await page.mouse.move(300, 20);
    }
  }

  test("at a desk, dark and light: ledger, card, near", async () => {
    const { page } = await visitMap("/", desk);
    await page.locator(".grid .row").first().click();
    await page.locator("article.card .history li").first().waitFor();
    await bothThemes(page, "ledger and card");
    await page.getByRole("tab", { name: "周边" }).click();
    await page.locator(".near-table").waitFor();
    await bothThemes(page, "near");
    await page.getByRole("button", { name: "范围内", exact: true }).click();
    await page.locator(".anchor").first().waitFor();
    await bothThemes(page, "near by place");
  });

  test("on a phone, dark and light: ledger, near", async () => {
    const { page } = await visitMap("/", phone);
    await page.locator(".grid .row").first().waitFor();
    await bothThemes(page, "ledger");
    await page.getByRole("tab", { name: "周边" }).tap();
    await page.locator(".near-table").waitFor();
    await bothThemes(page, "near");
  });

  test.each(["dark", "light"])("with a chooser, the sheet and the search open, %s", async (theme) => {
    const { page } = await visitMap(`/?status=open&theme=${theme}&layers=none`, desk);
    await page.locator(".filter-bar").getByRole("button", { name: "类别", exact: true }).click();
    await page.getByRole("dialog", { name: "类别" }).getByRole("checkbox").first().waitFor();
    expect(await barriers(page), "chooser").toEqual([]);
    await page.keyboard.press("Escape");
    await page.keyboard.press("?");
    await page.getByRole("dialog", { name: "快捷键" }).waitFor();
    expect(await barriers(page), "sheet").toEqual([]);
    await page.keyboard.press("Escape");
    await page.keyboard.press("/");
    await page.keyboard.type("nong");
    await page.getByRole("listbox").getByRole("option").first().waitFor();
    expect(await barriers(page), "search").toEqual([]);
  });
});
