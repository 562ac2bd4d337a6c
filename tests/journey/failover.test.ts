/**
 * The database that is written to dies under an open map and a wall: both say since when what they show stands, an act says why it cannot be
 * done, and nothing typed is lost; when a copy has been made the primary, everything goes on by itself. No page is loaded again.
 */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type Replicated, startReplicated } from "../../scripts/cluster/replicated.ts";
import { type LetIn, letIn } from "../../scripts/drill/people.ts";
import { postgresPrograms } from "../../scripts/test/found.ts";
import type { NewDevice, ProblemDetail } from "../../server/contract/types.ts";
import { type Program, startProgram } from "./desk.ts";
import { journey, keepPicture, mapReady, totalOf, until, type Visit, visitAt } from "./visit.ts";
import { hang, saysOf, wallReady } from "./wallVisit.ts";

const mark = (page: Page) => page.evaluate(() => Object.assign(window, { marked: true }));
const marked = (page: Page) => page.evaluate(() => "marked" in window);
/** Pixels between an element and the button beside it, or to the end of the line. */
const roomRight = (element: Element): number => {
  const { right, top, bottom } = element.getBoundingClientRect();
  const beside = [...document.querySelectorAll("header button")].map((one) => one.getBoundingClientRect());
  const next = beside.filter((one) => one.left > element.getBoundingClientRect().left && one.top < bottom && one.bottom > top);
  return Math.min(innerWidth, ...next.map((one) => one.left)) - right;
};
const banner = (page: Page) => page.locator(".wall-banner");

(postgresPrograms() === null ? () => {} : journey)("the database dies under open pages", () => {
  const folder = mkdtempSync(join(tmpdir(), "chuangtu-failover-"));
  let cluster: Replicated;
  let program: Program;
  let cookies: LetIn;
  beforeAll(async () => {
    cluster = await startReplicated({ replicas: 2, synchronous: true });
    program = await startProgram({ folder, settings: { DATABASE_URL: cluster.urls(), PHOTO_DIR: join(folder, "photos") } });
    await program.ready;
    cookies = await letIn(program.address, program.said());
  }, 240_000);
  afterAll(async () => {
    await program?.close();
    await cluster?.stop();
    rmSync(folder, { recursive: true, force: true });
  }, 60_000);

  async function post<T>(path: string, body: object, cookie = cookies.dispatcher): Promise<T> {
    const headers = { "content-type": "application/json", cookie };
    const answer = await fetch(program.address + path, { method: "POST", headers, body: JSON.stringify(body) });
    if (!answer.ok) throw new Error(`${path}: ${answer.status} ${await answer.text()}`);
    return (await answer.json()) as T;
  }
  const report = (): Promise<ProblemDetail> =>
    post("/api/problems", { category: "0101", lon: 119.1002, lat: 33.6003, source: "patrol", noPhoto: "现场不便拍照" });

  async function desk(path: string): Promise<Visit> {
    const visit = await visitAt(program.address, "/favicon.svg");
    const [name = "", value = ""] = cookies.dispatcher.split("=");
    await visit.page.context().addCookies([{ name, value, url: program.address }]);
    await visit.page.goto(program.address + path);
    await mapReady(visit.page);
    return visit;
  }

  test("map, card and wall say so, lose nothing, and go on by themselves", async () => {
    const reported = await report();
    const problem = await post<ProblemDetail>(`/api/problems/${reported.id}/file`, { version: reported.version });
    const { page } = await desk(`/?status=open&panel=card&selected=problem/${problem.id}`);
    await page.locator(".link-live").waitFor();
    const before = (await totalOf(page)) as number;
    const { token } = await post<NewDevice>("/api/devices", { name: "指挥中心主屏", kind: "wall" }, cookies.administrator);
    const wall = await hang(program.address, { path: `/wall#token=${token}` });
    await wallReady(wall.page);
    await mark(page);
    await mark(wall.page);

    const card = page.locator("article.card");
    const reject = card.locator('[data-act="reject"]').first();
    if (!(await reject.isVisible())) await card.getByRole("button", { name: "更多" }).click();
    await reject.click();
    const form = card.locator("form.act-form");
    await form.locator("textarea").fill("与 2026 年 3 月的一件重复");

    await cluster.primary.crash();
    await page.locator(".link-away").waitFor({ timeout: 15_000 });
    await banner(wall.page).getByText("数据库暂时离线").waitFor({ timeout: 15_000 });
    // An act says why, and what was typed stays.
    await form.locator("button[type=submit]").click();
    await form.getByRole("alert").getByText("数据库").waitFor();
    expect(await form.locator("textarea").inputValue()).toBe("与 2026 年 3 月的一件重复");
    await keepPicture(page, "failover desk away");
    await keepPicture(wall.page, "failover wall away");
    // Whoever opens a page meanwhile is served by a copy, and told so.
    const late = await desk("/?status=open&panel=ledger&lang=en");
    await late.page.locator(".row").first().waitFor();
    await late.page.locator(".link-away").waitFor({ timeout: 15_000 });
    expect(await totalOf(late.page)).toBe(before);
    // In English too there is room for it.
    await late.page.locator(".as-of").getByText("database away").waitFor();
    expect(await late.page.locator(".as-of").evaluate(roomRight)).toBeGreaterThanOrEqual(0);
    await keepPicture(late.page, "failover desk opened meanwhile");

    await cluster.promote();
    await page.locator(".link-live").waitFor({ timeout: 30_000 });
    await late.page.locator(".link-live").waitFor({ timeout: 30_000 });
    await form.locator("button[type=submit]").click();
    await form.waitFor({ state: "detached" });
    await until(() => card.locator(".card-marks .tag").first().textContent(), "不予立案");
    const made = await report();
    await late.page.locator(`#row-${made.id}`).waitFor();
    await until(() => totalOf(page), before);
    await until(() => totalOf(late.page), before);
    await banner(wall.page).waitFor({ state: "detached", timeout: 30_000 });
    await until(() => saysOf(wall.page, "freshness"), "fresh");
    await until(() => saysOf(wall.page, "differences"), "0");
    await keepPicture(page, "failover desk back");
    await keepPicture(wall.page, "failover wall back");
    expect([await marked(page), await marked(wall.page)], "no page was loaded again").toEqual([true, true]);
  }, 240_000);
});
