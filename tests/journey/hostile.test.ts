/** Addresses that somebody else wrote: what cannot be read is named, what is text stays text, and the page lives. */
import { expect, test } from "vitest";
import type { ProblemList } from "../../server/contract/types.ts";
import { ask, journey, keepPicture, mapReady, totalOf, until, visit, visitMap } from "./visit.ts";

journey("hostile addresses", () => {
  test("each bad parameter is named with what it takes; the good ones hold; the page is alive", async () => {
    const { page, watched } = await visitMap(
      "/?status=opne&unit=-1&geo=within:abc:market&geo=within:500:market&colour=red&sort=up#map=999,1,1",
    );
    const alert = page.getByRole("alert");
    await alert.first().waitFor();
    const text = (await alert.allTextContents()).join(" ");
    for (const parameter of ["status=opne", "unit=-1", "geo=within:abc:market", "colour=red", "sort=up", "map=999,1,1"])
      expect(text).toContain(parameter);
    await keepPicture(page, "faults");
    const { total } = await ask<ProblemList>("/api/problems?geo=within:500:market&limit=1");
    await until(() => totalOf(page), total);
    await alert.getByRole("button", { name: "知道了" }).click();
    await until(() => alert.count(), 0);
    await page.getByRole("button", { name: "清除全部" }).click();
    await until(() => totalOf(page), (await ask<ProblemList>("/api/problems?limit=1")).total);
    expect(watched.errors).toEqual([]);
  });

  test.each([
    `<img src=x onerror="document.title='broken in'">`,
    `"><script>document.title='broken in'</script>`,
    "'; drop table problem; --",
    "%_\\",
  ])("%s is searched for as text", async (text) => {
    const { page, watched } = await visit(`/?list=1&q=${encodeURIComponent(text)}`);
    await until(() => totalOf(page), (await ask<ProblemList>(`/api/problems?q=${encodeURIComponent(text)}&limit=1`)).total);
    expect(await page.locator(".chip-text").allTextContents()).toEqual([`含“${text}”`]);
    expect(await page.locator("img[src=x]").count()).toBe(0);
    expect(await page.title()).toContain("创图");
    expect(watched.outside).toEqual([]);
    expect(watched.errors).toEqual([]);
  });

  test("nonsense of any kind opens the page", async () => {
    const { page, watched } = await visitMap(
      `/?__proto__=1&constructor=2&geo=inside:draw/zzzz&selected=problem/99999999999999999999&at=yesterday&within=1e9&of=draw/&q=${"长".repeat(300)}#map=a,b,c&map=`,
    );
    await page.getByRole("alert").first().waitFor();
    await mapReady(page);
    await expect.poll(() => totalOf(page)).toBeGreaterThan(0);
    expect(watched.errors).toEqual([]);
  });

  test("a code that is well written but does not exist is named, and nothing is claimed instead", async () => {
    const { page } = await visitMap("/?status=open&category=9z");
    await page
      .getByRole("alert")
      .filter({ hasText: /category.*没有这个类别代码/ })
      .first()
      .waitFor();
    await page.getByText("图上的问题不是当前条件的结果").waitFor();
    expect(await page.locator("output.total").first().textContent()).toBe("—");
    // And what cannot be asked is taken out with one press.
    await page.getByRole("button", { name: "去掉“9z”" }).click();
    await until(() => totalOf(page), (await ask<ProblemList>("/api/problems?status=open&limit=1")).total);
  });

  test("a thing that does not exist is said not to exist", async () => {
    const { page } = await visitMap("/?status=open&selected=problem/999999&panel=card");
    await page.getByRole("tabpanel").getByRole("alert").filter({ hasText: "没有这个问题" }).waitFor();
    await expect.poll(() => totalOf(page)).toBeGreaterThan(0);
  });
});
