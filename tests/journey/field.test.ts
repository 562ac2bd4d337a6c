/** The field page as it is used: a phone on the street, with a network, without, with one that loses answers. */
import type { BrowserContext, Page } from "playwright-core";
import { expect, test } from "vitest";
import type { CheckIns, ProblemDetail, ProblemList } from "../../server/contract/types.ts";
import type { Role } from "../../server/contract/vocabulary.ts";
import { barriers } from "./barriers.ts";
import { type Own, ownProgram } from "./own.ts";
import { become, choose, corner, outbox, phone, report, tab, take, untilKept } from "./phone.ts";
import { journey, keepPicture, until } from "./visit.ts";

let own: Own;

const ask = <T>(path: string): Promise<T> => own.ask<T>(path);
const people = (role: Role) => own.me.demoPeople.filter((one) => one.roles.includes(role)).map((one) => one.id);
const [inspector, second, handler] = [
  () => people("inspector")[0] ?? 0,
  () => people("inspector")[1] ?? 0,
  () => people("handler")[0] ?? 0,
];
/** Problems that say where they are in these words. */
const placed = (words: string) => ask<ProblemList>(`/api/problems?q=${encodeURIComponent(words)}`);
const found = async (words: string): Promise<ProblemDetail> => ask<ProblemDetail>(`/api/problems/${(await placed(words)).rows[0]?.id}`);
const badge = (page: Page) => page.locator('[data-tab="outbox"] .badge').count();

const tabs = ["report", "tasks", "checkIn", "outbox", "me"] as const;

/** Controls under 44 px, and whether anything is wider than the phone. */
const cramped = (page: Page): Promise<string[]> =>
  page.evaluate(() => {
    const small: string[] = [];
    for (const it of document.querySelectorAll<HTMLElement>(
      "button, a[href], select, textarea, input:not([type=file], [type=checkbox]), label.choice, label.take",
    )) {
      const { width, height } = it.getBoundingClientRect();
      if (height > 0 && (height < 43.5 || width < 43.5) && !it.closest(".map-root"))
        small.push(`${it.tagName} ${it.className} ${it.textContent?.slice(0, 20)} ${Math.round(width)}×${Math.round(height)}`);
    }
    if (document.documentElement.scrollWidth > innerWidth) small.push(`the page is ${document.documentElement.scrollWidth} px wide`);
    const { lineHeight, fontSize } = getComputedStyle(document.body);
    if (Number.parseFloat(lineHeight) / Number.parseFloat(fontSize) < 1.3) small.push(`lines of ${lineHeight} for ${fontSize}`);
    return small;
  });

journey("the field page", () => {
  own = ownProgram("field");

  test("a report with a photo: whose it will be is shown, it arrives once, with its photo and how sure its place is", async () => {
    const { page, watched } = await phone(own.address, inspector());
    await take(page);
    await choose(page, "bllj", "暴露垃圾");
    await page.locator(".whose-unit strong").waitFor();
    await page.getByLabel("位置描述").fill("东门报刊亭旁");
    await keepPicture(page, "field report");
    await page.getByRole("button", { name: "上报", exact: true }).click();
    await page.getByText("全部已送达").waitFor();
    const problem = await found("东门报刊亭旁");
    expect(problem).toMatchObject({ state: "reported", lon: 119.1002, lat: 33.6003, accuracy_m: 12, outside: false, noPhoto: null });
    expect(problem.photos).toMatchObject([{ kind: "before", lon: 119.1002, accuracy_m: 12 }]);
    // What came of it is one tap away; the category is offered first next time.
    await page.locator("li.entry .link").click();
    await page.getByRole("heading", { name: problem.title }).waitFor();
    await page.locator(".pictures img").first().waitFor();
    await tab(page, "report");
    await page.getByRole("group", { name: "最近用过" }).getByRole("button", { name: "暴露垃圾" }).waitFor();
    expect(watched.outside).toEqual([]);
    expect(watched.errors).toEqual([]);
  });

  test("a find that may be the same is shown with its photo; “me too” counts once", async () => {
    const { page } = await phone(own.address, second());
    await take(page, "#884422");
    await choose(page, "bllj", "暴露垃圾");
    const card = page.locator(".find", { hasText: "未派单" }).first();
    await card.locator("img").waitFor();
    await keepPicture(page, "field similar");
    const { id } = await found("东门报刊亭旁");
    await page
      .locator(".find")
      .filter({ hasText: (await found("东门报刊亭旁")).code })
      .getByRole("button")
      .click();
    await page.getByText("全部已送达").waitFor();
    const problem = await ask<ProblemDetail>(`/api/problems/${id}`);
    expect(problem.meToo).toBe(1);
    expect(problem.photos).toHaveLength(2);
  });

  test("without a network two reports wait, outlive the page, and arrive once each when it is back", async () => {
    const { page } = await phone(own.address, inspector());
    await page.locator(".where-words strong").waitFor();
    await page.getByRole("group", { name: "大类" }).waitFor();
    await untilKept(page);
    const context: BrowserContext = page.context();
    await context.setOffline(true);
    await report(page, "离线甲处", "#aa3322");
    await report(page, "离线乙处", "#33aa22");
    await expect.poll(() => outbox(page)).toEqual(["暴露垃圾 · 离线甲处 waiting", "暴露垃圾 · 离线乙处 waiting"]);
    await page.locator('.link-state[data-online="false"]').waitFor();
    expect(await page.locator('[data-tab="outbox"] .badge').textContent()).toContain("2");
    await keepPicture(page, "field offline");
    await page.close();
    const again = await context.newPage();
    await again.goto(`${own.address}/field#outbox`);
    await expect.poll(() => outbox(again)).toHaveLength(2);
    await again.locator(".thumbnail").first().waitFor();
    expect((await placed("离线")).total).toBe(0);
    await context.setOffline(false);
    await again.getByText("全部已送达").waitFor({ timeout: 60_000 });
    for (const words of ["离线甲处", "离线乙处"]) {
      expect((await placed(words)).total, words).toBe(1);
      expect((await found(words)).photos, words).toHaveLength(1);
    }
    expect(await badge(again)).toBe(0);
  });

  test("what was being written is still there after the page was put away, its photo too", async () => {
    const { page } = await phone(own.address, inspector());
    await take(page);
    await page.getByLabel("情况描述").fill("写到一半");
    await page.reload();
    await page.locator(".report .thumbnail img").waitFor();
    expect(await page.getByLabel("情况描述").inputValue()).toBe("写到一半");
    await page.getByRole("button", { name: "清空", exact: true }).click();
    await page.getByRole("dialog").getByRole("button", { name: "清空" }).click();
    await until(() => page.locator(".report .thumbnail").count(), 0);
    expect(await page.getByLabel("情况描述").inputValue()).toBe("");
  });

  test("the answer is lost on its way, twice: sent again, it is one problem", async () => {
    // A worker in between would keep the test from losing answers.
    const { page } = await phone(own.address, inspector(), { serviceWorkers: "block" });
    let lost = 0;
    await page.route("**/api/problems", async (route) => {
      if (route.request().method() !== "POST" || lost >= 2) return route.continue();
      lost += 1;
      await route.fetch();
      await route.abort("connectionreset");
    });
    await report(page, "答复丢失处");
    await page.getByText("连不上服务器").first().waitFor();
    expect(await outbox(page)).toEqual(["暴露垃圾 · 答复丢失处 waiting"]);
    await page.getByRole("button", { name: "现在发送" }).click();
    await until(async () => lost, 2);
    // From here on by itself, after its pause.
    await page.getByText("全部已送达").waitFor({ timeout: 60_000 });
    expect((await placed("答复丢失处")).total).toBe(1);
  });

  test("a refusal says why, opens as it was written, and goes out when it is put right", async () => {
    const { page } = await phone(own.address, inspector(), { serviceWorkers: "block" });
    let refused = false;
    await page.route("**/api/problems", async (route) => {
      if (route.request().method() !== "POST" || refused) return route.continue();
      refused = true;
      const body = { type: "about:blank", title: "refused", status: 400, detail: "Not so.", detail_zh: "类别已停用。" };
      await route.fulfill({ status: 400, contentType: "application/problem+json", body: JSON.stringify(body) });
    });
    await report(page, "改正处");
    const entry = page.locator('li.entry[data-state="refused"]');
    await entry.getByText("类别已停用。").waitFor();
    await entry.getByRole("button", { name: "修改" }).click();
    await page.locator(".report .thumbnail img").waitFor();
    expect(await page.getByLabel("位置描述").inputValue()).toBe("改正处");
    await page.locator("form.report button[type=submit]").click();
    await page.getByText("全部已送达").waitFor();
    expect((await placed("改正处")).total).toBe(1);
  });

  test("a position that is not sure asks for a pin; the map gives it; outside the district it asks once more", async () => {
    const { page } = await phone(own.address, inspector(), { geolocation: { ...corner, accuracy: 180 } });
    await page.getByText("定位精度差于 50 米").first().waitFor();
    await take(page);
    await choose(page, "bllj", "暴露垃圾");
    await page.getByLabel("位置描述").fill("界外之处");
    await page.locator("form.report button[type=submit]").click();
    await page.getByText("还有内容没有填好").waitFor();
    await page.getByRole("button", { name: "地图标注" }).click();
    await page.locator('.map-root[data-ready="true"]').waitFor({ timeout: 60_000 });
    await page.getByRole("button", { name: "向北" }).click();
    await keepPicture(page, "field pin");
    await page.getByRole("button", { name: "就是这里" }).click();
    await page.getByText("手工标注").waitFor();
    await page.getByRole("button", { name: "输入坐标" }).click();
    await page.getByLabel(/经度, 纬度/).fill("119.9, 33.6");
    await page.getByRole("button", { name: "用这个坐标" }).click();
    await page.getByText("位置在本区界外，对吗？").waitFor();
    await page.locator("form.report button[type=submit]").click();
    await page.getByText("请确认界外的位置").waitFor();
    await page.getByLabel("位置没错，照此上报").check();
    await page.locator("form.report button[type=submit]").click();
    await page.getByText("全部已送达").waitFor();
    expect(await found("界外之处")).toMatchObject({ outside: true, accuracy_m: null, lon: 119.9, lat: 33.6 });
  });

  test("without leave to know the position it says what to do, and the place can be typed", async () => {
    const { page } = await phone(own.address, inspector(), { permissions: [] });
    await page.getByText("没有定位权限").waitFor();
    await page.getByText(/允许本网站使用位置/).waitFor();
    await page.getByRole("button", { name: "输入坐标" }).click();
    await page.getByLabel(/经度, 纬度/).fill("119.1002，33.6003");
    await page.getByRole("button", { name: "用这个坐标" }).click();
    await page.getByText("119.10020, 33.60030").waitFor();
    await page.getByRole("button", { name: "向东" }).click();
    await page.getByText("119.10025, 33.60030").waitFor();
  });

  test("a check-in is proved beside the site, and not from afar", async () => {
    const { page } = await phone(own.address, inspector(), {}, "checkIn");
    await page.locator("li.site").first().waitFor();
    await keepPicture(page, "field sites");
    await page.locator("li.site").first().getByRole("button").click();
    await page.getByText("已证明到场").waitFor();
    await tab(page, "checkIn");
    await page.locator("li.site").last().getByRole("button").click();
    await page.getByText("未能证明到场：离点位太远").waitFor();
    await keepPicture(page, "field check-ins");
    const { rows } = await ask<CheckIns>("/api/checkIns?limit=2");
    expect(rows.map(({ proved, accuracy_m }) => [proved, accuracy_m])).toEqual([
      [false, 12],
      [true, 12],
    ]);
  });

  test("a handler's tasks come in the order to go, are there without a network, and are accepted from the street", async () => {
    const { page } = await phone(own.address, handler(), {}, "tasks");
    await page.getByRole("button", { name: /本单位/ }).click();
    const first = page.locator(".task").first();
    await first.waitFor();
    await page.getByText("直线距离").first().waitFor();
    await keepPicture(page, "field tasks");
    const { rows } = await ask<ProblemList>(
      `/api/problems?status=dispatched&unit=${own.me.demoPeople.find(({ id }) => id === handler())?.unit}`,
    );
    const id = rows[0]?.id ?? 0;
    await page.goto(`${own.address}/field#tasks/${id}`);
    await page.locator('[data-act="accept"]').waitFor();
    await untilKept(page);
    await page.context().setOffline(true);
    await page.reload();
    await page.locator('[data-act="accept"]').click();
    await page.locator(".act-form button[type=submit]").click();
    await expect.poll(async () => (await outbox(page)).map((line) => line.split(" ").at(-1))).toEqual(["waiting"]);
    await tab(page, "tasks");
    await page.locator(".task").first().waitFor();
    await page.getByText(/数据截至 .* 离线/).waitFor();
    await page.goto(`${own.address}/field#tasks/${id}`);
    await page.locator('[data-act="hand_back"]').click();
    await take(page, "#22cc66");
    await page.getByLabel("说明").fill("已清扫");
    await keepPicture(page, "field hand back");
    await page.locator(".act-form button[type=submit]").click();
    await expect.poll(async () => (await outbox(page)).length).toBe(2);
    await page.context().setOffline(false);
    await page.getByText("全部已送达").waitFor({ timeout: 60_000 });
    const after = await ask<ProblemDetail>(`/api/problems/${id}`);
    expect(after.state).toBe("handed_back");
    expect(after.history.slice(-2).map(({ act }) => act)).toEqual(["accept", "hand_back"]);
    expect(after.photos.filter(({ kind }) => kind === "after")).toHaveLength(1);
  });

  test("what one made waits while another is signed in, and goes out under the right name", async () => {
    const { page } = await phone(own.address, inspector());
    await page.getByRole("group", { name: "大类" }).waitFor();
    await untilKept(page);
    await page.context().setOffline(true);
    await report(page, "换人处");
    await page.context().setOffline(false);
    await become(page, own.address, second());
    await page.reload();
    await page.getByText(/等 .+ 登录后发送/).waitFor();
    expect((await placed("换人处")).total).toBe(0);
    await tab(page, "me");
    const name = own.me.demoPeople.find(({ id }) => id === inspector())?.name ?? "";
    await page.getByRole("button", { name }).click();
    await until(async () => (await placed("换人处")).total, 1);
    expect((await found("换人处")).history[0]?.actor).toBe(name);
  });

  test("installable: a manifest with its icons, a worker that keeps to its own page", async () => {
    const { page } = await phone(own.address, inspector());
    await untilKept(page);
    const manifest = (await (await page.request.get(`${own.address}/field.webmanifest`)).json()) as {
      start_url: string;
      icons: { src: string; sizes: string }[];
    };
    expect(manifest.start_url).toBe("/field");
    for (const { src } of manifest.icons) expect((await page.request.get(own.address + src)).status(), src).toBe(200);
    const scopes = await page.evaluate(async () =>
      (await navigator.serviceWorker.getRegistrations()).map(({ scope }) => new URL(scope).pathname),
    );
    expect(scopes).toEqual(["/field"]);
    const kept = await page.evaluate(async () => {
      const cache = await caches.open((await caches.keys())[0] ?? "");
      return (await cache.keys()).map(({ url }) => new URL(url).pathname);
    });
    expect(kept.filter((path) => path.startsWith("/api") || path === "/")).toEqual([]);
    const worker = await page.request.get(`${own.address}/field-worker.js`);
    expect(worker.headers()["cache-control"]).toBe("no-cache");
  });

  test.each([
    { width: 390, height: 844, theme: "light", lang: "zh", big: false },
    { width: 390, height: 844, theme: "dark", lang: "en", big: false },
    { width: 360, height: 640, theme: "dark", lang: "zh", big: true },
    { width: 360, height: 640, theme: "light", lang: "en", big: true },
    { width: 320, height: 568, theme: "light", lang: "en", big: false },
  ] as const)(
    "$width × $height, $theme, $lang, big text $big: no barrier, nothing cramped",
    async ({ width, height, theme, lang, big }) => {
      const { page } = await phone(own.address, inspector(), { viewport: { width, height } }, "me");
      await page.getByRole("button", { name: lang === "zh" ? "中文" : "English" }).click();
      await page.getByRole("button", { name: { light: /浅色|Light/, dark: /深色|Dark/ }[theme] }).click();
      if (big) await page.getByLabel(/大字|Big text/).check();
      await page.reload();
      expect(await page.getAttribute("html", "data-theme")).toBe(theme);
      expect(await page.getAttribute("html", "data-type")).toBe(big ? "big" : "usual");
      for (const name of tabs) {
        await tab(page, name);
        await page.waitForLoadState("networkidle");
        if (name === "tasks") await page.locator(".task").first().waitFor();
        if (name === "checkIn") await page.locator("li.site").first().waitFor();
        expect(await cramped(page), name).toEqual([]);
        expect(await barriers(page), name).toEqual([]);
        await keepPicture(page, `field ${width} ${theme} ${lang}${big ? " big" : ""} ${name}`);
      }
      await tab(page, "tasks");
      await page.locator(".task").first().click();
      await page.locator("article.problem .history li").first().waitFor();
      expect(await cramped(page), "problem").toEqual([]);
      expect(await barriers(page), "problem").toEqual([]);
      await keepPicture(page, `field ${width} ${theme} ${lang}${big ? " big" : ""} problem`);
    },
  );
});
