/**
 * What one does, the others see, without a reload: rows, figures, map and card follow; the page says how fresh it is; a server that dies and
 * comes back is found again. On a program of its own.
 */
import type { Page } from "playwright-core";
import { expect, test } from "vitest";
import type { ProblemDetail, ProblemList } from "../../server/contract/types.ts";
import { looksUntil, standing } from "./eye.ts";
import { type Own, ownProgram } from "./own.ts";
import { journey, keepPicture, mapReady, totalOf, until, type Visit, visitAt } from "./visit.ts";

let own: Own;

const ask = <T>(path: string): Promise<T> => own.ask<T>(path);
/** Done by the demo's dispatcher, beside every page. */
async function post<T>(path: string, body: object): Promise<T> {
  const headers = { "content-type": "application/json" };
  const answer = await fetch(own.address + path, { method: "POST", headers, body: JSON.stringify(body) });
  if (!answer.ok) throw new Error(`${path}: ${answer.status} ${await answer.text()}`);
  return (await answer.json()) as T;
}
const spot = { lon: 119.1002, lat: 33.6003 } as const;
const report = (part: object = {}) =>
  post<ProblemDetail>("/api/problems", {
    category: "0101",
    ...spot,
    source: "patrol",
    noPhoto: "现场不便拍照",
    ...part,
  });

/** A page that would show a reload: what was marked on it is gone after one. */
async function open(path: string, role: string | null = null): Promise<Visit> {
  const visit = await visitAt(own.address, "/set-up");
  const person = own.me.demoPeople.find((one) => role !== null && one.roles.some((held) => held === role));
  if (person) expect((await visit.page.request.post(`${own.address}/api/session/demo`, { data: { person: person.id } })).ok()).toBe(true);
  await visit.page.goto(own.address + path);
  await mapReady(visit.page);
  await visit.page.locator(".link-live").waitFor();
  await visit.page.evaluate(() => Object.assign(window, { marked: true }));
  return visit;
}
const stillMarked = (page: Page) => page.evaluate(() => "marked" in window);
/** What the map drew and what the page counts. */
const drawnOf = (page: Page) =>
  page.evaluate(() => {
    const { total, drawn, ready } = document.querySelector<HTMLElement>(".map-root")?.dataset ?? {};
    return ready === "true" && total === drawn ? Number(total) : null;
  });
const pulsed = (page: Page) => page.evaluate(() => Number(document.querySelector<HTMLElement>(".map-root")?.dataset.pulsed ?? 0));

journey("changes as they happen", () => {
  own = ownProgram("live");

  test("a report is a row, a figure and a place on the leader's map, and no page was loaded again", async () => {
    const { page, watched } = await open("/?status=open&panel=ledger", "leader");
    const before = (await totalOf(page)) as number;
    await until(() => drawnOf(page), before);
    const [rings, asked] = [await pulsed(page), watched.asked.length];
    const made = await report();
    await page.locator(`#row-${made.id}`).waitFor();
    await until(() => totalOf(page), before + 1);
    await until(() => drawnOf(page), before + 1);
    expect(await pulsed(page)).toBe(rings + 1);
    await keepPicture(page, "live report");
    // What the page holds tells it all: rows and figures needed no question.
    const questions = watched.asked.slice(asked).filter((path) => /^\/api\/(problems|layers)/.test(path));
    expect(questions).toEqual([]);
    expect(await stillMarked(page)).toBe(true);
    expect(watched.errors).toEqual([]);
  }, 120_000);

  test("what changed is ringed on the map for a moment, and then is not", async () => {
    const { page } = await open(`/?status=open&layers=changes&panel=ledger#map=${spot.lon},${spot.lat},17`, "leader");
    const before = await standing(page);
    // Again and again: a ring stands for two seconds, and a picture may take as long.
    let seen = false;
    const reporting = (async () => {
      for (let i = 0; i < 20 && !seen; i++) {
        await report();
        await page.waitForTimeout(500);
      }
    })();
    await looksUntil(page, before, { least: 60 }, "a ring");
    seen = true;
    await reporting;
    await looksUntil(page, before, { most: 10 }, "no ring");
  }, 120_000);

  test("the card that is open follows what others do, and a row that no longer belongs leaves the ledger", async () => {
    const made = await report();
    const { page } = await open(`/?status=reported&panel=card&selected=problem/${made.id}`, "leader");
    const marks = page.locator("article.card .card-marks .tag").first();
    await until(() => marks.textContent(), "待受理");
    const filed = await post<ProblemDetail>(`/api/problems/${made.id}/file`, { version: made.version });
    await until(() => marks.textContent(), "已立案");
    await post(`/api/problems/${made.id}/reject`, { version: filed.version, note: "重复上报" });
    await until(() => marks.textContent(), "不予立案");
    await page.getByRole("tab", { name: "台账" }).click();
    await page.locator(".row").first().waitFor();
    expect(await page.locator(`#row-${made.id}`).count()).toBe(0);
    const total = (await ask<ProblemList>("/api/problems?status=reported&limit=0")).total;
    await until(() => totalOf(page), total);
  }, 120_000);

  test("rows in view stay where they are when others come in above them", async () => {
    const { page } = await open("/?status=open&panel=ledger");
    const scroller = page.locator(".grid-scroll");
    await scroller.evaluate((element) => element.scrollTo({ top: 44 * 40 }));
    await page.waitForTimeout(500);
    const first = await page.evaluate(() => {
      const top = document.querySelector(".grid-scroll")?.getBoundingClientRect().top ?? 0;
      const row = [...document.querySelectorAll(".row")].find((one) => one.getBoundingClientRect().top >= top + 44);
      return { id: row?.id ?? "", at: row?.getBoundingClientRect().top ?? 0 };
    });
    const before = (await totalOf(page)) as number;
    await report();
    await until(() => totalOf(page), before + 1);
    const after = await page.locator(`#${first.id}`).evaluate((row) => row.getBoundingClientRect().top);
    expect(Math.abs(after - first.at)).toBeLessThanOrEqual(2);
  }, 120_000);

  test("what is outside a handler's unit is not told to them; what is sent to them comes, and goes when it is another's", async () => {
    const handler = own.me.demoPeople.find((one) => one.roles.includes("handler") && one.unit !== null);
    const { page } = await open("/?status=open&panel=ledger", "handler");
    const before = await totalOf(page);
    const made = await report();
    const sent = await post<ProblemDetail>(`/api/problems/${made.id}/dispatch`, {
      ...{ version: made.version, unit: handler?.unit, person: handler?.id, reason: "试派" },
      deadline: new Date(Date.parse(made.clock) + 86_400_000).toISOString(),
    });
    await page.locator(`#row-${made.id}`).waitFor();
    await until(() => totalOf(page), (before ?? 0) + 1);
    await post(`/api/problems/${made.id}/undo`, { version: sent.version });
    await page.locator(`#row-${made.id}`).waitFor({ state: "detached" });
    await until(() => totalOf(page), before);
    await until(() => drawnOf(page), before);
  }, 120_000);

  test("a server that is killed is waited for, said to be away, and found again: nothing is missing, and no page was loaded again", async () => {
    const { page } = await open("/?status=open&panel=ledger", "leader");
    const before = (await totalOf(page)) as number;
    await own.kill();
    await page.locator(".link-lost").waitFor({ timeout: 30_000 });
    await keepPicture(page, "live lost");
    await own.comeBack();
    // Done before the page is back: it comes with what was missed.
    const made = await report();
    await page.locator(".link-live").waitFor({ timeout: 60_000 });
    await page.locator(`#row-${made.id}`).waitFor();
    await until(() => totalOf(page), before + 1);
    const again = await report();
    await page.locator(`#row-${again.id}`).waitFor();
    await until(() => drawnOf(page), before + 2);
    expect(await stillMarked(page)).toBe(true);
  }, 180_000);

  test("a part of the page that is asked for while the server is away comes when it is back", async () => {
    const { page } = await open("/?status=open&panel=ledger", "leader");
    let refused = 0;
    await page.route(/\/assets\/(Report|FiguresPanel)-[^/]*\.js$/, (route) =>
      refused++ < 2 ? route.abort("connectionrefused") : route.continue(),
    );
    await page.getByRole("tab", { name: "图表" }).click();
    await page.locator("[data-figures-total]").first().waitFor({ timeout: 20_000 });
    expect(refused).toBeGreaterThan(2);
    expect(await stillMarked(page)).toBe(true);
  }, 60_000);

  test("a part of the page that breaks says so, can be tried again, and leaves the rest as it is", async () => {
    const { page } = await open("/?status=open&panel=ledger", "leader");
    const broken = 'export const FiguresPanel = () => { throw new Error("broken on purpose"); };';
    await page.route(/\/assets\/FiguresPanel-[^/]*\.js$/, (route) => route.fulfill({ contentType: "text/javascript", body: broken }));
    await page.getByRole("tab", { name: "图表" }).click();
    const alert = page.locator(".tab-body").getByRole("alert");
    await alert.getByText("这一部分出错了").waitFor();
    await alert.getByText(/broken on purpose/).waitFor();
    await alert.getByRole("button", { name: "重试" }).click();
    await alert.getByText("这一部分出错了").waitFor();
    await page.getByRole("tab", { name: "台账" }).click();
    await page.locator(".row").first().waitFor();
    expect(await stillMarked(page)).toBe(true);
  }, 60_000);
});
